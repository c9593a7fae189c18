#include "progress/answerindex.h"

#include "progress/reviews.h"

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

/// The rows that were taken back.
Result<QSet<QString>> takenBack(const Connection &connection)
{
    return connection
        .all(u"SELECT uid, undo_of FROM review WHERE kind = 'undo' ORDER BY order_ms, uid"_s, {},
            [](const Row &row) {
                return Review{
                    .uid = row.text(0), .kind = ReviewKind::Undo, .undoOf = row.text(1)};
            })
        .transform([](const QList<Review> &rows) { return undoneRows(rows); });
}

} // namespace

Result<AnswerIndex> AnswerIndex::open(const Connection &connection)
{
    auto undone = takenBack(connection);
    auto ofCard = connection.prepare(
        u"SELECT order_ms, uid, grade, confidence FROM review WHERE card_uid = ? AND grade > 0"
        " ORDER BY order_ms DESC, uid DESC"_s);
    if (!undone || !ofCard)
        return std::unexpected(!undone ? undone.error() : ofCard.error());
    return AnswerIndex(connection, std::move(*undone), std::move(*ofCard));
}

Result<> AnswerIndex::endReading()
{
    const QSqlError error = m_ofCard.query().lastError();
    m_ofCard.query().finish();
    if (!error.isValid())
        return {};
    return std::unexpected(databaseError(
        m_connection->path(), error.nativeErrorCode().toInt() & 0xFF, error.databaseText()));
}

PastAnswer AnswerIndex::read(const Row &row)
{
    return {.order = row.integer(0),
        .uid = row.text(1),
        .grade = Grade(row.number(2)),
        .confidence = row.maybeNumber(3)};
}

Result<std::map<int, int>> AnswerIndex::perDay() const
{
    std::map<int, int> days;
    const auto counted = m_connection->each(
        u"SELECT study_day, COUNT(*) FROM review WHERE grade > 0 GROUP BY study_day"_s, {},
        [&](const Row &row) { days.emplace(row.number(0), row.number(1)); });
    auto dayOf = m_connection->prepare(u"SELECT study_day FROM review WHERE uid = ? AND grade > 0"_s);
    if (!counted || !dayOf)
        return std::unexpected(!counted ? counted.error() : dayOf.error());
    for (const QString &uid : m_takenBack) {
        if (auto ran = dayOf->run({uid}); !ran)
            return std::unexpected(ran.error());
        if (dayOf->query().next())
            --days[Row(dayOf->query()).number(0)];
    }
    std::erase_if(days, [](const auto &day) { return day.second == 0; });
    return days;
}

} // namespace ringside::progress
