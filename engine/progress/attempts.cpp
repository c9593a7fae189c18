#include "progress/attempts.h"

#include "progress/attemptsums.h"

#include <QHash>
#include <QJsonDocument>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kindNames{"exercise"_L1, "quiz"_L1, "question"_L1, "coding"_L1};
constexpr std::array outcomeNames{"mastered"_L1, "passed"_L1, "failed"_L1, "ungraded"_L1,
    "right"_L1, "wrong"_L1, "open"_L1, "given-up"_L1};
constexpr std::array tickerNames{"matcher"_L1, "learner"_L1, "instructor"_L1};

const QString columns
    = u"uid, item_uid, item_rev, session_uid, started_ms, submitted_ms, study_day, kind,"
      " answer, outcome, points, max_points, confidence, hints, tests, environment"_s;

/// A word that no version of ours wrote reads as the last one: unknown outcomes must not count as
/// mastered.
template <typename Enum, std::size_t Count>
Enum named(const std::array<QLatin1StringView, Count> &names, const QString &name)
{
    const auto found = std::ranges::find(names, name);
    return found == names.end() ? Enum(Count - 1) : Enum(found - names.begin());
}

QString toText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

QJsonObject toObject(const QString &text)
{
    return QJsonDocument::fromJson(text.toUtf8()).object();
}

Attempt readAttempt(const Row &row)
{
    return {.uid = row.text(0),
        .itemUid = row.text(1),
        .itemRevision = quint32(row.integer(2)),
        .sessionUid = row.text(3),
        .startedMs = row.integer(4),
        .submitted = {.ms = row.integer(5), .studyDay = row.number(6)},
        .kind = named<AttemptKind>(kindNames, row.text(7)),
        .answer = row.text(8),
        .outcome = named<AttemptOutcome>(outcomeNames, row.text(9)),
        .points = row.maybeReal(10),
        .maxPoints = row.maybeReal(11),
        .confidence = row.maybeNumber(12),
        .hints = row.number(13),
        .tests = toObject(row.text(14)),
        .environment = toObject(row.text(15))};
}

/// Two records of one item as one.
ItemRecord united(ItemRecord one, const ItemRecord &other)
{
    if (other.firstMs < one.firstMs)
        one.kind = other.kind;
    // The enumeration runs from the best to the worst within a kind.
    one.best = std::min(one.best, other.best);
    one.attempts += other.attempts;
    one.firstMs = std::min(one.firstMs, other.firstMs);
    one.lastMs = std::max(one.lastMs, other.lastMs);
    one.bestPoints = std::max(one.bestPoints, other.bestPoints); // nothing is less than any number
    return one;
}

Result<QList<ItemRecord>> recordsWhere(const Connection &connection, const QString &condition)
{
    QHash<QString, ItemRecord> records;
    const auto visit = [&](const Row &row) {
        const auto outcome = named<AttemptOutcome>(outcomeNames, row.text(2));
        if (outcome == AttemptOutcome::Ungraded)
            return;
        const ItemRecord found{.itemUid = row.text(0),
            .kind = named<AttemptKind>(kindNames, row.text(1)),
            .best = outcome,
            .attempts = row.number(3),
            .firstMs = row.integer(4),
            .lastMs = row.integer(5),
            .bestPoints = row.maybeReal(6)};
        if (const auto known = records.find(found.itemUid); known != records.end())
            *known = united(*known, found);
        else
            records.insert(found.itemUid, found);
    };
    return connection
        .each(u"SELECT item_uid, kind, outcome, COUNT(*), MIN(submitted_ms), MAX(submitted_ms),"
              " MAX(points) FROM attempt%1 GROUP BY item_uid, kind, outcome"_s.arg(condition),
            {}, visit)
        .transform([&] { return records.values(); });
}

Result<QList<PatternRecord>> patternsWhere(
    const Connection &connection, const QString &condition, const QVariantList &values)
{
    // The instructor's judgement weighs more than the learner's own.
    return connection.all(
        u"SELECT matcher.point_uid, COUNT(*),"
        " SUM(COALESCE(instructor.value, learner.value) = 0)"
        " FROM attempt_point AS matcher"
        " LEFT JOIN attempt_point AS learner ON learner.attempt_uid = matcher.attempt_uid"
        "  AND learner.point_uid = matcher.point_uid AND learner.ticked_by = 'learner'"
        " LEFT JOIN attempt_point AS instructor ON instructor.attempt_uid = matcher.attempt_uid"
        "  AND instructor.point_uid = matcher.point_uid AND instructor.ticked_by = 'instructor'"
        " WHERE matcher.ticked_by = 'matcher' AND matcher.value = 1"
        "  AND COALESCE(instructor.value, learner.value) IS NOT NULL%1"
        " GROUP BY matcher.point_uid"_s.arg(condition),
        values, [](const Row &row) {
            return PatternRecord{
                .pointUid = row.text(0), .found = row.number(1), .rejected = row.number(2)};
        });
}

