#include "wording/shortage.h"

#include "wording/cause.h"

#include <QCoreApplication>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;
using Kind = lens::Shortage::Kind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QString sentence(const lens::Shortage &shortage)
{
    switch (shortage.kind) {
    case Kind::Disk:
        return Words::tr("The disk of the box was full: %1.").arg(sizeText(shortage.limit));
    case Kind::Names:
        return Words::tr("The disk of the box had no room for another name: %1 files and folders.")
            .arg(shortage.limit);
    case Kind::FileSize:
        return Words::tr("A file was as large as files may be here: %1.").arg(sizeText(shortage.limit));
    case Kind::Processes:
        return Words::tr("There were as many processes as there may be here: %1.").arg(shortage.limit);
    case Kind::Descriptors:
        return Words::tr("A process had as many descriptors open as it may have here: %1.")
            .arg(shortage.limit);
    }
    Q_UNREACHABLE_RETURN({});
}

QString sentences(const QList<lens::Shortage> &shortages)
{
    QStringList sentences;
    for (const lens::Shortage &shortage : shortages)
        sentences.append(sentence(shortage));
    return sentences.join(u' ');
}

} // namespace ringside::wording
