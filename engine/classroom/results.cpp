#include "classroom/results.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <tuple>

namespace ringside::classroom {

using namespace Qt::StringLiterals;
using grading::Cause;
using grading::CheckOutcome;
using grading::CheckResult;
using grading::Outcome;
using grading::Points;
using grading::Verdict;
using grading::Where;

namespace {

// The spellings of the JSON, in the order of the enums.
const QStringList checkOutcomes{u"passed"_s, u"failed"_s, u"not-run"_s, u"ungraded"_s};
const QStringList outcomes{u"mastered"_s, u"passed"_s, u"failed"_s, u"ungraded"_s};
const QStringList tiers{u"core"_s, u"engineering"_s};
const QStringList visibilities{u"shown"_s, u"name-only"_s, u"hidden"_s};
const QStringList errorKinds{u"system"_s, u"content"_s, u"unsupported"_s, u"internal"_s};

template <typename Enum> QString spelling(const QStringList &words, Enum value)
{
    return words[qsizetype(value)];
}

template <typename Enum> Enum meaning(const QStringList &words, const QJsonValue &word, Enum none)
{
    const qsizetype place = words.indexOf(word.toString());
    return place < 0 ? none : Enum(place);
}

Cause causeOf(const QJsonValue &word)
{
    for (int i = 0; i <= int(Cause::CallLimit); ++i) {
        if (grading::toString(Cause(i)) == word.toString())
            return Cause(i);
    }
    return Cause::None;
}

QJsonValue toJson(const std::optional<Where> &where)
{
    if (!where)
        return QJsonValue::Null;
    return QJsonObject{{u"file"_s, where->file}, {u"line"_s, where->line},
        {u"column"_s, where->column}, {u"end_column"_s, where->endColumn},
        {u"call"_s, where->call}};
}

std::optional<Where> whereOf(const QJsonValue &json)
{
    if (!json.isObject())
        return std::nullopt;
    return Where{json[u"file"_s].toString(), json[u"line"_s].toInt(), json[u"column"_s].toInt(),
        json[u"end_column"_s].toInt(), json[u"call"_s].toString()};
}

QJsonValue toJson(const std::optional<Error> &error)
{
    if (!error)
        return QJsonValue::Null;
    return QJsonObject{{u"kind"_s, spelling(errorKinds, error->kind)}, {u"doing"_s, error->doing},
        {u"errno"_s, error->errnum}};
}

std::optional<Error> errorOf(const QJsonValue &json)
{
    if (!json.isObject())
        return std::nullopt;
    return Error{.kind = meaning(errorKinds, json[u"kind"_s], Error::Kind::Internal),
        .doing = json[u"doing"_s].toString(),
        .errnum = json[u"errno"_s].toInt()};
}

QJsonObject toJson(const Points &points)
{
    return {{u"points"_s, points.points}, {u"max_points"_s, points.maxPoints}};
}

Points pointsOf(const QJsonValue &json)
{
    return {json[u"points"_s].toDouble(), json[u"max_points"_s].toDouble()};
}

using Evidence = lens::Shortage::Evidence;

QJsonObject toJson(const CheckResult &check)
{
    return {{u"id"_s, check.id}, {u"title"_s, check.title},
        {u"kind"_s, course::toString(check.kind)}, {u"tier"_s, spelling(tiers, check.tier)},
        {u"outcome"_s, spelling(checkOutcomes, check.outcome)}, {u"points"_s, check.points},
        {u"max_points"_s, check.maxPoints}, {u"message"_s, check.message},
        {u"cause"_s, grading::toString(check.cause)}, {u"subject"_s, check.subject},
        {u"figure"_s, check.figure}, {u"limits_met"_s, lens::toJson(check.shortages, Evidence::Seen)},
        {u"limits_suspected"_s, lens::toJson(check.shortages, Evidence::Told)},
        {u"expected"_s, check.expected}, {u"found"_s, check.found},
        {u"fixture"_s, check.fixture}, {u"where"_s, toJson(check.where)},
        {u"case"_s, check.caseId}, {u"seed"_s, static_cast<qint64>(check.seed)},
        {u"visibility"_s, spelling(visibilities, check.visibility)},
        {u"blocked_by"_s, check.blockedBy}, {u"error"_s, toJson(check.error)}};
}

CheckResult checkOf(const QJsonValue &json)
{
    CheckResult check{.id = json[u"id"_s].toString(),
        .title = json[u"title"_s].toString(),
        .kind = course::checkKindFromString(json[u"kind"_s].toString())
                    .value_or(course::CheckKind::Returns),
        .tier = meaning(tiers, json[u"tier"_s], course::Tier::Core),
        .outcome = meaning(checkOutcomes, json[u"outcome"_s], CheckOutcome::Ungraded),
        .points = json[u"points"_s].toDouble(),
        .maxPoints = json[u"max_points"_s].toDouble(),
        .message = json[u"message"_s].toString(),
        .cause = causeOf(json[u"cause"_s]),
        .subject = json[u"subject"_s].toString(),
        .figure = json[u"figure"_s].toInteger(),
        .expected = json[u"expected"_s].toString(),
        .found = json[u"found"_s].toString(),
        .fixture = json[u"fixture"_s].toString(),
        .where = whereOf(json[u"where"_s]),
        .caseId = json[u"case"_s].toString(),
        .seed = static_cast<quint64>(json[u"seed"_s].toInteger()),
        .visibility
        = meaning(visibilities, json[u"visibility"_s], course::Visibility::Hidden),
        .blockedBy = json[u"blocked_by"_s].toString()};
    check.shortages = lens::shortagesIn(json[u"limits_met"_s].toArray(), Evidence::Seen)
        + lens::shortagesIn(json[u"limits_suspected"_s].toArray(), Evidence::Told);
    check.error = errorOf(json[u"error"_s]);
    return check;
}

QJsonObject verdictJson(const Verdict &verdict)
{
    QJsonArray checks;
    for (const CheckResult &check : verdict.checks)
        checks.append(toJson(check));
    QJsonArray seeds;
    for (const quint64 seed : verdict.seeds)
        seeds.append(static_cast<qint64>(seed));
    return {{u"id"_s, verdict.exercise}, {u"title"_s, verdict.title},
        {u"outcome"_s, spelling(outcomes, verdict.outcome)}, {u"total"_s, toJson(verdict.total)},
        {u"core"_s, toJson(verdict.core)}, {u"engineering"_s, toJson(verdict.engineering)},
        {u"checks"_s, checks}, {u"seeds"_s, seeds}, {u"cause"_s, grading::toString(verdict.cause)},
        {u"subject"_s, verdict.subject}, {u"figure"_s, verdict.figure},
        {u"where"_s, toJson(verdict.where)}};
}

Verdict verdictOf(const QJsonObject &json)
{
    Verdict verdict{.exercise = json[u"id"_s].toString(),
        .title = json[u"title"_s].toString(),
        .outcome = meaning(outcomes, json[u"outcome"_s], Outcome::Ungraded),
        .total = pointsOf(json[u"total"_s]),
        .core = pointsOf(json[u"core"_s]),
        .engineering = pointsOf(json[u"engineering"_s]),
        .cause = causeOf(json[u"cause"_s]),
        .subject = json[u"subject"_s].toString(),
        .figure = json[u"figure"_s].toInteger(),
        .where = whereOf(json[u"where"_s])};
    for (const QJsonValue &check : json[u"checks"_s].toArray())
        verdict.checks.append(checkOf(check));
    for (const QJsonValue &seed : json[u"seeds"_s].toArray())
        verdict.seeds.append(static_cast<quint64>(seed.toInteger()));
    return verdict;
}

} // namespace

bool GradedItem::isOf(const PlannedItem &item, const QByteArray &digest) const
{
    return student == item.student && slug == item.slug && source == item.source
        && seed == item.seed && exercise == digest;
}

QByteArray toLine(const GradedItem &item)
{
    const QJsonObject line{{u"student"_s, item.student}, {u"slug"_s, item.slug},
        {u"source"_s, QString::fromLatin1(item.source)},
        {u"exercise"_s, QString::fromLatin1(item.exercise)},
        {u"seed"_s, static_cast<qint64>(item.seed)}, {u"verdict"_s, verdictJson(item.verdict)}};
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

std::optional<GradedItem> itemOfLine(const QByteArray &line)
{
    const QJsonObject json = QJsonDocument::fromJson(line).object();
    if (!json[u"student"_s].isString() || !json[u"verdict"_s].isObject())
        return std::nullopt;
    GradedItem item{.student = json[u"student"_s].toString(),
        .slug = json[u"slug"_s].toString(),
        .source = json[u"source"_s].toString().toLatin1(),
        .exercise = json[u"exercise"_s].toString().toLatin1(),
        .seed = static_cast<quint64>(json[u"seed"_s].toInteger()),
        .verdict = verdictOf(json[u"verdict"_s].toObject())};
    item.verdict.slug = item.slug;
    return item;
}

QList<GradedItem> itemsOfLines(const QByteArray &lines)
{
    QList<GradedItem> items;
    for (const QByteArray &line : lines.split('\n')) {
        if (auto item = itemOfLine(line))
            items.append(std::move(*item));
    }
    return items;
}

void sortItems(QList<GradedItem> &items)
{
    std::ranges::sort(items, {},
        [](const GradedItem &item) { return std::tie(item.student, item.slug); });
}

} // namespace ringside::classroom
