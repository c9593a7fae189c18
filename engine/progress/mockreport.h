#pragma once

#include "progress/mockinterview.h"

namespace ringside::progress {

/// One key point in a report.
struct ReportedPoint
{
    QString text;
    bool essential = true;
    bool matcher = false;
    std::optional<bool> learner;
    std::optional<bool> instructor;

    /// The instructor's word counts before the learner's; unticked is missed.
    [[nodiscard]] bool isHit() const { return instructor.value_or(learner.value_or(false)); }
};

/// Checks of one kind in a coding round.
struct CheckCategory
{
    QString category; ///< "core", "engineering"
    int passed = 0;
    int checks = 0;
};

struct ReportedStep
{
    course::RoundKind kind{};
    QString title;
    QString prompt;
    QString topic;
    QString cardUid;
    QString answer;
    QStringList asked; ///< of the interviewer, in a role play
    QStringList watch; ///< what an interviewer looks for here; not judged
    int plannedSeconds = 0;
    int thinkingSeconds = 0;
    int usedSeconds = 0;
    bool skipped = false;
    std::optional<int> confidence;
    std::optional<bool> right; ///< nothing where there is no right answer, or our side failed
    double points = 0;
    double maxPoints = 0;
    QList<ReportedPoint> keyPoints;
    QStringList beliefs; ///< wrong ones that were stated
    QList<CheckCategory> categories;
    QString learnerRemark;
    QString instructorRemark;

    [[nodiscard]] bool isSureAndWrong() const
    {
        return right == false && confidence.value_or(0) >= 75;
    }
};

struct ReportedTopic
{
    QString topic;
    int hit = 0;
    int points = 0; ///< 0: none of its questions has key points
    int questions = 0; ///< 0: it was wished for, and nothing of it was asked
};

/// How well somebody knows what they know. Over this interview and earlier ones of the same kind.
struct Calibration
{
    int answers = 0;
    double meanConfidence = 0; ///< 0 to 1
    double shareRight = 0;
    double brier
        = 0; ///< mean squared difference: 0 is perfect, 0.25 is what always saying 50 % gives

    static constexpr int fewest = 20;
    [[nodiscard]] bool isEnough() const { return answers >= fewest; }
};

/// An earlier interview of the same kind (script, or wished topics), for comparison.
struct EarlierMock
{
    qint64 startedAtMs = 0;
    double points = 0;
    double maxPoints = 0;
};

/// Facts only: what was measured, and what was ticked by whom. No judgement.
struct MockReport
{
    QString scriptId;
    QString title;
    qint64 startedAtMs = 0;
    int plannedSeconds = 0;
    int usedSeconds = 0;
    double points = 0;
    double maxPoints = 0;
    double passPoints = 0; ///< 0: none
    QString passCondition;
    QStringList redFlags; ///< what an interviewer would look out for; not judged here
    QStringList wishedTopics; ///< sorted; empty: all, or those of the script
    QList<ReportedStep> steps;
    QList<ReportedTopic> topics;
    Calibration calibration;
    QStringList nextCards; ///< uids, sure and wrong ones first; at most five
    QStringList nextLessons; ///< at most five
    QList<EarlierMock> earlier; ///< oldest first
};

/// The report of an interview that is over; `earlier` are reports (toJson) of former ones, of which
/// those of the same kind count. Nothing while it still runs.
[[nodiscard]] std::optional<MockReport> reportOf(
    const MockInterview &interview, const QList<QJsonObject> &earlier = {});

[[nodiscard]] QJsonObject toJson(const MockReport &report);

/// Words of the HTML report, in the reader's language. %1 and so on are numbers.
struct ReportWords
{
    QString title;
    QString wished; ///< %1: topics
    QString timeUsed; ///< %1 of %2 minutes
    QString points; ///< %1 of %2
    QString passPoints; ///< %1
    QString timeOfStep; ///< minutes: %1 planned, %2 used, %3 of them thinking
    QString skipped;
    QString confidence; ///< %1 per cent
    QString sureAndWrong;
    QString right;
    QString wrong;
    QString answer;
    QString asked;
    QString watch;
    QString keyPoint;
    QString essential;
    QString learner;
    QString instructor;
    QString yes;
    QString no;
    QString beliefs;
    QString checks;
    QString core;
    QString engineering;
    QString topics;
    QString keyPointsHit; ///< %1 of %2
    QString questions; ///< %1, how many
    QString notAsked;
    QString calibration;
    QString tooFew; ///< %1 answers, %2 are needed
    QString calibrationLine; ///< %1 answers, mean confidence %2 %, right %3 %, Brier score %4
    QString earlier;
    QString next;
    QString lookFor;
};

/// One page that stands alone: no script, nothing loaded from elsewhere. `titles` gives names to
/// card uids and lesson ids; what has none shows itself.
[[nodiscard]] QString toHtml(const MockReport &report, const ReportWords &words,
    const QHash<QString, QString> &titles = {});

} // namespace ringside::progress
