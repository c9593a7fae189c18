#pragma once

#include "filesystem/tree.h"
#include "grading/value.h"

namespace ringside::grading {

/// Ignored; Kept: a time that the run itself set is not compared, it differs from run to run;
/// Exact.
enum class Times : quint8 { Ignored, Kept, Exact };

/// What two trees are compared in, besides names and types.
struct TreeScope
{
    QByteArrayList paths; ///< these and what is below them; empty: everything
    QByteArrayList except; ///< but not these and what is below them
    bool content = true; ///< bytes of files, text of links
    bool mode = false;
    Times times = Times::Ignored;
    bool linkCount = false;
    bool attributes = false;
};

/// The differences as two texts of corresponding lines, "path: what", at most a dozen; nothing when
/// the trees agree within the scope. A directory's size never counts. Its mtime does not either
/// when something inside it was excepted: making that name changed it.
[[nodiscard]] std::optional<Contrast> compareTrees(
    const filesystem::Tree &expected, const filesystem::Tree &found, const TreeScope &scope);

/// Entries of `tree` at or below one of `paths`.
[[nodiscard]] filesystem::Tree within(const filesystem::Tree &tree, const QByteArrayList &paths);

/// "file", "directory", "link" …: what `ls -l` tells by its first letter.
[[nodiscard]] QString typeName(filesystem::EntryType type);

} // namespace ringside::grading
