#pragma once

#include "progress/scheduler.h"

#include <QHash>
#include <QSet>

namespace ringside::progress {

enum class ReviewKind : quint8 {
    Learn, ///< of a new card or one in its learning steps
    Review,
    Relearn,
    Cram, ///< does not feed the scheduler: a mock interview, a drill
    Manual, ///< puts the card back to new
    Reschedule, ///< moves the due day, the memory stays
    Undo, ///< takes the row `undoOf` back
};

enum class ReviewSource : quint8 { Self, Program, Instructor, Import };

/// One row of the log. Rows are only ever added.
struct Review
{
    QString uid;
    QString cardUid;
    quint32 cardRevision = 0; ///< of the wording that was answered
    qint64 order = 0; ///< `at.ms`, pushed on where the clock was set back; replays sort by it
    Moment at;
    int elapsedDays = 0;
    ReviewKind kind{};
    std::optional<Grade> grade; ///< only for the kinds that are answers
    ReviewSource source{};
    std::optional<int> confidence; ///< per cent, asked before the answer was shown
    std::optional<int> latencyMs; ///< kept, never graded: it depends on typing
    std::optional<Memory> before;
    std::optional<double> predicted;
    std::optional<Memory> after;
    qint64 intervalSeconds = 0;
    QString paramsId;
    QString sessionUid;
    QString undoOf;

    bool operator==(const Review &) const = default;
};

/// Whether a row moves the card: the scheduler ignores the others.
[[nodiscard]] bool feedsScheduler(ReviewKind kind);

/// The kind of an answer to a card in this phase.
[[nodiscard]] ReviewKind kindOfAnswer(Phase phase);

/// The uids of rows that were taken back. An undo can be undone.
[[nodiscard]] QSet<QString> undoneRows(const QList<Review> &rows);

/// The lists of steps a row was answered under: a graduated card stays so when the lists change
/// later.
struct Steps
{
    QList<int> learning;
    QList<int> relearning;
};

/// Computes where one card stands from its rows, in order. Stability and difficulty come from
/// `settings` over all rows; phases from the steps of each row (those of `settings` where `steps`
/// lacks the id); due dates from the rows themselves, so that new parameters do not move them.
[[nodiscard]] CardState replay(const QList<Review> &rows, const SchedulerSettings &settings,
    const QHash<QString, Steps> &steps = {});

} // namespace ringside::progress
