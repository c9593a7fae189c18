#include "progress/mockinterview.h"

#include "progress/words.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array phaseNames{"ready"_L1, "thinking"_L1, "answering"_L1, "confidence"_L1,
    "follow-up"_L1, "review"_L1, "done"_L1};
constexpr std::array machineNames{"none"_L1, "right"_L1, "wrong"_L1, "ungraded"_L1};
constexpr std::array tickerNames{"matcher"_L1, "learner"_L1, "instructor"_L1};

template <typename Enum, std::size_t Count>
std::optional<Enum> named(
    const std::array<QLatin1StringView, Count> &names, const QJsonValue &value)
{
    const auto found = std::ranges::find(names, value.toString());
    return found == names.end() ? std::nullopt : std::optional(Enum(found - names.begin()));
}

QJsonObject answerToJson(const MockAnswer &answer)
{
    QJsonArray ticks;
    for (const PointTick &tick : answer.ticks)
        ticks.append(QJsonObject{{u"point"_s, tick.pointUid},
            {u"by"_s, QString(tickerNames[std::size_t(tick.by)])}, {u"found"_s, tick.found}});
    QJsonArray beliefs;
    for (int belief : answer.beliefs)
        beliefs.append(belief);
    QJsonObject object{{u"text"_s, answer.text}, {u"notes"_s, answer.notes},
        {u"follow_ups"_s, QJsonArray::fromStringList(answer.followUpTexts)},
        {u"asked"_s, QJsonArray::fromStringList(answer.asked)},
        {u"skipped"_s, answer.skipped}, {u"shown_ms"_s, answer.shownMs},
        {u"started_ms"_s, answer.startedMs}, {u"ended_ms"_s, answer.endedMs},
        {u"machine"_s, QString(machineNames[std::size_t(answer.machine)])},
        {u"attempt"_s, answer.attemptUid}, {u"verdict"_s, answer.verdict}, {u"ticks"_s, ticks},
        {u"beliefs"_s, beliefs}, {u"learner_remark"_s, answer.learnerRemark},
        {u"instructor_remark"_s, answer.instructorRemark}};
    if (answer.confidence)
        object[u"confidence"_s] = *answer.confidence;
    return object;
}

MockAnswer answerFromJson(const QJsonObject &object)
{
    MockAnswer answer{.text = object["text"_L1].toString(),
        .notes = object["notes"_L1].toString(),
        .skipped = object["skipped"_L1].toBool(),
        .shownMs = object["shown_ms"_L1].toInteger(),
        .startedMs = object["started_ms"_L1].toInteger(),
        .endedMs = object["ended_ms"_L1].toInteger(),
        .machine
        = named<MachineResult>(machineNames, object["machine"_L1]).value_or(MachineResult::None),
        .attemptUid = object["attempt"_L1].toString(),
        .verdict = object["verdict"_L1].toObject(),
        .learnerRemark = object["learner_remark"_L1].toString(),
        .instructorRemark = object["instructor_remark"_L1].toString()};
    for (const QJsonValue &text : object["follow_ups"_L1].toArray())
        answer.followUpTexts.append(text.toString());
    for (const QJsonValue &wish : object["asked"_L1].toArray())
        answer.asked.append(wish.toString());
    if (object["confidence"_L1].isDouble())
        answer.confidence = object["confidence"_L1].toInt();
    for (const QJsonValue &tick : object["ticks"_L1].toArray())
        answer.ticks.append({tick["point"_L1].toString(),
            named<TickedBy>(tickerNames, tick["by"_L1]).value_or(TickedBy::Matcher),
            tick["found"_L1].toBool()});
    for (const QJsonValue &belief : object["beliefs"_L1].toArray())
        answer.beliefs.append(belief.toInt());
    return answer;
}

} // namespace

MockInterview::MockInterview(MockConfig config, MockPlan plan)
    : m_config(std::move(config))
    , m_plan(std::move(plan))
    , m_answers(m_plan.steps.size())
{
}

qint64 MockInterview::clockMs(qint64 nowMs) const
{
    const qint64 until = m_pausedSinceMs > 0 ? m_pausedSinceMs : nowMs;
    // A clock that was set back stands still.
    return std::max<qint64>(0, until - m_startedAtMs - m_pausedMs);
}

