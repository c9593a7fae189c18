#include "progress/store.h"

#include "progress/draftfiles.h"
#include "progress/exchange.h"
#include "progress/playgroundfiles.h"
#include "progress/schema.h"

#include <QDir>
#include <QFileInfo>
#include <QStandardPaths>

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace ringside::progress {

using namespace Qt::StringLiterals;

using Kind = OpenFailure::Kind;

namespace {

// What SQLite puts beside the file.
const QStringList companions{u"-wal"_s, u"-shm"_s, u"-journal"_s};

Kind kindOf(const Error &error)
{
    if (error.kind == Error::Kind::Content)
        return Kind::Corrupt;
    switch (error.errnum) {
    case ENOSPC:
    case EDQUOT:
        return Kind::NoSpace;
    case EROFS:
        return Kind::ReadOnlyPlace;
    case EBUSY:
        return Kind::InUse;
    default:
        return Kind::Unreachable;
    }
}

/// Whether there is no room for what SQLite needs beside a file to open it: it then reports only that input and output
/// failed.
bool isFull(const QString &folder)
{
    constexpr quint64 sharedMemory = 32 << 10;
    struct statvfs space{};
    return statvfs(QFile::encodeName(folder).constData(), &space) == 0 && space.f_bavail * space.f_frsize < sharedMemory;
}

/// Of a folder that need not be there yet: what the first one above it that is there says to a new name. 0: nothing.
int whyNothingCanBeMadeIn(const QString &folder)
{
    QString there = folder;
    while (!QFileInfo::exists(there) && there != QFileInfo(there).path())
        there = QFileInfo(there).path();
    return access(QFile::encodeName(there).constData(), W_OK | X_OK) == 0 ? 0 : errno;
}

bool hasRows(const QString &path)
{
    return QFileInfo(path).size() > 0;
}

Result<FileLock> lockFor(const QString &databasePath)
{
    return FileLock::take(databasePath + u".lock"_s, placeOf(databasePath))
        .transform_error([](const FileLock::Refused &refused) { return refused.error; });
}

QString asideOf(const QString &path, const QDateTime &now)
{
    return path + u".aside-"_s + now.toString(u"yyyyMMdd-HHmmss-zzz"_s);
}

Result<QString> moveAside(const QString &databasePath, const QDateTime &now)
{
    const QString target = asideOf(databasePath, now);
    if (::rename(QFile::encodeName(databasePath).constData(), QFile::encodeName(target).constData())
        != 0)
        return systemError(u"rename "_s + databasePath, errno);
    // What SQLite has beside the file belongs to its content.
    for (const QString &companion : companions)
        QFile::rename(databasePath + companion, target + companion);
    return target;
}

} // namespace

QList<OpenFailure::Choice> OpenFailure::choices() const
{
    QList<Choice> list;
    const bool hasBackup = !backups.isEmpty();
    switch (kind) {
    case Kind::InUse:
        list = {Choice::Retry, Choice::OpenReadOnly};
        if (!ownerIsCertain)
            list.append(Choice::TakeOver);
        break;
    case Kind::Newer:
        list = {Choice::OpenReadOnly};
        if (hasBackup)
            list.append(Choice::RestoreBackup);
        list.append(Choice::StartFresh);
        break;
    case Kind::Corrupt:
        if (hasBackup)
            list.append(Choice::RestoreBackup);
        list += {Choice::Salvage, Choice::OpenReadOnly, Choice::StartFresh};
        break;
    case Kind::Foreign:
        list = {Choice::StartFresh};
        break;
    case Kind::ReadOnlyPlace:
    case Kind::NoSpace:
        list = {Choice::Retry};
        if (fileExists)
            list.append(Choice::OpenReadOnly);
        break;
    case Kind::Unreachable:
        list = {Choice::Retry};
        break;
    case Kind::Missing:
        break;
    }
    list.append(Choice::KeepNothing);
    return list;
}

/// The steps of opening a file. Each either goes on or names the failure.
class StoreOpener
{
public:
    using Opened = std::expected<std::unique_ptr<Store>, OpenFailure>;

    StoreOpener(QString path, const Store::Options &options)
        : m_path(std::move(path))
        , m_options(options)
    {
        m_report.place = options.place.value_or(placeOf(QFileInfo(m_path).path()));
    }

    ~StoreOpener()
    {
        // Not opened in the end: the next try is to look closely, too.
        if (m_lock && m_report.uncleanEnd)
            m_lock->leaveBehind();
    }
    StoreOpener(const StoreOpener &) = delete;
    StoreOpener &operator=(const StoreOpener &) = delete;

    Opened readWrite()
    {
        if (auto failed = makeFolder())
            return std::unexpected(*failed);
        if (auto failed = lock())
            return std::unexpected(*failed);
        m_report.uncleanEnd = m_lock->foundLeftBehind().has_value() || hasRows(m_path + u"-wal"_s)
            || hasRows(m_path + u"-journal"_s);
        m_report.onlyKilled = m_report.place == Place::Local && m_lock->foundKilled();
        if (auto failed = makeFile())
            return std::unexpected(*failed);
        return open(Connection::Mode::ReadWrite)
            .and_then([this] { return look(); })
            .and_then([this] { return checkAfterUncleanEnd(); })
            .and_then([this] { return bringUpToDate(); })
            .and_then([this] { return configure(); })
            .and_then([this] { return repairAfterUncleanEnd(); })
            .and_then([this] { return finish(); });
    }

    Opened readOnly()
    {
        if (!hasRows(m_path) && !hasRows(m_path + u"-wal"_s))
            return std::unexpected(
                failure(Kind::Missing, systemError(u"open "_s + m_path, ENOENT).error()));
        const auto inPlace = open(Connection::Mode::ReadOnly).and_then([this] { return look(); });
        if (!inPlace && inPlace.error().kind != Kind::Newer) {
            // A write-ahead log needs a shared-memory file beside it, which a read-only folder
            // refuses.
            if (auto failed = copyAndOpen())
                return std::unexpected(*failed);
        }
        m_report.newerSchema = m_version > schemaVersion();
        if (auto set = m_connection->run(u"PRAGMA query_only = ON"_s); !set)
            return std::unexpected(failure(set.error()));
        auto store = finish();
        if (store)
            (*store)->m_readOnly = true;
        return store;
    }

private:
    using Step = std::expected<void, OpenFailure>;

    OpenFailure failure(const Error &error) const
    {
        const bool full = error.errnum == EIO && isFull(QFileInfo(m_path).path());
        return failure(full ? Kind::NoSpace : kindOf(error), error);
    }

    OpenFailure failure(Kind kind, const Error &error) const
    {
        return {.kind = kind,
            .error = error,
            .schema = m_version,
            .backups = listBackups(m_path),
            .fileExists = hasRows(m_path)};
    }

    Step orFailure(const Result<> &result) const
    {
        if (!result)
            return std::unexpected(failure(result.error()));
        return {};
    }

    std::optional<OpenFailure> makeFolder() const
    {
        const QString folder = QFileInfo(m_path).absolutePath();
        if (QFileInfo(folder).isDir())
            return {};
        if (const int reason = whyNothingCanBeMadeIn(QFileInfo(folder).path()))
            return failure(systemError(u"make "_s + folder, reason).error());
        QDir().mkpath(QFileInfo(folder).path());
        // Only for the learner's own eyes.
        if (mkdir(QFile::encodeName(folder).constData(), 0700) != 0 && errno != EEXIST)
            return failure(systemError(u"make "_s + folder, errno).error());
        return {};
    }

    std::optional<OpenFailure> lock()
    {
        auto lock = FileLock::take(m_path + u".lock"_s, m_report.place, m_options.claim);
        if (lock) {
            m_lock.emplace(std::move(*lock));
            return {};
        }
        const auto &[owner, certain, error] = lock.error();
        if (owner) {
            OpenFailure inUse = failure(Kind::InUse, error);
            inUse.owner = owner;
            inUse.ownerIsCertain = certain;
            return inUse;
        }
        return failure(error.errnum == EACCES ? Kind::ReadOnlyPlace : kindOf(error), error);
    }

    /// An empty file is a new database to SQLite; made here, it is readable by its owner alone.
    std::optional<OpenFailure> makeFile()
    {
        const FileDescriptor file(
            ::open(QFile::encodeName(m_path).constData(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
        if (file)
            return {};
        const Error error = systemError(u"open "_s + m_path, errno).error();
        const bool mayRead = QFileInfo(m_path).isReadable();
        return failure(
            error.errnum == EACCES && mayRead ? Kind::ReadOnlyPlace : kindOf(error), error);
    }

    Step open(Connection::Mode mode)
    {
        auto connection = Connection::open(m_opened.isEmpty() ? m_path : m_opened, mode);
        if (!connection)
            return std::unexpected(failure(connection.error()));
        m_connection = std::move(*connection);
        return {};
    }

    /// Whose file is it, and of which version? Reads only.
    Step look()
    {
        const auto application = m_connection->integer(u"PRAGMA application_id"_s);
        const auto version = m_connection->integer(u"PRAGMA user_version"_s);
        const auto tables = m_connection->integer(u"SELECT COUNT(*) FROM sqlite_master"_s);
        for (const auto *read : {&application, &version, &tables})
            if (!*read)
                return std::unexpected(failure(read->error()));
        m_version = int(*version);
        if (*application == 0 && *version == 0 && *tables == 0) {
            m_report.created = true;
            return {};
        }
        if (*application != applicationId)
            return std::unexpected(failure(Kind::Foreign,
                contentError(m_path, 0, u"a database of another program"_s).error()));
        if (m_version > schemaVersion())
            return std::unexpected(failure(Kind::Newer,
                contentError(m_path, 0,
                    u"written by a newer version: tables %1, known %2"_s.arg(m_version).arg(
                        schemaVersion()))
                    .error()));
        return {};
    }

    Step checkAfterUncleanEnd()
    {
        if (!m_report.uncleanEnd || m_report.onlyKilled || m_report.created)
            return {};
        const auto found = m_connection->first(
            u"PRAGMA quick_check(1)"_s, {}, [](const Row &row) { return row.text(0); });
        if (!found)
            return std::unexpected(failure(found.error()));
        if (*found != u"ok"_s)
            return std::unexpected(failure(
                Kind::Corrupt, contentError(m_path, 0, found->value_or(QString())).error()));
        return {};
    }

    Step bringUpToDate()
    {
        if (!m_report.created && m_version < schemaVersion()) {
            const auto backup
                = makeBackup(*m_connection, Backup::Reason::Migration, QDate::currentDate());
            if (!backup)
                return std::unexpected(failure(backup.error()));
            m_report.migrated = *backup;
        }
        return orFailure(migrate(*m_connection, migrationSteps()));
    }

    Step configure()
    {
        const bool local = m_report.place == Place::Local;
        const QString wanted = local ? u"wal"_s : u"truncate"_s;
        const auto mode = m_connection->first(
            u"PRAGMA journal_mode = "_s + wanted, {}, [](const Row &row) { return row.text(0); });
        if (!mode)
            return std::unexpected(failure(mode.error()));
        if (*mode != wanted)
            return std::unexpected(
                failure(unsupported(u"journal mode "_s + wanted + u" of SQLite"_s).error()));
        for (const QString &pragma : {u"PRAGMA synchronous = FULL"_s, u"PRAGMA foreign_keys = ON"_s,
                 u"PRAGMA trusted_schema = OFF"_s, u"PRAGMA journal_size_limit = 4194304"_s})
            if (auto set = m_connection->run(pragma); !set)
                return std::unexpected(failure(set.error()));
        return {};
    }

    Step repairAfterUncleanEnd()
    {
        if (!m_report.uncleanEnd || m_report.created)
            return {};
        const ReviewLog log(*m_connection);
        const auto repaired = m_report.onlyKilled
            ? log.repairStatesSince(*m_lock->foundLeftBehind()->checkedOrder)
            : log.repairStates();
        if (!repaired)
            return std::unexpected(failure(repaired.error()));
        m_report.repairedCards = *repaired;
        return {};
    }

    std::optional<OpenFailure> copyAndOpen()
    {
        m_connection.reset();
        m_copy = std::make_unique<QTemporaryDir>();
        m_opened = m_copy->filePath(u"progress.sqlite"_s);
        bool copied = m_copy->isValid() && QFile::copy(m_path, m_opened);
        for (const QString &companion : companions)
            if (companion != u"-shm"_s && QFileInfo::exists(m_path + companion))
                copied = copied && QFile::copy(m_path + companion, m_opened + companion);
        if (!copied)
            return failure(systemError(u"copy "_s + m_path, EACCES).error());
        for (const QFileInfo &file : QDir(m_copy->path()).entryInfoList(QDir::Files))
            QFile::setPermissions(file.filePath(), QFile::ReadOwner | QFile::WriteOwner);
        m_report.copied = true;
        const auto opened = open(Connection::Mode::ReadWrite).and_then([this] { return look(); });
        if (!opened && opened.error().kind != Kind::Newer)
            return opened.error();
        return {};
    }

    Opened finish()
    {
        std::unique_ptr<Store> store(new Store(std::move(m_connection), m_path));
        if (m_lock) {
            const auto last = store->m_reviews.lastOrder();
            if (!last)
                return std::unexpected(failure(last.error()));
            m_lock->noteChecked(*last);
            store->m_lock.emplace(std::move(*m_lock));
            m_lock.reset();
        }
        store->m_copy = std::move(m_copy);
        store->m_report = m_report;
        return store;
    }

    QString m_path;
    QString m_opened; ///< the copy, when there is one
    Store::Options m_options;
    std::optional<FileLock> m_lock;
    std::unique_ptr<QTemporaryDir> m_copy;
    std::unique_ptr<Connection> m_connection;
    int m_version = 0;
    OpenReport m_report;
};

std::expected<std::unique_ptr<Store>, OpenFailure> Store::open(
    const QString &path, const Options &options)
{
    StoreOpener opener(path, options);
    return options.access == Access::ReadOnly ? opener.readOnly() : opener.readWrite();
}

Result<std::unique_ptr<Store>> Store::inMemory()
{
    return Connection::open(u":memory:"_s, Connection::Mode::ReadWrite)
        .and_then([](std::unique_ptr<Connection> connection) -> Result<std::unique_ptr<Store>> {
            if (auto made = migrate(*connection, migrationSteps()); !made)
                return std::unexpected(made.error());
            std::unique_ptr<Store> store(new Store(std::move(connection), {}));
            store->m_report.created = true;
            return store;
        });
}

QString Store::defaultPath()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation)
        + u"/ringside/progress.sqlite"_s;
}

Store::Store(std::unique_ptr<Connection> connection, QString path)
    : m_connection(std::move(connection))
    , m_path(std::move(path))
    , m_reviews(*m_connection)
    , m_attempts(*m_connection)
    , m_drafts(*m_connection)
    , m_reading(*m_connection)
    , m_decks(*m_connection)
    , m_mocks(*m_connection)
    , m_journal(*m_connection)
{
}

Store::~Store()
{
    if (m_lock && m_connection->sawDamage())
        m_lock->leaveBehind();
}

Result<> Store::backUpDaily(const QDate &today) const
{
    if (m_readOnly || m_path.isEmpty())
        return {};
    for (const Backup &backup : listBackups(m_path))
        if (backup.reason == Backup::Reason::Daily && backup.day == today)
            return {};
    return makeBackup(*m_connection, Backup::Reason::Daily, today)
        .transform([this](const Backup &) { thinBackups(m_path); });
}

Result<QString> setAside(const QString &databasePath, const QDateTime &now)
{
    return lockFor(databasePath).and_then([&](const FileLock &) {
        return moveAside(databasePath, now);
    });
}

namespace {

Result<> copyFiles(const QString &from, const QString &to)
{
    if (!QDir().mkpath(to))
        return systemError(u"make "_s + to, errno);
    for (const QFileInfo &info : QDir(from).entryInfoList(QDir::Files)) {
        const QString path = to + u'/' + info.fileName();
        if (!QFile::copy(info.filePath(), path))
            return systemError(u"copy "_s + info.filePath(), errno);
        if (QFile file(path); file.open(QIODevice::ReadWrite))
            file.setFileTime(info.lastModified(), QFileDevice::FileModificationTime);
    }
    return {};
}

/// What an import changed beside the database, as it was before.
Result<> putBackFiles(const QString &databasePath, const Backup &backup, const QDateTime &now)
{
    const QString drafts = draftFolder(databasePath);
    if (auto put = putBackDrafts(drafts, filesOf(backup), asideOf(drafts, now)); !put)
        return put;
    const QString before = filesOf(backup) + u"/playground"_s;
    if (!QFileInfo(before).isDir())
        return {};
    const QString playground = playgroundFolder(databasePath);
    const QString unfinished = playground + u".part"_s;
    QDir(unfinished).removeRecursively();
    return copyFiles(before, unfinished).and_then([&]() -> Result<> {
        if (QDir(playground).exists() && !QDir().rename(playground, asideOf(playground, now)))
            return systemError(u"rename "_s + playground, errno);
        if (!QDir().rename(unfinished, playground))
            return systemError(u"rename "_s + unfinished, errno);
        return {};
    });
}

} // namespace

Result<QString> restoreBackup(
    const QString &databasePath, const Backup &backup, const QDateTime &now)
{
    const auto lock = lockFor(databasePath);
    if (!lock)
        return std::unexpected(lock.error());
    // Copied first: should the disk be full, everything stays as it was.
    const QString unfinished = databasePath + u".part"_s;
    QFile::remove(unfinished);
    if (!QFile::copy(backup.path, unfinished))
        return systemError(u"copy "_s + backup.path, errno);
    QFile::setPermissions(unfinished, QFile::ReadOwner | QFile::WriteOwner);
    return moveAside(databasePath, now).and_then([&](const QString &aside) -> Result<QString> {
        if (::rename(QFile::encodeName(unfinished).constData(),
                QFile::encodeName(databasePath).constData())
            != 0)
            return systemError(u"rename "_s + unfinished, errno);
        return putBackFiles(databasePath, backup, now).transform([&] { return aside; });
    });
}

Result<Salvaged> salvage(const QString &databasePath, const QDateTime &now)
{
    Salvaged salvaged;
    auto aside = setAside(databasePath, now);
    if (!aside)
        return std::unexpected(aside.error());
    salvaged.setAsideTo = *aside;
    auto fresh = Store::open(databasePath);
    if (!fresh)
        return std::unexpected(fresh.error().error);
    // A copy is read: even reading may complete an interrupted write.
    QTemporaryDir folder;
    const QString copy = folder.filePath(u"damaged.sqlite"_s);
    QFile::copy(*aside, copy);
    QFile::copy(*aside + u"-wal"_s, copy + u"-wal"_s);
    const auto damaged = Connection::open(copy, Connection::Mode::ReadWrite);
    if (!damaged)
        return salvaged;
    for (const TableShape &table : sharedTables()) {
        const CopiedTable copied = copyReadableRows(**damaged, (*fresh)->connection(), table);
        salvaged.rows += copied.rows;
        if (!copied.complete)
            salvaged.damagedTables.append(table.name);
    }
    return (*fresh)->reviews().repairStates().transform([&](int) { return salvaged; });
}

Result<> eraseEverything(const QString &databasePath)
{
    const auto lock = lockFor(databasePath);
    if (!lock)
        return std::unexpected(lock.error());
    const QFileInfo file(databasePath);
    const QDir folder = file.absoluteDir();
    const QStringList names = folder.entryList(
        {file.fileName(), file.fileName() + u"-*"_s, file.fileName() + u".aside-*"_s}, QDir::Files);
    for (const QString &name : names)
        if (!QFile::remove(folder.filePath(name)))
            return systemError(u"delete "_s + folder.filePath(name), errno);
    QStringList folders{backupFolder(databasePath)};
    for (const QString &name : folder.entryList({u"drafts.aside-*"_s, u"playground.aside-*"_s, u"playground.part*"_s}, QDir::Dirs))
        folders.append(folder.filePath(name));
    for (const QString &path : std::as_const(folders))
        if (!QDir(path).removeRecursively())
            return systemError(u"delete "_s + path, errno);
    return {};
}

} // namespace ringside::progress
