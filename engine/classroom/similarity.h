#pragma once

#include <QByteArray>
#include <QList>
#include <QString>

#include <stop_token>

namespace ringside::classroom {

/// One file to be compared with the others of its exercise.
struct ComparedFile
{
    QString student;
    QByteArray source;
    bool isEarlier = false; ///< of another class: compared with this one, not with its like
};

/// Two files and what they share. It says how similar they are and nothing about why.
struct SimilarPair
{
    qsizetype first = 0; ///< indexes of files
    qsizetype second = 0;
    double similarity = 0; ///< 0 to 1: the part of the smaller file that is in the other, rare parts counting more
    double outlier = 0; ///< how far above the class's usual: in deviations from the median of all pairs
    bool isTooShort = false; ///< too short to judge: the files are the same but for names and values

    bool operator==(const SimilarPair &) const = default;
};

struct SimilarityRequest
{
    QList<ComparedFile> files;
    QList<QByteArray> templates; ///< what everybody was given: shared parts of it count for nothing
    qsizetype most = 100; ///< pairs
    std::stop_token stop{}; ///< what comes of a comparison that was stopped is of no use
};

/// The most similar pairs, the most similar first. Names, values, comments and layout count for
/// nothing; neither does what was given, nor what more than a quarter of the class (and more than
/// five) have. Source: Schleimer, Wilkerson, Aiken, "Winnowing" (2003).
[[nodiscard]] QList<SimilarPair> similarPairs(const SimilarityRequest &request);

/// Lines of two files that say the same.
struct SharedPassage
{
    int first = 0, last = 0; ///< lines of the first file, from 1
    int firstOfOther = 0, lastOfOther = 0;
    int tokens = 0;

    bool operator==(const SharedPassage &) const = default;
};

/// How two files lie beside each other.
struct AlignedView
{
    QList<SharedPassage> passages; ///< in the order of the first file
    QList<int> given, givenOfOther; ///< lines that were given: they count for nothing
};

/// The same, seen from the other file.
[[nodiscard]] AlignedView mirrored(const AlignedView &view);

/// The line of the other file that lies beside a line, both from 1: its counterpart inside a passage, elsewhere as far
/// from the passage before it. It may be past the end of the other file.
[[nodiscard]] int lineBeside(const AlignedView &view, int line);

[[nodiscard]] AlignedView alignedView(const QByteArray &first, const QByteArray &second,
    const QList<QByteArray> &templates);

} // namespace ringside::classroom
