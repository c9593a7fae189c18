#pragma once

#include "progress/attempts.h"
#include "progress/mockplan.h"

namespace ringside::progress {

enum class MockPhase : quint8 {
    Ready,
    Thinking, ///< the prompt is read, nothing is typed yet
    Answering,
    Confidence, ///< how sure? asked before anything is said about the answer
    FollowUp,
    Review, ///< the time is over: now points are ticked
    Done, ///< the report is final
};

/// What can be said about a step by a machine.
enum class MachineResult : quint8 { None, Right, Wrong, Ungraded };

/// What somebody gave for one step.
struct MockAnswer
{
    QString text;
    QString notes;
    QStringList followUpTexts;
    QStringList asked; ///< of the interviewer, in a role play
    std::optional<int> confidence;
    bool skipped = false;
    qint64 shownMs = 0; ///< milliseconds of interview time, pauses not counted
    qint64 startedMs = 0; ///< first key, or the button
    qint64 endedMs = 0;

    // What is known about it; asked for only after the end.
    MachineResult machine = MachineResult::None;
    QString attemptUid; ///< of a coding round
    QJsonObject verdict; ///< `ringside check --json`
    QList<PointTick> ticks;
    QList<int> beliefs; ///< wrong beliefs that were stated, as ticked
    QString learnerRemark;
    QString instructorRemark;

    bool operator==(const MockAnswer &) const = default;
};

/// What may be shown while the interview runs: nothing that says whether an answer is right.
struct MockView
{
    MockPhase phase{};
    int step = 0; ///< from 0
    int steps = 0;
    course::RoundKind kind{};
    QuestionKind questionKind{};
    QString title;
    QString prompt;
    QString code;
    QString trace;
    QStringList optionTexts; ///< of a choice
    QStringList stepTexts; ///< of an order, shuffled by the page
    course::ExerciseId exercise;
    QString followUp; ///< in phase FollowUp
    bool mayAsk = false; ///< a role play: see ask()
    QList<course::RoleAnswer> asked; ///< so far, with what came back; that may be nothing
    QString text; ///< what was typed so far
    QString notes;
    QString help;
    qint64 stepLeftMs = 0; ///< negative when over the plan: nothing ends by that
    qint64 leftMs = 0;
    bool clockShown = false;
    bool paused = false;
    bool mayPause = false;
};

/// A mock interview from the first question to the last tick. It is a value: every call says what
/// time it is, and the whole can be written down at any moment and taken up again after a crash.
///
/// During the interview nothing is said about right and wrong; results of machine-checked rounds
/// may be put in as they arrive and stay hidden until the end.
class MockInterview
{
public:
    MockInterview(MockConfig config, MockPlan plan);

    [[nodiscard]] MockPhase phase() const { return m_phase; }
    [[nodiscard]] const MockConfig &config() const { return m_config; }
    [[nodiscard]] qint64 startedAtMs() const { return m_startedAtMs; }

    // Each of these says whether it was possible in this phase; where it was not, nothing changes.
    bool begin(qint64 nowMs);
    /// What is typed, as it is typed: the first call ends the thinking.
    bool type(const QString &text, qint64 nowMs);
    bool takeNotes(const QString &notes);
    /// In a role play: a command, or something one wants to see. What comes back is in view().
    bool ask(const QString &wish, qint64 nowMs);
    bool submit(const QString &text, qint64 nowMs);
    /// 0, 25, 50, 75 or 100 per cent.
    bool setConfidence(int percent, qint64 nowMs);
    bool skip(qint64 nowMs);
    bool pause(qint64 nowMs);
    bool resume(qint64 nowMs);
    /// After a crash: the time between the last save and now does not count.
    void forgetInterruption(qint64 lastSavedMs, qint64 nowMs);
    /// Ends it before its time. What was typed for the current step counts.
    bool finish(qint64 nowMs);
    /// To be called as time goes by: ends the interview when its time is up.
    void passTime(qint64 nowMs);

    [[nodiscard]] MockView view(qint64 nowMs) const;

    /// What the engine found about a step; hidden until the end. Also after it, while points are
    /// ticked.
    bool setMachineResult(int step, MachineResult result);
    bool setCodingResult(
        int step, const QString &attemptUid, AttemptOutcome outcome, const QJsonObject &verdict);

    /// The plan with its key points, and the answers: only when the interview is over.
    [[nodiscard]] const MockPlan *plan() const;
    [[nodiscard]] const QList<MockAnswer> *answers() const;

    // While reviewing.
    bool tick(int step, const PointTick &tick);
    bool tickBelief(int step, int belief, bool stated);
    bool remark(int step, TickedBy by, const QString &text);
    bool finishReview();

    [[nodiscard]] QJsonObject toJson() const;
    [[nodiscard]] static Result<MockInterview> fromJson(const QJsonObject &object);

private:
    [[nodiscard]] bool isRunning() const
    {
        return m_phase > MockPhase::Ready && m_phase < MockPhase::Review;
    }
    [[nodiscard]] qint64 clockMs(qint64 nowMs) const;
    [[nodiscard]] MockAnswer &current() { return m_answers[m_step]; }
    [[nodiscard]] const MockStep &step() const { return m_plan.steps[m_step]; }
    void show(int step, qint64 nowMs);
    void advance(qint64 nowMs);
    void end(qint64 nowMs);
    [[nodiscard]] bool mayAsk() const;
    [[nodiscard]] bool isStep(int step) const { return step >= 0 && step < m_answers.size(); }

    MockConfig m_config;
    MockPlan m_plan;
    QList<MockAnswer> m_answers;
    MockPhase m_phase = MockPhase::Ready;
    int m_step = 0;
    int m_followUp = 0;
    qint64 m_startedAtMs = 0; ///< of the wall clock
    qint64 m_pausedMs = 0; ///< sum of finished pauses
    qint64 m_pausedSinceMs = 0; ///< 0: not paused
};

/// What the interviewer of a role play says to a command or a wish: the answer that shares most words with it.
/// Empty when none does.
[[nodiscard]] QString roleAnswer(const QList<course::RoleAnswer> &answers, const QString &wish);

/// An answer as one reads it: the words of the options that were chosen, not their numbers.
[[nodiscard]] QString readableAnswer(const Card &card, const QString &text);

} // namespace ringside::progress
