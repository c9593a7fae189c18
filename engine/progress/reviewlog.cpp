#include "progress/reviewlog.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr std::array kindNames{
    "learn"_L1, "review"_L1, "relearn"_L1, "cram"_L1, "manual"_L1, "reschedule"_L1, "undo"_L1};
constexpr std::array sourceNames{"self"_L1, "program"_L1, "instructor"_L1, "import"_L1};

const QString reviewColumns = u"uid, card_uid, card_rev, order_ms, at_ms, tz_min, study_day, "
                              u"elapsed_days, kind, grade, source,"
                              " confidence, latency_ms, s_before, d_before, r_before, s_after, "
                              "d_after, interval_s, params_id,"
                              " session_uid, undo_of"_s;
const QString replayColumns
    = u"uid, kind, grade, at_ms, study_day, interval_s, params_id, undo_of"_s;
const QString stateColumns
    = u"card_uid, phase, step, s, d, last_at_ms, last_day, due_at_ms, due_day, reps, lapses"_s;
template <typename Enum, std::size_t Count>
Enum named(const std::array<QLatin1StringView, Count> &names, const QString &name)
{
    return Enum(std::ranges::find(names, name) - names.begin());
}

std::optional<Memory> memoryAt(const Row &row, int column)
{
    if (row.isNull(column) || row.isNull(column + 1))
        return {};
    return Memory{row.real(column), row.real(column + 1)};
}

Review readReview(const Row &row)
{
    const int grade = row.number(9);
    return {.uid = row.text(0),
        .cardUid = row.text(1),
        .cardRevision = quint32(row.integer(2)),
        .order = row.integer(3),
        .at = {.ms = row.integer(4), .tzMinutes = row.number(5), .studyDay = row.number(6)},
        .elapsedDays = row.number(7),
        .kind = named<ReviewKind>(kindNames, row.text(8)),
        .grade = grade == 0 ? std::nullopt : std::optional(Grade(grade)),
        .source = named<ReviewSource>(sourceNames, row.text(10)),
        .confidence = row.maybeNumber(11),
        .latencyMs = row.maybeNumber(12),
        .before = memoryAt(row, 13),
        .predicted = row.maybeReal(15),
        .after = memoryAt(row, 16),
        .intervalSeconds = row.integer(18),
        .paramsId = row.text(19),
        .sessionUid = row.text(20),
        .undoOf = row.text(21)};
}

/// What a replay looks at; the other fields stay empty.
Review readForReplay(const Row &row)
{
    const int grade = row.number(2);
    return {.uid = row.text(0),
        .at = {.ms = row.integer(3), .studyDay = row.number(4)},
        .kind = named<ReviewKind>(kindNames, row.text(1)),
        .grade = grade == 0 ? std::nullopt : std::optional(Grade(grade)),
        .intervalSeconds = row.integer(5),
        .paramsId = row.text(6),
        .undoOf = row.text(7)};
}

QVariantList valuesOf(const Review &review)
{
    const auto stability = [](const Memory &memory) { return memory.stability; };
    const auto difficulty = [](const Memory &memory) { return memory.difficulty; };
    return {review.uid, review.cardUid, review.cardRevision, review.order, review.at.ms,
        review.at.tzMinutes, review.at.studyDay, review.elapsedDays,
        kindNames[std::size_t(review.kind)], review.grade ? int(*review.grade) : 0,
        sourceNames[std::size_t(review.source)], orNull(review.confidence),
        orNull(review.latencyMs), orNull(review.before.transform(stability)),
        orNull(review.before.transform(difficulty)), orNull(review.predicted),
        orNull(review.after.transform(stability)), orNull(review.after.transform(difficulty)),
        review.intervalSeconds, review.paramsId, review.sessionUid, review.undoOf};
}

