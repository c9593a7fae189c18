#include "progress/backup.h"

#include "base/filedescriptor.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <cerrno>

#include <fcntl.h>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

const QString ending = u".sqlite"_s;

QString fileName(const Backup &backup)
{
    const QString name = u"progress-"_s + backup.day.toString(Qt::ISODate);
    switch (backup.reason) {
    case Backup::Reason::Daily:
        return name + ending;
    case Backup::Reason::Migration:
        return name + u"-version-%1"_s.arg(backup.schema) + ending;
    case Backup::Reason::Import:
        return name + u"-import-%1"_s.arg(backup.number) + ending;
    }
    Q_UNREACHABLE_RETURN({});
}

int nextImport(const QString &databasePath, const QDate &day)
{
    int last = 0;
    for (const Backup &backup : listBackups(databasePath))
        if (backup.day == day)
            last = std::max(last, backup.number);
    return last + 1;
}

Result<> synchronise(const QString &path)
{
    const FileDescriptor file(::open(QFile::encodeName(path).constData(), O_RDONLY | O_CLOEXEC));
    if (!file || fsync(file.get()) != 0)
        return systemError(u"fsync "_s + path, errno);
    return {};
}

Result<> renameDurably(const QString &from, const QString &to)
{
    if (auto written = synchronise(from); !written)
        return written;
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return systemError(u"rename "_s + from, errno);
    return synchronise(QFileInfo(to).path());
}

/// Keeps the newest day of each of the `count` latest periods; `period` names the period of a day.
template <typename Period>
void keepNewestOf(
    const QList<QDate> &newestFirst, qsizetype count, Period period, QSet<QDate> &kept)
{
    QSet<decltype(period(QDate()))> seen;
    for (const QDate &day : newestFirst) {
        if (seen.contains(period(day)))
            continue;
        if (seen.size() == count)
            return;
        seen.insert(period(day));
        kept.insert(day);
    }
}

std::pair<int, int> weekOf(const QDate &day)
{
    int year = 0;
    const int week = day.weekNumber(&year);
    return {year, week};
}

} // namespace

QString backupFolder(const QString &databasePath)
{
    return QFileInfo(databasePath).absolutePath() + u"/backups"_s;
}

QList<Backup> listBackups(const QString &databasePath)
{
    static const QRegularExpression form(
        u"\\Aprogress-(\\d{4}-\\d\\d-\\d\\d)(?:-version-(\\d+)|-import-(\\d+))?\\.sqlite\\z"_s);
    QList<Backup> backups;
    const QDir folder(backupFolder(databasePath));
    for (const QFileInfo &file : folder.entryInfoList(QDir::Files | QDir::NoSymLinks)) {
        const auto match = form.match(file.fileName());
        const QDate day = QDate::fromString(match.captured(1), Qt::ISODate);
        if (!match.hasMatch() || !day.isValid())
            continue;
        backups.append({.path = file.absoluteFilePath(),
            .day = day,
            .reason = match.hasCaptured(3) ? Backup::Reason::Import
                : match.hasCaptured(2)     ? Backup::Reason::Migration
                                           : Backup::Reason::Daily,
            .schema = match.captured(2).toInt(),
            .bytes = file.size(),
            .number = match.captured(3).toInt()});
    }
    std::ranges::sort(backups, [](const Backup &a, const Backup &b) {
        return std::tie(a.day, a.number, a.path) > std::tie(b.day, b.number, b.path);
    });
    return backups;
}

QString filesOf(const Backup &backup)
{
    return backup.path.chopped(ending.size()) + u".files"_s;
}

void removeBackup(const Backup &backup)
{
    QFile::remove(backup.path);
    QDir(filesOf(backup)).removeRecursively();
}

Result<Backup> makeBackup(const Connection &connection, Backup::Reason reason, const QDate &day)
{
    const auto version = connection.integer(u"PRAGMA user_version"_s);
    if (!version)
        return std::unexpected(version.error());
    const QString folder = backupFolder(connection.path());
    const QFile::Permissions onlyOwner = QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner;
    if (!QDir().exists(folder) && !QDir().mkdir(folder, onlyOwner))
        return systemError(u"make "_s + folder, errno);

    Backup backup{.path = {}, .day = day, .reason = reason};
    if (reason == Backup::Reason::Migration)
        backup.schema = int(*version);
    if (reason == Backup::Reason::Import)
        backup.number = nextImport(connection.path(), day);
    backup.path = folder + u'/' + fileName(backup);
    const QString unfinished = backup.path + u".part"_s;
    QFile::remove(unfinished);
    auto made = connection.run(u"VACUUM INTO ?"_s, {unfinished}).and_then([&] {
        return renameDurably(unfinished, backup.path);
    });
    if (!made) {
        QFile::remove(unfinished);
        return std::unexpected(made.error());
    }
    backup.bytes = QFileInfo(backup.path).size();
    return backup;
}

QList<QDate> keptDays(QList<QDate> days)
{
    std::ranges::sort(days, std::greater());
    QSet<QDate> kept;
    keepNewestOf(days, 7, [](const QDate &day) { return day; }, kept);
    keepNewestOf(days, 4, weekOf, kept);
    keepNewestOf(
        days, 12, [](const QDate &day) { return std::pair(day.year(), day.month()); }, kept);
    QList<QDate> list(kept.begin(), kept.end());
    std::ranges::sort(list, std::greater());
    return list;
}

void thinBackups(const QString &databasePath)
{
    QList<Backup> daily = listBackups(databasePath);
    qsizetype imports = 0;
    for (const Backup &backup : std::as_const(daily))
        if (backup.reason == Backup::Reason::Import && ++imports > importsKept)
            removeBackup(backup);
    daily.removeIf([](const Backup &backup) { return backup.reason != Backup::Reason::Daily; });
    QList<QDate> days;
    for (const Backup &backup : std::as_const(daily))
        days.append(backup.day);
    const QList<QDate> kept = keptDays(days);
    for (const Backup &backup : std::as_const(daily))
        if (!kept.contains(backup.day))
            QFile::remove(backup.path);
}

} // namespace ringside::progress
