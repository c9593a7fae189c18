#pragma once

#include "progress/connection.h"
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
/// content gives the same lines. Errors: System, when the device does not take them.
[[nodiscard]] Result<> exportLines(const Store &store, QIODevice &to, qint64 nowMs);
/// The same into a file, which is whole or not there.
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

struct CopiedTable
{
    qint64 rows = 0;
    bool complete = true; ///< every row could be read and was as it should be
};

/// Brings over what can be read of one table; what cannot is left out.
[[nodiscard]] CopiedTable copyReadableRows(
    const Connection &from, const Connection &to, const TableShape &table);

} // namespace ringside::progress