bool MockInterview::begin(qint64 nowMs)
{
    if (m_phase != MockPhase::Ready || m_plan.steps.isEmpty())
        return false;
    m_startedAtMs = nowMs;
    show(0, nowMs);
    return true;
}

void MockInterview::show(int step, qint64 nowMs)
{
    m_step = step;
    m_followUp = 0;
    m_phase = MockPhase::Thinking;
    current().shownMs = clockMs(nowMs);
}

bool MockInterview::type(const QString &text, qint64 nowMs)
{
    if (m_pausedSinceMs > 0)
        return false;
    switch (m_phase) {
    case MockPhase::Thinking:
        if (text.isEmpty())
            return true;
        m_phase = MockPhase::Answering;
        current().startedMs = clockMs(nowMs);
        [[fallthrough]];
    case MockPhase::Answering:
        current().text = text;
        return true;
    case MockPhase::FollowUp:
        current().followUpTexts[m_followUp] = text;
        return true;
    default:
        return false;
    }
}

bool MockInterview::takeNotes(const QString &notes)
{
    if (!isRunning())
        return false;
    current().notes = notes;
    return true;
}

bool MockInterview::mayAsk() const
{
    return (m_phase == MockPhase::Thinking || m_phase == MockPhase::Answering) && !step().answers.isEmpty();
}

bool MockInterview::ask(const QString &wish, qint64 nowMs)
{
    if (m_pausedSinceMs > 0 || !mayAsk() || wish.trimmed().isEmpty())
        return false;
    if (m_phase == MockPhase::Thinking)
        current().startedMs = clockMs(nowMs);
    m_phase = MockPhase::Answering;
    current().asked.append(wish.trimmed());
    return true;
}

bool MockInterview::submit(const QString &text, qint64 nowMs)
{
    if (!type(text, nowMs))
        return false;
    if (m_phase == MockPhase::FollowUp) {
        ++m_followUp;
        advance(nowMs);
        return true;
    }
    if (m_phase == MockPhase::Thinking)
        current().startedMs = clockMs(nowMs);
    // Chatting has no right answer to be sure of.
    m_phase = MockPhase::Confidence;
    if (step().kind == course::RoundKind::Talk)
        advance(nowMs);
    return true;
}

bool MockInterview::setConfidence(int percent, qint64 nowMs)
{
    const bool known = percent >= 0 && percent <= 100 && percent % 25 == 0;
    if (m_phase != MockPhase::Confidence || !known || m_pausedSinceMs > 0)
        return false;
    current().confidence = percent;
    advance(nowMs);
    return true;
}

bool MockInterview::skip(qint64 nowMs)
{
    if (!isRunning() || m_pausedSinceMs > 0)
        return false;
    if (m_phase == MockPhase::FollowUp) {
        ++m_followUp;
        advance(nowMs);
        return true;
    }
    // An answer that was submitted stands; what is skipped then is the question how sure one is.
    current().skipped = m_phase != MockPhase::Confidence;
    m_followUp = current().skipped ? int(step().followUps.size()) : m_followUp;
    advance(nowMs);
    return true;
}

/// To the next follow-up, the next step, or the end.
void MockInterview::advance(qint64 nowMs)
{
    if (m_followUp < step().followUps.size()) {
        m_phase = MockPhase::FollowUp;
        current().followUpTexts.resize(m_followUp + 1);
        return;
    }
    current().endedMs = clockMs(nowMs);
    if (m_step + 1 < m_plan.steps.size())
        show(m_step + 1, nowMs);
    else
        end(nowMs);
}

void MockInterview::end(qint64 nowMs)
{
    if (current().endedMs == 0)
        current().endedMs = clockMs(nowMs);
    // What was never shown was not answered.
    for (qsizetype i = m_step + 1; i < m_answers.size(); ++i)
        m_answers[i].skipped = true;
    m_phase = MockPhase::Review;
    m_pausedSinceMs = 0;
}

bool MockInterview::pause(qint64 nowMs)
{
    if (!isRunning() || m_config.pressure == Pressure::On || m_pausedSinceMs > 0)
        return false;
    m_pausedSinceMs = nowMs;
    return true;
}

bool MockInterview::resume(qint64 nowMs)
{
    if (m_pausedSinceMs == 0)
        return false;
    m_pausedMs += std::max<qint64>(0, nowMs - m_pausedSinceMs);
    m_pausedSinceMs = 0;
    return true;
}

