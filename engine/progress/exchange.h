#pragma once

#include "progress/backup.h"
#include "progress/drafts.h"
#include "progress/playgroundfiles.h"
#include "progress/schema.h"

#include <QIODevice>

namespace ringside::progress {

class Store;

/// What an import or merge brought.
struct ImportReport
{
    qint64 taken = 0; ///< rows that were new here, or newer than ours
    qint64 known = 0; ///< rows that we had, or had newer
    int cards = 0; ///< whose state changed by it

    bool operator==(const ImportReport &) const = default;
};

/// What of the learner's lies beside the store in files.
struct FilesBeside
{
    QList<Draft> drafts; ///< of exercises; of one here and in the store the newer is written
    QString playground; ///< the folder; empty: none
};

/// Writes everything as JSON Lines: a head, one row or piece of the playground per line, an end that counts them. The
/// same content gives the same lines. Errors: System, when the device does not take them.
[[nodiscard]] Result<> exportLines(
    const Store &store, QIODevice &to, qint64 nowMs, const FilesBeside &files = {});
/// The same into a file, which is whole or not there, with the files beside the store.
[[nodiscard]] Result<> exportToFile(const Store &store, const QString &path, qint64 nowMs);

/// Takes the rows of an export in: all of them or, when a line is wrong, none. Rows never get lost
/// by it, and taking the same lines in twice changes nothing. The playground goes to `playground`, which keeps it apart.
/// Errors: Content, with the line.
[[nodiscard]] Result<ImportReport> importLines(
    const Store &store, QIODevice &from, const QString &name, PlaygroundIntake &playground);
[[nodiscard]] Result<ImportReport> importFromFile(
    const Store &store, const QString &path, PlaygroundIntake &playground);

/// Unites with the file of another machine, which is not touched. The order of merging does not
/// matter.
[[nodiscard]] Result<ImportReport> mergeFile(const Store &store, const QString &path);

/// Takes in whichever of the two a file is: lines of an export, or a file of another machine.
[[nodiscard]] Result<ImportReport> takeIn(
    const Store &store, const QString &path, PlaygroundIntake &playground);

/// What came of an import that can be taken back.
struct TakenIn
{
    ImportReport report;
    int drafts = 0; ///< files of exercises that were written
    bool playground = false; ///< it is the one that came: it was newer
    std::optional<Backup> before; ///< the copy made then, with what changed beside the store; nothing when nothing did

    [[nodiscard]] bool changedAnything() const { return report.taken > 0 || drafts > 0 || playground; }
};

/// As takeIn, and lays out the files of exercises and the playground. Makes a copy before: restoreBackup() goes back to
/// it.
[[nodiscard]] Result<TakenIn> takeInWithCopy(
    const Store &store, const QString &path, const QDate &today);

struct CopiedTable
{
    qint64 rows = 0;
    bool complete = true; ///< every row could be read and was as it should be
};

/// Brings over what can be read of one table; what cannot is left out.
[[nodiscard]] CopiedTable copyReadableRows(
    const Connection &from, const Connection &to, const TableShape &table);

} // namespace ringside::progress
