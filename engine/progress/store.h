#pragma once

#include "progress/attempts.h"
#include "progress/backup.h"
#include "progress/decks.h"
#include "progress/drafts.h"
#include "progress/filelock.h"
#include "progress/journal.h"
#include "progress/mockshelf.h"
#include "progress/reading.h"
#include "progress/reviewlog.h"

#include <QTemporaryDir>

#include <memory>

namespace ringside::progress {

/// Why the learner's file was not opened, and what may be done about it. Nothing was changed.
struct OpenFailure
{
    enum class Kind : quint8 {
        InUse, ///< another program writes it: `owner`
        Newer, ///< written by a newer version: `schema`
        Corrupt, ///< damaged, or no database at all
        Foreign, ///< a database of another program
        ReadOnlyPlace, ///< the folder cannot be written
        NoSpace,
        Missing, ///< read-only, and there is nothing to read
        Unreachable, ///< may not be read, or the folder cannot be made
    };
    enum class Choice : quint8 {
        Retry,
        OpenReadOnly,
        TakeOver, ///< open although another machine of a network folder seems to hold it
        RestoreBackup, ///< restoreBackup() with one of `backups`
        Salvage, ///< salvage(): keep what can still be read
        StartFresh, ///< setAside(), then open again
        KeepNothing, ///< Store::inMemory(): work goes on and is lost at the end
    };

    Kind kind{};
    Error error;
    std::optional<LockOwner> owner;
    bool ownerIsCertain = false;
    int schema = 0;
    QList<Backup> backups;
    bool fileExists = true;

    /// What makes sense here, the mildest first.
    [[nodiscard]] QList<Choice> choices() const;
};

/// What happened while the file was opened.
struct OpenReport
{
    bool created = false;
    bool uncleanEnd = false; ///< the last writer did not come to its end; the file was checked
    bool onlyKilled = false; ///< it was killed: what it wrote was checked; else, all
    int repairedCards = 0; ///< states that did not agree with the log
    std::optional<Backup> migrated; ///< the copy made before the tables were changed
    Place place{};
    bool copied = false; ///< read-only, from a copy: the folder lets SQLite not even read in place
    bool newerSchema = false; ///< read-only, of a newer version: some things may not be found
};

/// The file of one learner. One object per file, on one thread: every call, the first to the last,
/// comes from the thread that opened it (StoreThread gives it one). A call that changes something
/// has it on the disk when it returns.
///
/// How it works: a lock file beside the database keeps a second writer out, and only then is it
/// opened. On a local disk SQLite writes ahead (WAL) and synchronises on every commit, so neither a
/// kill nor a power failure loses what was acknowledged. SQLite before 3.51.3 may damage a file in
/// WAL mode when two connections write at once: that is why there is one connection, in one
/// process. On a network the log cannot be shared; there the old journal is used.
class Store
{
public:
    enum class Access : quint8 { ReadWrite, ReadOnly };
    struct Options
    {
        Access access = Access::ReadWrite;
        FileLock::Claim claim = FileLock::Claim::Ask;
        std::optional<Place> place; ///< found out unless given
    };

    [[nodiscard]] static std::expected<std::unique_ptr<Store>, OpenFailure> open(
        const QString &path, const Options &options);
    [[nodiscard]] static std::expected<std::unique_ptr<Store>, OpenFailure> open(
        const QString &path)
    {
        return open(path, Options());
    }
    /// Keeps nothing: for a home that cannot be written, and for tests.
    [[nodiscard]] static Result<std::unique_ptr<Store>> inMemory();

    /// $XDG_DATA_HOME/ringside/progress.sqlite.
    [[nodiscard]] static QString defaultPath();

    ~Store();
    Store(const Store &) = delete;
    Store &operator=(const Store &) = delete;

    [[nodiscard]] const OpenReport &report() const { return m_report; }
    [[nodiscard]] bool isReadOnly() const { return m_readOnly; }
    [[nodiscard]] const QString &path() const { return m_path; }

    [[nodiscard]] const ReviewLog &reviews() const { return m_reviews; }
    [[nodiscard]] const Attempts &attempts() const { return m_attempts; }
    [[nodiscard]] const Drafts &drafts() const { return m_drafts; }
    [[nodiscard]] const Reading &reading() const { return m_reading; }
    [[nodiscard]] const Decks &decks() const { return m_decks; }
    [[nodiscard]] const MockShelf &mocks() const { return m_mocks; }
    [[nodiscard]] const Journal &journal() const { return m_journal; }
    /// For exchange and summaries.
    [[nodiscard]] const Connection &connection() const { return *m_connection; }

    /// Makes the copy of the day unless there is one, and thins out old copies. Call before
    /// closing.
    [[nodiscard]] Result<> backUpDaily(const QDate &today) const;

private:
    Store(std::unique_ptr<Connection> connection, QString path);
    friend class StoreOpener;

    std::optional<FileLock> m_lock; // released last
    std::unique_ptr<QTemporaryDir> m_copy;
    std::unique_ptr<Connection> m_connection;
    QString m_path;
    bool m_readOnly = false;
    OpenReport m_report;
    ReviewLog m_reviews;
    Attempts m_attempts;
    Drafts m_drafts;
    Reading m_reading;
    Decks m_decks;
    MockShelf m_mocks;
    Journal m_journal;
};

/// Moves the file and what belongs to it out of the way, under a name that says when. The new path.
/// This and what follows ask for the lock first: EWOULDBLOCK when somebody has the file open.
[[nodiscard]] Result<QString> setAside(const QString &databasePath, const QDateTime &now);

/// Puts a copy in place of the file, which is set aside first. One made before an import also brings back the solutions
/// and the playground that were replaced by it; what they are now is set aside, too. The path the file was set aside to.
[[nodiscard]] Result<QString> restoreBackup(
    const QString &databasePath, const Backup &backup, const QDateTime &now);

struct Salvaged
{
    QString setAsideTo; ///< the damaged file
    qint64 rows = 0; ///< brought over
    QStringList damagedTables; ///< of these some or all rows are lost
};

/// Brings every row of a damaged file that can still be read into a new file in its place. The
/// damaged one is set aside, never changed.
[[nodiscard]] Result<Salvaged> salvage(const QString &databasePath, const QDateTime &now);

/// Deletes everything: the file, its copies, what was set aside.
[[nodiscard]] Result<> eraseEverything(const QString &databasePath);

} // namespace ringside::progress
