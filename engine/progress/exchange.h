#pragma once

#include "progress/backup.h"
#include "progress/drafts.h"
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

/// Writes everything as JSON Lines: a head, one row per line, an end that counts the rows. The same
/// content gives the same lines. Of a draft in `files` and in the store the newer one is written.
/// Errors: System, when the device does not take them.
[[nodiscard]] Result<> exportLines(
    const Store &store, QIODevice &to, qint64 nowMs, const QList<Draft> &files = {});
/// The same into a file, which is whole or not there, with the files of exercises beside the store.
[[nodiscard]] Result<> exportToFile(const Store &store, const QString &path, qint64 nowMs);

/// Takes the rows of an export in: all of them or, when a line is wrong, none. Rows never get lost
/// by it, and taking the same lines in twice changes nothing. Errors: Content, with the line.
[[nodiscard]] Result<ImportReport> importLines(
    const Store &store, QIODevice &from, const QString &name);
[[nodiscard]] Result<ImportReport> importFromFile(const Store &store, const QString &path);

/// Unites with the file of another machine, which is not touched. The order of merging does not
/// matter.
[[nodiscard]] Result<ImportReport> mergeFile(const Store &store, const QString &path);

/// Takes in whichever of the two a file is: lines of an export, or a file of another machine.
[[nodiscard]] Result<ImportReport> takeIn(const Store &store, const QString &path);

/// What came of an import that can be taken back.
struct TakenIn
{
    ImportReport report;
    int drafts = 0; ///< files of exercises that were written
    std::optional<Backup> before; ///< the copy of the day, made then: by it the import is taken back
};

/// As takeIn, and lays out the files of exercises. Makes the copy of `today` before, with the files of exercises in it:
/// restoreBackup() and layOutRestored() go back to it.
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
