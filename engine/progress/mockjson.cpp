#include "progress/mockplan.h"

#include "progress/jsonlists.h"


#include <algorithm>
#include <array>

namespace ringside::progress {

using namespace Qt::StringLiterals;
using course::RoundKind;

namespace {

constexpr std::array kindNames{"talk"_L1, "question"_L1, "read"_L1, "predict"_L1, "coding"_L1,
    "role-play"_L1, "design"_L1, "teach"_L1};
constexpr std::array levelNames{"junior"_L1, "mid"_L1, "senior"_L1};

QStringList sorted(const QSet<QString> &set)
{
    QStringList list(set.begin(), set.end());
    list.sort();
    return list;
}

QJsonObject stepToJson(const MockStep &step)
{
    QJsonArray followUps;
    for (const FollowUp &followUp : step.followUps)
        followUps.append(
            QJsonObject{{u"prompt"_s, followUp.prompt}, {u"answer"_s, followUp.answer}});
    QJsonArray answers;
    for (const course::RoleAnswer &answer : step.answers)
        answers.append(QJsonObject{{u"asked"_s, answer.asked}, {u"answer"_s, answer.answer}});
    return {{u"kind"_s, nameOf(step.kind)}, {u"title"_s, step.title},
        {u"card"_s, toJson(step.card)}, {u"seconds"_s, step.seconds}, {u"points"_s, step.points},
        {u"trace"_s, step.trace}, {u"follow_ups"_s, followUps},
        {u"watch"_s, QJsonArray::fromStringList(step.watch)}, {u"answers"_s, answers}};
}

Result<MockStep> stepFromJson(const QJsonObject &object)
{
    const auto kind = std::ranges::find(kindNames, object["kind"_L1].toString());
    if (kind == kindNames.end())
        return contentError({}, 0, u"a step of an unknown kind"_s);
    QJsonObject cardObject = object["card"_L1].toObject();
    // A script's own words have no uid; the reader of cards wants one.
    const bool named = !cardObject["uid"_L1].toString().isEmpty();
    if (!named)
        cardObject[u"uid"_s] = u"script"_s;
    auto card = cardFromJson(cardObject);
    if (!card)
        return std::unexpected(card.error());
    if (!named)
        card->uid.clear();
    MockStep step{.kind = RoundKind(kind - kindNames.begin()),
        .title = object["title"_L1].toString(),
        .card = *card,
        .seconds = object["seconds"_L1].toInt(),
        .points = object["points"_L1].toDouble(),
        .trace = object["trace"_L1].toString(),
        .watch = textsOf(object["watch"_L1])};
    for (const QJsonValue &followUp : object["follow_ups"_L1].toArray())
        step.followUps.append({followUp["prompt"_L1].toString(), followUp["answer"_L1].toString()});
    for (const QJsonValue &answer : object["answers"_L1].toArray())
        step.answers.append({answer["asked"_L1].toString(), answer["answer"_L1].toString()});
    return step;
}

} // namespace

QString nameOf(RoundKind kind)
{
    return kindNames[std::size_t(kind)];
}

QJsonObject toJson(const MockConfig &config)
{
    QJsonObject object{{u"minutes"_s, config.minutes},
        {u"topics"_s, QJsonArray::fromStringList(sorted(config.topics))},
        {u"weak_topics"_s, config.weakTopics}, {u"pressure"_s, config.pressure == Pressure::On},
        {u"script"_s, config.script}, {u"varied"_s, config.varied},
        // As text: JSON's numbers end at 2^53.
        {u"seed"_s, QString::number(config.seed)}};
    if (config.level)
        object[u"level"_s] = QString(levelNames[std::size_t(*config.level)]);
    return object;
}

MockConfig mockConfigFromJson(const QJsonObject &object)
{
    const QStringList topics = textsOf(object["topics"_L1]);
    MockConfig config{.minutes = object["minutes"_L1].toInt(40),
        .topics = QSet<QString>(topics.begin(), topics.end()),
        .weakTopics = object["weak_topics"_L1].toBool(),
        .pressure = object["pressure"_L1].toBool(true) ? Pressure::On : Pressure::Off,
        .script = object["script"_L1].toString(),
        .varied = object["varied"_L1].toBool(),
        .seed = object["seed"_L1].toString().toULongLong()};
    const auto level = std::ranges::find(levelNames, object["level"_L1].toString());
    if (level != levelNames.end())
        config.level = course::QuestionLevel(level - levelNames.begin());
    return config;
}

QJsonObject toJson(const MockPlan &plan)
{
    QJsonArray steps;
    for (const MockStep &step : plan.steps)
        steps.append(stepToJson(step));
    return {{u"script"_s, plan.scriptId}, {u"title"_s, plan.title}, {u"help"_s, plan.help},
        {u"pass_points"_s, plan.passPoints}, {u"pass_condition"_s, plan.passCondition},
        {u"red_flags"_s, QJsonArray::fromStringList(plan.redFlags)}, {u"steps"_s, steps}};
}

Result<MockPlan> mockPlanFromJson(const QJsonObject &object)
{
    MockPlan plan{.scriptId = object["script"_L1].toString(),
        .title = object["title"_L1].toString(),
        .help = object["help"_L1].toString(),
        .passPoints = object["pass_points"_L1].toDouble(),
        .passCondition = object["pass_condition"_L1].toString(),
        .redFlags = textsOf(object["red_flags"_L1])};
    for (const QJsonValue &value : object["steps"_L1].toArray()) {
        auto step = stepFromJson(value.toObject());
        if (!step)
            return std::unexpected(step.error());
        plan.steps.append(*step);
    }
    return plan;
}

} // namespace ringside::progress
