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

/// Makes the files from the store's newer drafts. What a file held before is among the older drafts then, and in the
/// folder `before`, by which putBackDrafts() finds it. How many were written. Errors: System.
[[nodiscard]] Result<int> layOutDrafts(
    const Store &store, const QString &folder, const QString &before);

/// Makes the files that layOutDrafts() wrote what they were `before`: those that did not exist go. What they are now is
/// moved to the folder `aside`. All others stay as they are.
[[nodiscard]] Result<> putBackDrafts(
    const QString &folder, const QString &before, const QString &aside);

} // namespace ringside::progress
