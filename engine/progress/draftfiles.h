#pragma once

#include "progress/drafts.h"

namespace ringside::progress {

class Store;

// What somebody writes for an exercise is a file, so that any editor can open it: FOLDER/EXERCISE.py. Exports carry it
// as a draft of "exercise:EXERCISE".

/// The folder of these files, beside a database.
[[nodiscard]] QString draftFolder(const QString &databasePath);

/// What the files hold; changed when the file was.
[[nodiscard]] QList<Draft> draftsIn(const QString &folder);

/// Brings the files into the store, where nothing newer is there.
[[nodiscard]] Result<> takeDraftFiles(const Store &store, const QString &folder);

enum class Laying : quint8 {
    Newer, ///< only over older files
    All, ///< everything as the store has it
};
/// Makes the files from the store's drafts. What a file held before is among the older drafts then. How many were
/// written. Errors: System.
[[nodiscard]] Result<int> layOutDrafts(const Store &store, const QString &folder, Laying laying);

/// Says in the store that it holds the files as they are now, for a copy to be made of it; and takes that back.
[[nodiscard]] Result<> markCopy(const Store &store);
[[nodiscard]] Result<> unmarkCopy(const Store &store);
/// After a copy took the place of the store's file: makes the files as they were, where the copy says that it holds
/// them; else they stay as they are.
[[nodiscard]] Result<> layOutRestored(const Store &store);

} // namespace ringside::progress
