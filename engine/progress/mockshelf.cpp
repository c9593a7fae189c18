#include "progress/mockshelf.h"

#include <QJsonDocument>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

const QString select = u"SELECT uid, state, report, started_ms, ended_ms, updated_ms FROM mock"_s;

QString toText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

MockRecord readRecord(const Row &row)
{
    return {.uid = row.text(0),
        .state = QJsonDocument::fromJson(row.text(1).toUtf8()).object(),
        .report = QJsonDocument::fromJson(row.text(2).toUtf8()).object(),
        .startedMs = row.integer(3),
        .endedMs = row.integer(4),
        .updatedMs = row.integer(5)};
}

} // namespace

Result<> MockShelf::save(MockRecord &record) const
{
    if (record.uid.isEmpty())
        record.uid = newUid();
    return m_connection.run(
        u"INSERT OR REPLACE INTO mock (uid, state, report, started_ms, ended_ms, updated_ms)"
        " VALUES (?, ?, ?, ?, ?, ?)"_s,
        {record.uid, toText(record.state), toText(record.report), record.startedMs, record.endedMs,
            record.updatedMs});
}

Result<QList<MockRecord>> MockShelf::all() const
{
    return m_connection.all(select + u" ORDER BY started_ms DESC, uid"_s, {}, readRecord);
}

Result<std::optional<MockRecord>> MockShelf::find(const QString &uid) const
{
    return m_connection.first(select + u" WHERE uid = ?"_s, {uid}, readRecord);
}

Result<std::optional<MockRecord>> MockShelf::unfinished() const
{
    return m_connection.first(
        select + u" WHERE ended_ms = 0 ORDER BY started_ms DESC LIMIT 1"_s, {}, readRecord);
}

} // namespace ringside::progress
