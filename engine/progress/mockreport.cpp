#include "progress/mockreport.h"

#include "progress/jsonlists.h"


#include <algorithm>
#include <cmath>

namespace ringside::progress {

using namespace Qt::StringLiterals;
using course::RoundKind;

namespace {

constexpr qsizetype mostSuggestions = 5;

std::optional<bool> tickBy(const MockAnswer &answer, const QString &pointUid, TickedBy by)
{
    for (const PointTick &tick : answer.ticks)
        if (tick.pointUid == pointUid && tick.by == by)
            return tick.found;
    return {};
}

QList<ReportedPoint> pointsOf(const Card &card, const MockAnswer &answer)
{
    QList<ReportedPoint> points;
    for (const course::KeyPoint &point : card.keyPoints) {
        const QString uid = pointUid(card, point);
        points.append({.text = point.text,
            .essential = point.essential,
            .matcher = tickBy(answer, uid, TickedBy::Matcher).value_or(false),
            .learner = tickBy(answer, uid, TickedBy::Learner),
            .instructor = tickBy(answer, uid, TickedBy::Instructor)});
    }
    return points;
}

/// The engine's checks by tier, from the object of `ringside check --json`.
QList<CheckCategory> categoriesOf(const QJsonObject &verdict)
{
    QList<CheckCategory> categories;
    for (const QJsonValue &check : verdict["checks"_L1].toArray()) {
        const QString tier = check["tier"_L1].toString();
        auto found = std::ranges::find(categories, tier, &CheckCategory::category);
        if (found == categories.end())
            found = categories.insert(categories.end(), {.category = tier});
        ++found->checks;
        found->passed += check["outcome"_L1].toString() == "passed"_L1 ? 1 : 0;
    }
    return categories;
}

/// Right, wrong, or not to be said.
std::optional<bool> resultOf(
    const MockStep &step, const MockAnswer &answer, const QList<ReportedPoint> &points)
{
    if (step.kind == RoundKind::Talk)
        return {};
    if (answer.machine == MachineResult::Ungraded)
        return {};
    if (answer.machine != MachineResult::None)
        return answer.machine == MachineResult::Right;
    if (points.isEmpty())
        return {};
    return std::ranges::all_of(
        points, [](const ReportedPoint &p) { return !p.essential || p.isHit(); });
}

/// Key points weigh the same; a wrong belief that was stated costs one of them. A coding round has
/// the share of points the engine gave.
double scoreOf(const MockStep &step, const ReportedStep &reported, const MockAnswer &answer)
{
    if (step.points == 0)
        return 0;
    if (const double most = answer.verdict["max_points"_L1].toDouble(); most > 0)
        return step.points * answer.verdict["points"_L1].toDouble() / most;
    if (reported.keyPoints.isEmpty())
        return reported.right == true ? step.points : 0;
    const auto hits = std::ranges::count_if(reported.keyPoints, &ReportedPoint::isHit);
    const double net = double(hits) - double(reported.beliefs.size());
    return step.points * std::max(0.0, net) / double(reported.keyPoints.size());
}

ReportedStep reportStep(const MockStep &step, const MockAnswer &answer)
{
    ReportedStep reported{.kind = step.kind,
        .title = step.title,
        .prompt = step.card.prompt,
        .topic = step.card.topic,
        .cardUid = step.card.uid,
        .answer = readableAnswer(step.card, answer.text),
        .asked = answer.asked,
        .watch = step.watch,
        .plannedSeconds = step.seconds,
        .usedSeconds = int((answer.endedMs - answer.shownMs) / 1000),
        .skipped = answer.skipped,
        .confidence = answer.confidence,
        .maxPoints = step.points,
        .keyPoints = pointsOf(step.card, answer),
        .categories = categoriesOf(answer.verdict),
        .learnerRemark = answer.learnerRemark,
        .instructorRemark = answer.instructorRemark};
    if (answer.startedMs > 0)
        reported.thinkingSeconds = int((answer.startedMs - answer.shownMs) / 1000);
    for (int belief : answer.beliefs)
        reported.beliefs.append(step.card.wrong.value(belief).belief);
    if (!answer.followUpTexts.isEmpty())
        reported.answer += u"\n\n"_s + answer.followUpTexts.join(u"\n\n"_s);
    reported.right = answer.skipped && step.kind != RoundKind::Talk
        ? std::optional(false)
        : resultOf(step, answer, reported.keyPoints);
    reported.points = scoreOf(step, reported, answer);
    return reported;
}

/// Topics with key points, and all that were wished for.
QList<ReportedTopic> topicsOf(const QList<ReportedStep> &steps, const QStringList &wished)
{
    QList<ReportedTopic> topics;
    const auto topic = [&](const QString &name) -> ReportedTopic & {
        const auto found = std::ranges::find(topics, name, &ReportedTopic::topic);
        return found != topics.end() ? *found : topics.emplace_back(ReportedTopic{.topic = name});
    };
    for (const ReportedStep &step : steps) {
        if (step.keyPoints.isEmpty() && !wished.contains(step.topic))
            continue;
        ReportedTopic &sum = topic(step.topic);
        sum.questions += 1;
        sum.points += int(step.keyPoints.size());
        sum.hit += int(std::ranges::count_if(step.keyPoints, &ReportedPoint::isHit));
    }
    for (const QString &name : wished)
        std::ignore = topic(name);
    return topics;
}

/// Adds up pairs of "how sure" and "was it so".
class Calibrator
{
public:
    void add(int percent, bool right)
    {
        const double sure = percent / 100.0;
        m_sum.answers += 1;
        m_sum.meanConfidence += sure;
        m_sum.shareRight += right ? 1 : 0;
        m_sum.brier += (sure - (right ? 1 : 0)) * (sure - (right ? 1 : 0));
    }

