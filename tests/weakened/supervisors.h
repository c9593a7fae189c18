#pragma once

#include <QCoreApplication>
#include <QDir>
#include <QStringList>

namespace ringside::tests {

/// The command of a supervisor with one wall missing, for Sandbox's constructor. `wall` is "landlock" or "seccomp".
/// Link the target weakened_supervisor_no-<wall> as a dependency. Its start-up check may fail for lack of the wall:
/// then the supervisor serves nobody, which is right for a product and wrong for these tests, so a weakened one only
/// notes what was not held (StartupReport::selfTest).
inline QStringList weakenedSupervisor(const QString &wall)
{
    QDir folder(QCoreApplication::applicationDirPath());
    while (!folder.exists(QStringLiteral("weakened")) && folder.cdUp()) { }
    return {folder.filePath(QStringLiteral("weakened/no-%1/ringside-supervisor").arg(wall))};
}

} // namespace ringside::tests