void MockInterview::forgetInterruption(qint64 lastSavedMs, qint64 nowMs)
{
    // A pause goes on through a crash and ends by itself.
    if (isRunning() && m_pausedSinceMs == 0)
        m_pausedMs += std::max<qint64>(0, nowMs - lastSavedMs);
}

bool MockInterview::finish(qint64 nowMs)
{
    if (!isRunning())
        return false;
    const bool nothing = current().text.isEmpty() && m_phase == MockPhase::Thinking;
    current().skipped = current().skipped || nothing;
    end(nowMs);
    return true;
}

void MockInterview::passTime(qint64 nowMs)
{
    // Without pressure the plan's time is a hint.
    if (isRunning() && m_config.pressure == Pressure::On
        && clockMs(nowMs) >= 1000LL * m_plan.seconds())
        finish(nowMs);
}

MockView MockInterview::view(qint64 nowMs) const
{
    MockView view{.phase = m_phase,
        .step = m_step,
        .steps = int(m_plan.steps.size()),
        .help = m_plan.help,
        .leftMs = 1000LL * m_plan.seconds() - clockMs(nowMs),
        .clockShown = m_config.pressure == Pressure::On,
        .paused = m_pausedSinceMs > 0,
        .mayPause = m_config.pressure == Pressure::Off};
    if (!isRunning())
        return view;
    const Card &card = step().card;
    const MockAnswer &answer = m_answers[m_step];
    view.kind = step().kind;
    view.questionKind = card.kind;
    view.title = step().title;
    view.prompt = card.prompt;
    view.code = card.code;
    view.trace = step().trace;
    view.exercise = card.exercise;
    for (const course::QuizOption &option : card.options)
        view.optionTexts.append(option.text);
    view.stepTexts = card.steps;
    std::ranges::sort(view.stepTexts); // the given order is the answer
    view.text = answer.text;
    view.notes = answer.notes;
    if (m_phase == MockPhase::FollowUp) {
        view.followUp = step().followUps[m_followUp].prompt;
        view.text = answer.followUpTexts[m_followUp];
    }
    view.mayAsk = mayAsk();
    for (const QString &wish : answer.asked)
        view.asked.append({wish, roleAnswer(step().answers, wish)});
    view.stepLeftMs = 1000LL * step().seconds - (clockMs(nowMs) - answer.shownMs);
    return view;
}

bool MockInterview::setMachineResult(int step, MachineResult result)
{
    if (!isStep(step) || m_phase == MockPhase::Ready || m_phase == MockPhase::Done)
        return false;
    m_answers[step].machine = result;
    return true;
}

bool MockInterview::setCodingResult(
    int step, const QString &attemptUid, AttemptOutcome outcome, const QJsonObject &verdict)
{
    const bool right = outcome == AttemptOutcome::Passed || outcome == AttemptOutcome::Mastered;
    const MachineResult result = outcome == AttemptOutcome::Ungraded ? MachineResult::Ungraded
        : right                                                      ? MachineResult::Right
                                                                     : MachineResult::Wrong;
    if (!setMachineResult(step, result))
        return false;
    m_answers[step].attemptUid = attemptUid;
    m_answers[step].verdict = verdict;
    return true;
}

const MockPlan *MockInterview::plan() const
{
    return m_phase >= MockPhase::Review ? &m_plan : nullptr;
}

const QList<MockAnswer> *MockInterview::answers() const
{
    return m_phase >= MockPhase::Review ? &m_answers : nullptr;
}

bool MockInterview::tick(int step, const PointTick &tick)
{
    // The instructor may come later.
    const bool open = m_phase == MockPhase::Review
        || (m_phase == MockPhase::Done && tick.by == TickedBy::Instructor);
    if (!open || !isStep(step))
        return false;
    QList<PointTick> &ticks = m_answers[step].ticks;
    ticks.removeIf(
        [&](const PointTick &old) { return old.pointUid == tick.pointUid && old.by == tick.by; });
    ticks.append(tick);
    return true;
}

bool MockInterview::tickBelief(int step, int belief, bool stated)
{
    if (m_phase != MockPhase::Review || !isStep(step) || belief < 0
        || belief >= m_plan.steps[step].card.wrong.size())
        return false;
    QList<int> &beliefs = m_answers[step].beliefs;
    beliefs.removeAll(belief);
    if (stated)
        beliefs.append(belief);
    std::ranges::sort(beliefs);
    return true;
}

