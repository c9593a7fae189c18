#pragma once

#include "progress/attempts.h"
#include "progress/card.h"
#include "progress/memory.h"

#include <QSet>

namespace ringside::progress {

/// What an answer may be graded as, and what is proposed. Machine-checked kinds leave no choice.
struct GradeProposal
{
    Grade proposed = Grade::Again;
    QList<Grade> allowed{Grade::Again};

    bool operator==(const GradeProposal &) const = default;
};

/// Key points of one open answer.
struct PointCount
{
    int essentialFound = 0;
    int essential = 0;
    int othersFound = 0;
    int others = 0;

    bool operator==(const PointCount &) const = default;
};
[[nodiscard]] PointCount countPoints(const Card &card, const QSet<QString> &foundPointUids);

/// An essential point missed is Again; all of them and half of the others Hard or Good, less of the
/// others Hard; everything Good or Easy. Whoever ticked the points may still say that it was not
/// recalled. Without key points all four are the learner's choice.
[[nodiscard]] GradeProposal gradeOpen(const PointCount &count);

/// A choice: the numbers of the options, or "I don't know". Right by a guess (confidence of 25 % or
/// less) is Hard.
struct ChoiceAnswer
{
    QSet<int> chosen;
    bool dontKnow = false;
};
[[nodiscard]] bool isRightChoice(const ChoiceAnswer &answer, const QSet<int> &right);
[[nodiscard]] GradeProposal gradeChecked(bool right, std::optional<int> confidence);

/// The right options. Where the code was run, those that say what it printed; else those that are
/// marked.
[[nodiscard]] QSet<int> rightOptions(const Card &card, const std::optional<QString> &printed);

/// Equal but for line ends, blanks at line ends and empty lines at the end.
[[nodiscard]] bool sameOutput(const QString &expected, const QString &typed);

/// The faulty line and a repair that passes: Good. One of the two: Hard.
[[nodiscard]] GradeProposal gradeBug(bool lineRight, bool repairPasses);
[[nodiscard]] bool isBugLine(const Card &card, int line);
/// Whether the repaired code printed what it should.
[[nodiscard]] bool repairPasses(const Card &card, const QString &printed);

/// `order` holds positions in Card::steps. Every step once, and every pair of Card::before kept.
[[nodiscard]] bool isRightOrder(const Card &card, const QList<int> &order);
/// The pairs that `order` turns around, to be shown.
[[nodiscard]] QList<std::pair<int, int>> brokenPairs(const Card &card, const QList<int> &order);

/// Names of system calls against those that were recorded.
struct CallsMark
{
    QStringList missing;
    QStringList unexpected;

    [[nodiscard]] bool isRight() const { return missing.isEmpty() && unexpected.isEmpty(); }
};
/// What the author tolerates may be named or not; order and repetition do not matter.
[[nodiscard]] CallsMark markCalls(const Card &card, const QStringList &named);

/// An exercise solved again: passed is Good, failed Again. Nothing when our side failed.
[[nodiscard]] std::optional<GradeProposal> gradeCoding(AttemptOutcome outcome);

enum class Help : quint8 { None, Hints, GaveUp };
/// Hints cap the grade at Hard; giving up is Again.
[[nodiscard]] GradeProposal withHelp(GradeProposal proposal, Help help);

enum class GradeScale : quint8 { Two, Four };
/// The buttons that are shown: two stand for "did not recall" and "recalled".
[[nodiscard]] QList<Grade> buttonsOf(GradeScale scale, const GradeProposal &proposal);

} // namespace ringside::progress
