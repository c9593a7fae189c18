#pragma once

#include "classroom/similarfiles.h"

namespace ringside::wording {

/// Whose the second file is, "Ann Lee (earlier)" when it is of an earlier class.
[[nodiscard]] QString secondName(const classroom::SimilarFiles &files, const QString &name);

/// "94 % similar, 11.2 deviations above the class"; "29 % similar, as is usual in the class"; or that the files are
/// too short to judge.
[[nodiscard]] QString similarityText(const classroom::SimilarPair &pair);

/// "lines 3 to 17 are lines 5 to 19 of the other", one line for each passage.
[[nodiscard]] QString passagesText(const classroom::AlignedView &view);

/// What similarity says and what it does not, for whoever reads the list.
[[nodiscard]] QString similarityNote();

/// Pairs one below the other, the files of each side by side: passages they share are marked and
/// numbered, what was given is grey.
[[nodiscard]] QString similarityHtml(const QString &title, const QList<classroom::SimilarFiles> &pairs);

} // namespace ringside::wording
