#pragma once

#include "classroom/gradefolder.h"
#include "classroom/similarity.h"

#include <functional>

namespace ringside::classroom {

/// Two files of a class that are similar, with all that shows it.
struct SimilarFiles
{
    QString slug;
    QString first, second; ///< students
    QByteArray firstSource, secondSource;
    SimilarPair pair;
    AlignedView view;
    bool isEarlier = false; ///< the second is of the earlier class
};

/// What is compared with what.
struct SimilaritySearch
{
    QList<GradeFolder> folders; ///< the class, and perhaps an earlier one
    QString slug; ///< empty: every exercise
    QString student, other; ///< empty: everybody
    qsizetype most = 20; ///< pairs of each exercise
    std::stop_token stop{}; ///< what comes of a search that was stopped is of no use
    std::function<void(qsizetype done, qsizetype all)> progressed{}; ///< in files, in the thread of the search
};

/// The most similar pairs of each exercise, the most similar first. It reads the disk and may take seconds. Errors:
/// System; Unsupported, when the course lacks an exercise of the lab.
[[nodiscard]] Result<QList<SimilarFiles>> similarFiles(const SimilaritySearch &search, const course::Course &course);

} // namespace ringside::classroom
