#include "base/paths.h"

#include <QCoreApplication>
#include <QDir>
#include <QFileInfo>

namespace ringside {

namespace {

/// The folder that holds bin/, libexec/ and share/. Tests live elsewhere in the build tree, so the search
/// goes up until a folder has the wanted entry.
QString findUpwards(const QString &relative)
{
    for (QDir folder(QCoreApplication::applicationDirPath());;) {
        const QString candidate = folder.filePath(relative);
        if (QFileInfo::exists(candidate))
            return candidate;
        if (!folder.cdUp())
            return {};
    }
}

} // namespace

QString dataFolder()
{
    const QString chosen = qEnvironmentVariable("RINGSIDE_DATA");
    return chosen.isEmpty() ? findUpwards(QStringLiteral(RINGSIDE_DATADIR)) : chosen;
}

QString helperProgram(const QString &name)
{
    return findUpwards(QStringLiteral(RINGSIDE_LIBEXECDIR "/") + name);
}

} // namespace ringside