std::pair<QString, CardState> readState(const Row &row)
{
    return {row.text(0),
        CardState{.phase = Phase(row.number(1)),
            .step = row.number(2),
            .memory = memoryAt(row, 3),
            .lastAtMs = row.integer(5),
            .lastDay = row.number(6),
            .dueAtMs = row.integer(7),
            .dueDay = row.number(8),
            .reps = row.number(9),
            .lapses = row.number(10)}};
}

QString toJson(const auto &numbers)
{
    QJsonArray array;
    for (const auto &number : numbers)
        array.append(number);
    return QString::fromUtf8(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

template <typename Number> QList<Number> numbersFrom(const QString &json)
{
    QList<Number> numbers;
    for (const QJsonValue &value : QJsonDocument::fromJson(json.toUtf8()).array())
        numbers.append(Number(value.toDouble()));
    return numbers;
}

QString idOf(const SchedulerSettings &settings)
{
    const QString content = toJson(settings.weights.w)
        + QString::number(settings.retention, 'g', 17) + toJson(settings.learningSteps)
        + toJson(settings.relearningSteps) + QString::number(settings.maximumDays);
    const QByteArray hash = QCryptographicHash::hash(content.toUtf8(), QCryptographicHash::Sha256);
    return u"fsrs6-"_s + QString::fromLatin1(hash.first(8).toHex());
}

SchedulerSettings readSettings(const Row &row)
{
    SchedulerSettings settings;
    if (const auto weights = weightsFrom(numbersFrom<double>(row.text(0))))
        settings.weights = *weights;
    settings.retention = row.real(1);
    settings.learningSteps = numbersFrom<int>(row.text(2));
    settings.relearningSteps = numbersFrom<int>(row.text(3));
    settings.maximumDays = row.number(4);
    return sane(settings);
}

bool isAnswer(const Review &review)
{
    return review.grade.has_value();
}

} // namespace

Result<qint64> ReviewLog::nextOrder(qint64 nowMs) const
{
    return lastOrder().transform([=](qint64 last) { return std::max(nowMs, last + 1); });
}

Result<> ReviewLog::insert(const Review &review) const
{
    return m_connection.run(
        u"INSERT INTO review (%1) VALUES"
        " (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s.arg(reviewColumns),
        valuesOf(review));
}

Result<> ReviewLog::store(const QString &cardUid, const CardState &state) const
{
    const auto stability = state.memory.transform([](const Memory &m) { return m.stability; });
    const auto difficulty = state.memory.transform([](const Memory &m) { return m.difficulty; });
    return m_connection.run(
        u"INSERT OR REPLACE INTO card_state (%1) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"_s.arg(
            stateColumns),
        {cardUid, int(state.phase), state.step, orNull(stability), orNull(difficulty),
            state.lastAtMs, state.lastDay, state.dueAtMs, state.dueDay, state.reps, state.lapses});
}

Result<> ReviewLog::append(Review &review, const CardState &after) const
{
    if (review.uid.isEmpty())
        review.uid = newUid();
    return inTransaction(m_connection, [&] {
        return nextOrder(review.at.ms).and_then([&](qint64 order) {
            review.order = order;
            return insert(review).and_then([&] { return store(review.cardUid, after); });
        });
    });
}

Result<> ReviewLog::appendWithoutState(Review &review) const
{
    if (feedsScheduler(review.kind))
        return internalError(u"a review that moves its card was given without the new state"_s);
    if (review.uid.isEmpty())
        review.uid = newUid();
    return inTransaction(m_connection, [&] {
        return nextOrder(review.at.ms).and_then([&](qint64 order) {
            review.order = order;
            return insert(review);
        });
    });
}

Result<CardState> ReviewLog::appendAndReplay(Review review) const
{
    review.uid = newUid();
    return inTransaction(m_connection, [&]() -> Result<CardState> {
        return nextOrder(review.at.ms)
            .and_then([&](qint64 order) {
                review.order = order;
                return insert(review);
            })
            .and_then([&] { return replayed(review.cardUid); })
            .and_then([&](const CardState &state) {
                return store(review.cardUid, state).transform([&] { return state; });
            });
    });
}

Result<CardState> ReviewLog::undo(
    const QString &reviewUid, const Moment &now, const QString &sessionUid) const
{
    const auto target = m_connection.first(
        u"SELECT %1 FROM review WHERE uid = ?"_s.arg(reviewColumns), {reviewUid}, readReview);
    if (!target)
        return std::unexpected(target.error());
    if (!*target)
        return internalError(u"undo of a review that does not exist: "_s + reviewUid);
    const auto names = aliases();
    if (!names)
        return std::unexpected(names.error());
    return appendAndReplay({.cardUid = names->value((*target)->cardUid, (*target)->cardUid),
        .cardRevision = (*target)->cardRevision,
        .at = now,
        .kind = ReviewKind::Undo,
        .paramsId = (*target)->paramsId,
        .sessionUid = sessionUid,
        .undoOf = reviewUid});
}

Result<> ReviewLog::reset(
    const QString &cardUid, const Moment &now, const QString &sessionUid) const
{
    return appendAndReplay(
        {.cardUid = cardUid, .at = now, .kind = ReviewKind::Manual, .sessionUid = sessionUid})
        .transform([](const CardState &) { });
}

Result<CardState> ReviewLog::reschedule(
    const QString &cardUid, int inDays, const Moment &now, const QString &sessionUid) const
{
    return appendAndReplay({.cardUid = cardUid,
        .at = now,
        .kind = ReviewKind::Reschedule,
        .intervalSeconds = 86400LL * std::max(0, inDays),
        .sessionUid = sessionUid});
}

Result<QHash<QString, CardState>> ReviewLog::states() const
{
    QHash<QString, CardState> states;
    return m_connection
        .each(u"SELECT %1 FROM card_state"_s.arg(stateColumns), {},
            [&](const Row &row) {
                auto [uid, state] = readState(row);
                states.insert(uid, state);
            })
        .transform([&] { return std::move(states); });
}

Result<CardState> ReviewLog::state(const QString &cardUid) const
{
    return m_connection
        .first(u"SELECT %1 FROM card_state WHERE card_uid = ?"_s.arg(stateColumns), {cardUid},
            readState)
        .transform([](const auto &found) { return found ? found->second : CardState{}; });
}

Result<QList<Review>> ReviewLog::all() const
{
    return m_connection.all(
        u"SELECT %1 FROM review ORDER BY card_uid, order_ms, uid"_s.arg(reviewColumns), {},
        readReview);
}

Result<std::optional<Review>> ReviewLog::lastToUndo(const QString &sessionUid) const
{
    const auto rows = m_connection.all(
        u"SELECT %1 FROM review WHERE session_uid = ? ORDER BY order_ms, uid"_s.arg(reviewColumns),
        {sessionUid}, readReview);
    if (!rows)
        return std::unexpected(rows.error());
    const QSet<QString> undone = undoneRows(*rows);
    for (auto row = rows->crbegin(); row != rows->crend(); ++row)
        if ((isAnswer(*row) || row->kind == ReviewKind::Reschedule) && !undone.contains(row->uid))
            return *row;
    return std::nullopt;
}

Result<QHash<QString, QList<Review>>> ReviewLog::answersOn(int studyDay) const
{
    // The undo may stand on a later day than the row it takes back.
    const auto rows = m_connection.all(
        u"SELECT %1 FROM review WHERE study_day >= ? AND (study_day = ? OR kind = 'undo')"
        " ORDER BY order_ms, uid"_s.arg(reviewColumns),
        {studyDay, studyDay}, readReview);
    if (!rows)
        return std::unexpected(rows.error());
    const QSet<QString> undone = undoneRows(*rows);
    QHash<QString, QList<Review>> answers;
    for (const Review &row : *rows)
        if (isAnswer(row) && feedsScheduler(row.kind) && row.at.studyDay == studyDay
            && !undone.contains(row.uid))
            answers[row.cardUid].append(row);
    return answers;
}

Result<qint64> ReviewLog::count() const
{
    return m_connection.integer(u"SELECT COUNT(*) FROM review"_s);
}

Result<> ReviewLog::rename(const QString &oldUid, const QString &newUid) const
{
    return inTransaction(m_connection, [&]() -> Result<> {
        // Names do not form chains: whoever pointed to the old name points to the new one.
        return m_connection
            .run(u"UPDATE alias SET new_uid = ? WHERE new_uid = ?"_s, {newUid, oldUid})
            .and_then([&] {
                return m_connection.run(
                    u"INSERT OR REPLACE INTO alias (old_uid, new_uid) VALUES (?, ?)"_s,
                    {oldUid, newUid});
            })
            .and_then([&] {
                return m_connection.run(u"DELETE FROM card_state WHERE card_uid = ?"_s, {oldUid});
            })
            .and_then([&] { return replayed(newUid); })
            .and_then([&](const CardState &state) { return store(newUid, state); });
    });
}

Result<QHash<QString, QString>> ReviewLog::aliases() const
{
    QHash<QString, QString> aliases;
    return m_connection
        .each(u"SELECT old_uid, new_uid FROM alias"_s, {},
            [&](const Row &row) { aliases.insert(row.text(0), row.text(1)); })
        .transform([&] { return std::move(aliases); });
}

Result<QString> ReviewLog::keep(const SchedulerSettings &settings, qint64 nowMs) const
{
    const QString id = idOf(settings);
    return m_connection
        .run(u"INSERT OR IGNORE INTO params (id, algorithm, weights, retention, learning_steps,"
             " relearning_steps, maximum_days, created_ms) VALUES (?, 'fsrs6', ?, ?, ?, ?, ?, ?)"_s,
            {id, toJson(settings.weights.w), settings.retention, toJson(settings.learningSteps),
                toJson(settings.relearningSteps), settings.maximumDays, nowMs})
        .transform([&] { return id; });
}

Result<SchedulerSettings> ReviewLog::settings() const
{
    return m_connection
        .first(
            u"SELECT weights, retention, learning_steps, relearning_steps, maximum_days FROM params"
            " WHERE id = (SELECT value FROM setting WHERE key = 'scheduler.params')"_s,
            {}, readSettings)
        .transform([](const auto &found) { return found.value_or(SchedulerSettings{}); });
}

Result<> ReviewLog::adopt(const SchedulerSettings &settings, qint64 nowMs) const
{
    return inTransaction(m_connection, [&]() -> Result<> {
        return keep(settings, nowMs)
            .and_then([&](const QString &id) {
                return m_connection.run(u"INSERT OR REPLACE INTO setting (key, value, updated_ms)"
                                        " VALUES ('scheduler.params', ?, ?)"_s,
                    {id, nowMs});
            })
            .and_then([&] { return computeStates(); })
            .and_then([&](const QHash<QString, CardState> &states) -> Result<> {
                for (const auto &[uid, state] : states.asKeyValueRange())
                    if (auto stored = store(uid, state); !stored)
                        return stored;
                return {};
            });
    });
}

Result<QHash<QString, Steps>> ReviewLog::stepsOfParams() const
{
    QHash<QString, Steps> steps;
    return m_connection
        .each(u"SELECT id, learning_steps, relearning_steps FROM params"_s, {},
            [&](const Row &row) {
                steps.insert(
                    row.text(0), {numbersFrom<int>(row.text(1)), numbersFrom<int>(row.text(2))});
            })
        .transform([&] { return std::move(steps); });
}

Result<CardState> ReviewLog::replayed(const QString &cardUid) const
{
    const auto current = settings();
    const auto steps = stepsOfParams();
    const auto rows = m_connection.all(
        u"SELECT %1 FROM review WHERE card_uid = ? OR card_uid IN"
        " (SELECT old_uid FROM alias WHERE new_uid = ?) ORDER BY order_ms, uid"_s.arg(
            replayColumns),
        {cardUid, cardUid}, readForReplay);
    if (!current || !steps || !rows)
        return std::unexpected(!current ? current.error() : !steps ? steps.error() : rows.error());
    return replay(*rows, *current, *steps);
}

Result<QHash<QString, CardState>> ReviewLog::computeStates() const
{
    const auto current = settings();
    const auto steps = stepsOfParams();
    if (!current || !steps)
        return std::unexpected(!current ? current.error() : steps.error());

    // One card after the other, so that only the rows of one are held.
    QHash<QString, CardState> states;
    QString card;
    QList<Review> rows;
    const auto finishCard = [&] {
        // A card that was only crammed has no state.
        const auto isCram = [](const Review &row) { return row.kind == ReviewKind::Cram; };
        if (!std::ranges::all_of(rows, isCram))
            states.insert(card, replay(rows, *current, *steps));
        rows.clear();
    };
    const auto visit = [&](const Row &row) {
        if (const QString next = row.text(8); next != card) {
            finishCard();
            card = next;
        }
        rows.append(readForReplay(row));
    };
    return m_connection
        .each(u"SELECT %1, card_uid FROM review ORDER BY card_uid, order_ms, uid"_s.arg(
                  replayColumns),
            {}, visit)
        .and_then([&] {
            finishCard();
            return followAliases(states);
        })
        .transform([&] { return std::move(states); });
}

Result<> ReviewLog::followAliases(QHash<QString, CardState> &states) const
{
    return aliases().and_then([&](const QHash<QString, QString> &names) -> Result<> {
        for (const auto &[oldUid, newUid] : names.asKeyValueRange()) {
            const auto state = replayed(newUid);
            if (!state)
                return std::unexpected(state.error());
            states.remove(oldUid);
            states.insert(newUid, *state);
        }
        return {};
    });
}

Result<int> ReviewLog::repairStates() const
{
    return inTransaction(m_connection, [this] { return repairStatesWithin(); });
}

Result<int> ReviewLog::repairStatesSince(qint64 order) const
{
    return inTransaction(m_connection, [&]() -> Result<int> {
        const auto names = aliases();
        const auto cards = m_connection.all(
            u"SELECT DISTINCT card_uid FROM review WHERE order_ms > ?"_s, {order},
            [](const Row &row) { return row.text(0); });
        if (!names || !cards)
            return std::unexpected(!names ? names.error() : cards.error());
        int differing = 0;
        for (const QString &card : *cards) {
            const auto repaired = repairState(names->value(card, card));
            if (!repaired)
                return std::unexpected(repaired.error());
            differing += *repaired ? 1 : 0;
        }
        return differing;
    });
}

Result<bool> ReviewLog::repairState(const QString &cardUid) const
{
    const auto stored = state(cardUid);
    const auto computed = replayed(cardUid);
    if (!stored || !computed)
        return std::unexpected(!stored ? stored.error() : computed.error());
    if (*stored == *computed)
        return false;
    return store(cardUid, *computed).transform([] { return true; });
}

Result<qint64> ReviewLog::lastOrder() const
{
    return m_connection.integer(u"SELECT MAX(order_ms) FROM review"_s);
}

Result<int> ReviewLog::repairStatesWithin() const
{
    const auto stored = states();
    const auto computed = computeStates();
    if (!stored || !computed)
        return std::unexpected(!stored ? stored.error() : computed.error());
    int differing = 0;
    for (const auto &[uid, state] : computed->asKeyValueRange()) {
        if (const auto found = stored->constFind(uid); found != stored->cend() && *found == state)
            continue;
        ++differing;
        if (auto saved = store(uid, state); !saved)
            return std::unexpected(saved.error());
    }
    for (const QString &uid : stored->keys()) {
        if (computed->contains(uid))
            continue;
        ++differing;
        if (auto gone = m_connection.run(u"DELETE FROM card_state WHERE card_uid = ?"_s, {uid});
            !gone)
            return std::unexpected(gone.error());
    }
    return differing;
}

} // namespace ringside::progress