bool MockInterview::remark(int step, TickedBy by, const QString &text)
{
    if (m_phase < MockPhase::Review || !isStep(step) || by == TickedBy::Matcher)
        return false;
    if (by == TickedBy::Learner && m_phase == MockPhase::Done)
        return false;
    (by == TickedBy::Learner ? m_answers[step].learnerRemark : m_answers[step].instructorRemark)
        = text;
    return true;
}

bool MockInterview::finishReview()
{
    if (m_phase != MockPhase::Review)
        return false;
    m_phase = MockPhase::Done;
    return true;
}

QJsonObject MockInterview::toJson() const
{
    QJsonArray answers;
    for (const MockAnswer &answer : m_answers)
        answers.append(answerToJson(answer));
    return {{u"config"_s, progress::toJson(m_config)}, {u"plan"_s, progress::toJson(m_plan)},
        {u"answers"_s, answers}, {u"phase"_s, QString(phaseNames[std::size_t(m_phase)])},
        {u"step"_s, m_step}, {u"follow_up"_s, m_followUp}, {u"started_at_ms"_s, m_startedAtMs},
        {u"paused_ms"_s, m_pausedMs}, {u"paused_since_ms"_s, m_pausedSinceMs}};
}

Result<MockInterview> MockInterview::fromJson(const QJsonObject &object)
{
    auto plan = mockPlanFromJson(object["plan"_L1].toObject());
    if (!plan)
        return std::unexpected(plan.error());
    MockInterview interview(mockConfigFromJson(object["config"_L1].toObject()), std::move(*plan));
    const auto phase = named<MockPhase>(phaseNames, object["phase"_L1]);
    const QJsonArray answers = object["answers"_L1].toArray();
    interview.m_step = object["step"_L1].toInt();
    interview.m_followUp = object["follow_up"_L1].toInt();
    if (!phase || answers.size() != interview.m_answers.size()
        || (*phase != MockPhase::Ready && !interview.isStep(interview.m_step)))
        return contentError({}, 0, u"a mock interview that does not hold together"_s);
    for (qsizetype i = 0; i < answers.size(); ++i)
        interview.m_answers[i] = answerFromJson(answers[i].toObject());
    if (*phase == MockPhase::FollowUp
        && (interview.m_followUp < 0 || interview.m_followUp >= interview.step().followUps.size()
            || interview.m_followUp >= interview.current().followUpTexts.size()))
        return contentError({}, 0, u"a mock interview without the follow-up it stands at"_s);
    interview.m_phase = *phase;
    interview.m_startedAtMs = object["started_at_ms"_L1].toInteger();
    interview.m_pausedMs = object["paused_ms"_L1].toInteger();
    interview.m_pausedSinceMs = object["paused_since_ms"_L1].toInteger();
    return interview;
}

QString roleAnswer(const QList<course::RoleAnswer> &answers, const QString &wish)
{
    // Words as a shell has them: `-h` and `/var` are words, too; and the stems of prose, so that "permissions" is
    // found by "permission".
    const auto wordsIn = [](const QString &text) {
        static const QRegularExpression between(u"[\\s'\"`|;,?!]+"_s);
        static const QSet<QString> empty{u"a"_s, u"an"_s, u"and"_s, u"the"_s, u"of"_s, u"me"_s, u"show"_s, u"is"_s};
        QSet<QString> words;
        for (const QString &word : text.toLower().split(between, Qt::SkipEmptyParts))
            if (!empty.contains(word))
                words.insert(stemOf(word));
        return words;
    };
    const QSet<QString> wanted = wordsIn(wish);
    QString best;
    qsizetype most = 0;
    for (const course::RoleAnswer &answer : answers)
        if (const qsizetype shared = (wordsIn(answer.asked) & wanted).size(); shared > most) {
            most = shared;
            best = answer.answer;
        }
    return best;
}

QString readableAnswer(const Card &card, const QString &text)
{
    const QJsonDocument numbers = QJsonDocument::fromJson(text.toUtf8());
    if (card.options.isEmpty() || !numbers.isArray())
        return text;
    QStringList chosen;
    for (const QJsonValue number : numbers.array())
        if (const int option = number.toInt(-1); option >= 0 && option < card.options.size())
            chosen.append(card.options[option].text);
    return chosen.join(u'\n');
}

} // namespace ringside::progress
