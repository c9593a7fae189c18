#include "desktop/course/brokencontent.h"

#include <QStringList>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

bool isExercise(const course::Broken &broken)
{
    return broken.folder.contains(u"/exercises/"_s);
}

QString problemText(const course::Broken &broken)
{
    QStringList lines;
    for (Error error : broken.errors) {
        if (error.file.startsWith(broken.folder + u'/'))
            error.file.remove(0, broken.folder.size() + 1);
        lines.append(describe(error));
    }
    return lines.join(u'\n');
}

} // namespace ringside::desktop
