#pragma once

#include "classroom/similarity.h"

#include <QString>

namespace ringside::wording {

/// Two files that are similar, with all that shows it.
struct SimilarFiles
{
    QString slug;
    QString first, second; ///< whose they are
    QByteArray firstSource, secondSource;
    classroom::SimilarPair pair;
    classroom::AlignedView view;
};

/// "94 %, 11 deviations above the class"; or that the files are too short to judge.
[[nodiscard]] QString similarityText(const classroom::SimilarPair &pair);

/// "lines 3 to 17 are lines 5 to 19 of the other", one line for each passage.
[[nodiscard]] QString passagesText(const classroom::AlignedView &view);

/// Pairs one below the other, the files of each side by side: passages they share are marked and
/// numbered, what was given is grey.
[[nodiscard]] QString similarityHtml(const QString &title, const QList<SimilarFiles> &pairs);

} // namespace ringside::wording