HintShown readHint(const Row &row)
{
    return {.itemUid = row.text(0), .rung = row.number(1), .atMs = row.integer(2)};
}

} // namespace

Result<> Attempts::append(Attempt &attempt, const QList<PointTick> &ticks) const
{
    if (attempt.uid.isEmpty())
        attempt.uid = newUid();
    return inTransaction(m_connection, [&] {
        return m_connection
            .run(
                u"INSERT INTO attempt (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s
                    .arg(columns),
                {attempt.uid, attempt.itemUid, attempt.itemRevision, attempt.sessionUid,
                    attempt.startedMs, attempt.submitted.ms, attempt.submitted.studyDay,
                    kindNames[std::size_t(attempt.kind)], attempt.answer,
                    outcomeNames[std::size_t(attempt.outcome)], orNull(attempt.points),
                    orNull(attempt.maxPoints), orNull(attempt.confidence), attempt.hints,
                    toText(attempt.tests), toText(attempt.environment)})
            .and_then([&] { return insertTicks(attempt.uid, ticks, attempt.submitted.ms); });
    });
}

Result<> Attempts::insertTicks(
    const QString &attemptUid, const QList<PointTick> &ticks, qint64 nowMs) const
{
    for (const PointTick &tick : ticks)
        if (auto stored = m_connection.run(
                u"INSERT OR REPLACE INTO attempt_point"
                " (attempt_uid, point_uid, ticked_by, value, updated_ms) VALUES (?, ?, ?, ?, ?)"_s,
                {attemptUid, tick.pointUid, tickerNames[std::size_t(tick.by)], int(tick.found),
                    nowMs});
            !stored)
            return stored;
    return {};
}

Result<> Attempts::tick(
    const QString &attemptUid, const QList<PointTick> &ticks, qint64 nowMs) const
{
    return inTransaction(m_connection, [&] { return insertTicks(attemptUid, ticks, nowMs); });
}

Result<QList<Attempt>> Attempts::of(const QString &itemUid) const
{
    return m_connection.all(
        u"SELECT %1 FROM attempt WHERE item_uid = ? ORDER BY submitted_ms, uid"_s.arg(columns),
        {itemUid}, readAttempt);
}

Result<std::optional<Attempt>> Attempts::find(const QString &attemptUid) const
{
    return m_connection.first(
        u"SELECT %1 FROM attempt WHERE uid = ?"_s.arg(columns), {attemptUid}, readAttempt);
}

Result<QList<ItemRecord>> Attempts::records() const
{
    return recordsWhere(m_connection, {});
}

Result<QList<ItemRecord>> solutionRecords(const Connection &connection)
{
    return recordsWhere(connection, u" WHERE kind IN ('exercise', 'coding')"_s);
}

Result<QList<PatternRecord>> Attempts::patterns() const
{
    return patternsWhere(m_connection, {}, {});
}

Result<QList<PatternRecord>> patternsOf(const Connection &connection, const QStringList &pointUids)
{
    if (pointUids.isEmpty())
        return {};
    const QStringList marks(pointUids.size(), u"?"_s);
    return patternsWhere(connection, u" AND matcher.point_uid IN (%1)"_s.arg(marks.join(u", "_s)),
        QVariantList(pointUids.begin(), pointUids.end()));
}

Result<> Attempts::showHint(const HintShown &hint, const QString &sessionUid) const
{
    return m_connection.run(
        u"INSERT INTO hint (uid, item_uid, rung, at_ms, session_uid) VALUES (?, ?, ?, ?, ?)"_s,
        {newUid(), hint.itemUid, hint.rung, hint.atMs, sessionUid});
}

Result<QList<HintShown>> Attempts::hintsOf(const QString &itemUid) const
{
    return m_connection.all(u"SELECT item_uid, rung, MIN(at_ms) FROM hint WHERE item_uid = ?"
                            " GROUP BY rung ORDER BY MIN(at_ms), rung"_s,
        {itemUid}, readHint);
}

} // namespace ringside::progress
