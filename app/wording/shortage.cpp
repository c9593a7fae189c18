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

/// Nothing in it says that the limit was met: a program may fail in that way for its own reasons.
QString guess(const lens::Shortage &shortage)
{
    switch (shortage.kind) {
    case Kind::FileSize:
        return Words::tr("A program fails like this when a file would become larger than files may be here: %1.")
            .arg(sizeText(shortage.limit));
    case Kind::Processes:
        return Words::tr("A program fails like this when there are as many processes as there may be here: %1.")
            .arg(shortage.limit);
    case Kind::Descriptors:
        return Words::tr("A program fails like this when it has as many descriptors open as it may have here: %1.")
            .arg(shortage.limit);
    case Kind::Disk:
    case Kind::Names:
        break; // an error does not say which disk was full
    }
    return {};
}

} // namespace

QString sentence(const lens::Shortage &shortage)
{
    if (shortage.evidence == lens::Shortage::Evidence::Told)
        return guess(shortage);
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