    [[nodiscard]] Calibration result() const
    {
        Calibration mean = m_sum;
        if (mean.answers == 0)
            return mean;
        for (double *value : {&mean.meanConfidence, &mean.shareRight, &mean.brier})
            *value /= mean.answers;
        return mean;
    }

private:
    Calibration m_sum;
};

/// A script has topics of its own.
QStringList wishedTopics(const MockConfig &config)
{
    QStringList topics;
    if (config.script.isEmpty())
        topics = QStringList(config.topics.begin(), config.topics.end());
    topics.sort();
    return topics;
}

void compare(MockReport &report, const QList<QJsonObject> &earlier)
{
    Calibrator calibrator;
    for (const QJsonObject &former : earlier) {
        if (former["script"_L1].toString() != report.scriptId
            || textsOf(former["wished_topics"_L1]) != report.wishedTopics
            || former["started_at_ms"_L1].toInteger() >= report.startedAtMs)
            continue;
        report.earlier.append({.startedAtMs = former["started_at_ms"_L1].toInteger(),
            .points = former["points"_L1].toDouble(),
            .maxPoints = former["max_points"_L1].toDouble()});
        for (const QJsonValue &step : former["steps"_L1].toArray())
            if (step["confidence"_L1].isDouble() && step["right"_L1].isBool())
                calibrator.add(step["confidence"_L1].toInt(), step["right"_L1].toBool());
    }
    std::ranges::sort(report.earlier, {}, &EarlierMock::startedAtMs);
    for (const ReportedStep &step : std::as_const(report.steps))
        if (step.confidence && step.right)
            calibrator.add(*step.confidence, *step.right);
    report.calibration = calibrator.result();
}

/// What went wrong, what one was sure of first: those errors are the easiest to mend.
void suggest(MockReport &report, const MockPlan &plan)
{
    QList<std::pair<int, qsizetype>> order;
    for (qsizetype i = 0; i < report.steps.size(); ++i)
        if (report.steps[i].right == false)
            order.append({report.steps[i].isSureAndWrong() ? 0 : 1, i});
    std::ranges::stable_sort(order);
    const auto add = [](QStringList &list, const QString &name) {
        if (!name.isEmpty() && !list.contains(name) && list.size() < mostSuggestions)
            list.append(name);
    };
    for (const auto &[rank, i] : std::as_const(order)) {
        add(report.nextCards, report.steps[i].cardUid);
        add(report.nextLessons, plan.steps[i].card.lesson);
    }
}

QJsonArray pointsToJson(const QList<ReportedPoint> &points)
{
    QJsonArray array;
    const auto tick = [](const std::optional<bool> &value) {
        return value ? QJsonValue(*value) : QJsonValue();
    };
    for (const ReportedPoint &point : points)
        array.append(QJsonObject{{u"text"_s, point.text}, {u"essential"_s, point.essential},
            {u"hit"_s, point.isHit()}, {u"matcher"_s, point.matcher},
            {u"learner"_s, tick(point.learner)}, {u"instructor"_s, tick(point.instructor)}});
    return array;
}

QJsonObject stepToJson(const ReportedStep &step)
{
    QJsonArray categories;
    for (const CheckCategory &category : step.categories)
        categories.append(QJsonObject{{u"category"_s, category.category},
            {u"passed"_s, category.passed}, {u"checks"_s, category.checks}});
    QJsonObject object{{u"kind"_s, nameOf(step.kind)}, {u"title"_s, step.title},
        {u"prompt"_s, step.prompt}, {u"topic"_s, step.topic}, {u"card"_s, step.cardUid},
        {u"answer"_s, step.answer}, {u"asked"_s, QJsonArray::fromStringList(step.asked)},
        {u"watch"_s, QJsonArray::fromStringList(step.watch)}, {u"planned_s"_s, step.plannedSeconds},
        {u"thinking_s"_s, step.thinkingSeconds}, {u"used_s"_s, step.usedSeconds},
        {u"skipped"_s, step.skipped}, {u"points"_s, step.points}, {u"max_points"_s, step.maxPoints},
        {u"sure_and_wrong"_s, step.isSureAndWrong()},
        {u"key_points"_s, pointsToJson(step.keyPoints)},
        {u"beliefs"_s, QJsonArray::fromStringList(step.beliefs)}, {u"categories"_s, categories},
        {u"learner_remark"_s, step.learnerRemark}, {u"instructor_remark"_s, step.instructorRemark}};
    object[u"confidence"_s] = step.confidence ? QJsonValue(*step.confidence) : QJsonValue();
    object[u"right"_s] = step.right ? QJsonValue(*step.right) : QJsonValue();
    return object;
}

} // namespace

std::optional<MockReport> reportOf(
    const MockInterview &interview, const QList<QJsonObject> &earlier)
{
    const MockPlan *plan = interview.plan();
    const QList<MockAnswer> *answers = interview.answers();
    if (!plan || !answers)
        return {};
    MockReport report{.scriptId = plan->scriptId,
        .title = plan->title,
        .startedAtMs = interview.startedAtMs(),
        .plannedSeconds = plan->seconds(),
        .maxPoints = plan->points(),
        .passPoints = plan->passPoints,
        .passCondition = plan->passCondition,
        .redFlags = plan->redFlags,
        .wishedTopics = wishedTopics(interview.config())};
    for (qsizetype i = 0; i < answers->size(); ++i) {
        const ReportedStep step = reportStep(plan->steps[i], (*answers)[i]);
        report.usedSeconds += step.usedSeconds;
        report.points += step.points;
        report.steps.append(step);
    }
    report.topics = topicsOf(report.steps, report.wishedTopics);
    compare(report, earlier);
    suggest(report, *plan);
    return report;
}

QJsonObject toJson(const MockReport &report)
{
    QJsonArray steps;
    for (const ReportedStep &step : report.steps)
        steps.append(stepToJson(step));
    QJsonArray topics;
    for (const ReportedTopic &topic : report.topics)
        topics.append(QJsonObject{
            {u"topic"_s, topic.topic}, {u"hit"_s, topic.hit}, {u"points"_s, topic.points},
            {u"questions"_s, topic.questions}});
    QJsonArray earlier;
    for (const EarlierMock &mock : report.earlier)
        earlier.append(QJsonObject{{u"started_at_ms"_s, mock.startedAtMs},
            {u"points"_s, mock.points}, {u"max_points"_s, mock.maxPoints}});
    const Calibration &calibration = report.calibration;
    QJsonObject calibrated{
        {u"answers"_s, calibration.answers}, {u"enough"_s, calibration.isEnough()}};
    if (calibration.isEnough()) {
        calibrated[u"mean_confidence"_s] = calibration.meanConfidence;
        calibrated[u"share_right"_s] = calibration.shareRight;
        calibrated[u"brier"_s] = calibration.brier;
    }
    return {{u"format"_s, 1}, {u"script"_s, report.scriptId}, {u"title"_s, report.title},
        {u"started_at_ms"_s, report.startedAtMs}, {u"planned_s"_s, report.plannedSeconds},
        {u"used_s"_s, report.usedSeconds}, {u"points"_s, report.points},
        {u"max_points"_s, report.maxPoints}, {u"pass_points"_s, report.passPoints},
        {u"pass_condition"_s, report.passCondition},
        {u"red_flags"_s, QJsonArray::fromStringList(report.redFlags)}, {u"steps"_s, steps},
        {u"wished_topics"_s, QJsonArray::fromStringList(report.wishedTopics)},
        {u"topics"_s, topics}, {u"calibration"_s, calibrated},
        {u"next_cards"_s, QJsonArray::fromStringList(report.nextCards)},
        {u"next_lessons"_s, QJsonArray::fromStringList(report.nextLessons)},
        {u"earlier"_s, earlier}};
}

} // namespace ringside::progress
