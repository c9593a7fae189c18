#pragma once

#include "progress/connection.h"
#include "progress/studyday.h"

#include <QJsonObject>

namespace ringside::progress {

/// What was tried: an exercise, a quiz, an interview question.
enum class AttemptKind : quint8 { Exercise, Quiz, Question, Coding };

enum class AttemptOutcome : quint8 {
    Mastered, ///< everything passes
    Passed, ///< all core checks pass
    Failed,
    Ungraded, ///< our side failed: counts for nothing
    Right,
    Wrong,
    Open, ///< an open answer: its points tell
    GivenUp, ///< the answer or the reference was asked for instead
};

/// One submission. Rows are only ever added.
struct Attempt
{
    QString uid;
    QString itemUid; ///< "exercise:UUID", or the uid of a card
    quint32 itemRevision = 0;
    QString sessionUid;
    qint64 startedMs = 0;
    Moment submitted;
    AttemptKind kind{};
    QString answer; ///< source, typed text, or the chosen options as JSON
    AttemptOutcome outcome{};
    std::optional<double> points;
    std::optional<double> maxPoints;
    std::optional<int> confidence;
    int hints = 0; ///< rungs seen before
    QJsonObject tests; ///< the verdict as `ringside check --json` prints it
    QJsonObject environment; ///< seeds, versions

    bool operator==(const Attempt &) const = default;
};

enum class TickedBy : quint8 { Matcher, Learner, Instructor };

/// Whether a key point was found in an answer, by one of the three.
struct PointTick
{
    QString pointUid;
    TickedBy by{};
    bool found = false;

    bool operator==(const PointTick &) const = default;
};

/// The best that was ever reached in one item, and how.
struct ItemRecord
{
    QString itemUid;
    AttemptKind kind{};
    AttemptOutcome best{};
    int attempts = 0;
    qint64 firstMs = 0;
    qint64 lastMs = 0;
    std::optional<double> bestPoints;
};

/// How often people reject what the matcher found for one point.
struct PatternRecord
{
    QString pointUid;
    int found = 0; ///< the matcher said found and somebody judged
    int rejected = 0;

    /// Wrong in more than one of ten of at least twenty cases: no longer used to tick anything
    /// beforehand.
    [[nodiscard]] bool isMuted() const { return found >= 20 && rejected * 10 > found; }
};

/// A rung of the hints that was opened; `solutionRung` for the reference solution.
struct HintShown
{
    QString itemUid;
    int rung = 0;
    qint64 atMs = 0;

    bool operator==(const HintShown &) const = default;
};
constexpr int solutionRung = 100;

class Attempts
{
public:
    explicit Attempts(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Adds the attempt and its ticks in one transaction. Fills in `uid` unless given.
    [[nodiscard]] Result<> append(Attempt &attempt, const QList<PointTick> &ticks = {}) const;
    /// Ticks may change until the next look: the last one counts.
    [[nodiscard]] Result<> tick(
        const QString &attemptUid, const QList<PointTick> &ticks, qint64 nowMs) const;

    /// Oldest first.
    [[nodiscard]] Result<QList<Attempt>> of(const QString &itemUid) const;
    [[nodiscard]] Result<std::optional<Attempt>> find(const QString &attemptUid) const;
    /// One record per item with an attempt that was graded.
    [[nodiscard]] Result<QList<ItemRecord>> records() const;
    /// One record per point that the matcher found and a person judged.
    [[nodiscard]] Result<QList<PatternRecord>> patterns() const;

    [[nodiscard]] Result<> showHint(const HintShown &hint, const QString &sessionUid) const;
    /// By time; a rung opened twice stands here once.
    [[nodiscard]] Result<QList<HintShown>> hintsOf(const QString &itemUid) const;

private:
    [[nodiscard]] Result<> insertTicks(
        const QString &attemptUid, const QList<PointTick> &ticks, qint64 nowMs) const;

    const Connection &m_connection;
};

} // namespace ringside::progress
