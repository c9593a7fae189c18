#pragma once

#include "base/filedescriptor.h"
#include "classroom/chain.h"
#include "classroom/results.h"
#include "classroom/rubric.h"

#include <QDateTime>
#include <QSet>

namespace ringside::classroom {

/// One decision about a mark, by the grader or by a person. Nothing is ever changed: a later record
/// counts instead.
struct JournalEntry
{
    enum class What : quint8 {
        Mark, ///< the grader's points for a file
        Manual, ///< a person's points in its place, final; without points: the grader's count again
        Comment,
        Extension, ///< more time for a student, in minutes; negative: less
        Undo, ///< takes back what a person said; the record stays
        HandedInAgain, ///< there is another file, `source`, since a person gave points
    };

    What what = What::Mark;
    QDateTime at;
    QString actor; ///< "grader", or who gave the command
    QString student;
    QString slug; ///< empty for Extension
    std::optional<double> points; ///< Mark: none when it is ungraded. Manual: none takes it back
    QString outcome; ///< of a Mark
    QByteArray source; ///< digest of the file it is about; empty when there is none
    QByteArray exercise, result; ///< of a Mark: digests of exercise and result line
    /// Manual, of an open question: what was found in the answer. The text is a comment then, and takes
    /// the place of the one before.
    QList<RubricRow> rows;
    QString text; ///< comment, or the reason
    qint64 minutes = 0;
    qint64 undone = 0; ///< of an Undo: the number of the record, from 1

    bool operator==(const JournalEntry &) const = default;
};

/// The number of the last record of a person that is not undone, from 1; 0 when there is none.
[[nodiscard]] qint64 lastUndoable(const QList<JournalEntry> &entries);

/// The numbers of all records that are undone.
[[nodiscard]] QSet<qint64> undoneRecords(const QList<JournalEntry> &entries);

/// The audit log of a class: a signed chain in a file, and a signed copy of its end beside it, so that
/// a log that was cut is noticed too. Several programs may have it open: who adds to it first has the
/// folder for itself until its Journal is gone, and has then read what the others wrote.
class Journal
{
public:
    /// What is wrong with a log.
    struct Fault
    {
        qint64 record = 0; ///< the first bad one, from 1
        bool isCut = false; ///< records at the end are missing
    };

    /// Reads the log of a folder, which need not exist yet. Errors: System; Content, when it is not
    /// as it was written: see fault().
    [[nodiscard]] static Result<Journal> open(const QString &folder, const KeyPair &keys);

    /// Looks at a log without using it. Nothing: it is whole.
    [[nodiscard]] static Result<std::optional<Fault>> check(
        const QString &folder, const QByteArray &publicKey);

    [[nodiscard]] const QList<JournalEntry> &entries() const { return m_entries; }
    [[nodiscard]] const ChainEnd &end() const { return m_end; }

    /// Writes several at once; they are on the disk when it comes back. Waits while somebody else writes: entries() then
    /// begins with what he wrote. Errors: System; Content, as of open().
    [[nodiscard]] Result<> add(const QList<JournalEntry> &entries);

private:
    Journal(QString folder, KeyPair keys)
        : m_folder(std::move(folder))
        , m_keys(std::move(keys))
    {
    }

    [[nodiscard]] Result<> claim();

    QString m_folder;
    KeyPair m_keys;
    QList<JournalEntry> m_entries;
    ChainEnd m_end;
    qint64 m_size = 0; ///< of the file as it was read
    FileDescriptor m_claim; ///< holds the lock, from the first add() on
    std::optional<QByteArray> m_torn; ///< all records, where part of another follows: then they are written anew
};

} // namespace ringside::classroom
