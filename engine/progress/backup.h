#pragma once

#include "progress/connection.h"

#include <QDate>
#include <QList>

namespace ringside::progress {

/// A copy of the file from an earlier day.
struct Backup
{
    enum class Reason : quint8 {
        Daily,
        Migration, ///< made before a newer version changed the tables; never thinned out
        Import, ///< made before an import, with what that changed beside the database: filesOf()
    };

    QString path;
    QDate day;
    Reason reason{};
    int schema = 0; ///< version of the tables before the migration; 0 for a daily one
    qint64 bytes = 0;
    int number = 0; ///< of the day's imports, from 1; 0 for the other copies

    bool operator==(const Backup &) const = default;
};

/// The folder beside the file.
[[nodiscard]] QString backupFolder(const QString &databasePath);

/// Newest first. Files that are none of ours are left out.
[[nodiscard]] QList<Backup> listBackups(const QString &databasePath);

/// The folder for what an import changed outside the database, as it was before.
[[nodiscard]] QString filesOf(const Backup &backup);

/// Writes a copy that is whole or not there at all: made under another name, brought to the disk,
/// renamed. One for an import takes the place of no other copy.
[[nodiscard]] Result<Backup> makeBackup(
    const Connection &connection, Backup::Reason reason, const QDate &day);

/// The daily copies that stay: the newest of each of the last 7 days, 4 weeks and 12 months that
/// have one.
[[nodiscard]] QList<QDate> keptDays(QList<QDate> days);

/// Takes a copy away that is not needed after all, with its files.
void removeBackup(const Backup &backup);

/// How many copies made before imports stay.
constexpr qsizetype importsKept = 10;

/// Deletes the daily copies that keptDays leaves out, and all but the newest made before imports.
void thinBackups(const QString &databasePath);

} // namespace ringside::progress
