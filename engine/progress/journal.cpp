#include "progress/journal.h"

#include <QJsonArray>
#include <QJsonDocument>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

QString toText(const QJsonObject &object)
{
    return QString::fromUtf8(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

} // namespace

Result<> Journal::begin(Session &session) const
{
    if (session.uid.isEmpty())
        session.uid = newUid();
    return m_connection.run(u"INSERT INTO session (uid, kind, started_ms, ended_ms, tz_min, "
                            u"app_version, content_version,"
                            " settings) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"_s,
        {session.uid, session.kind, session.started.ms, session.endedMs, session.started.tzMinutes,
            session.appVersion, session.contentVersion, toText(session.settings)});
}

Result<> Journal::end(const QString &sessionUid, qint64 nowMs) const
{
    return m_connection.run(
        u"UPDATE session SET ended_ms = ? WHERE uid = ?"_s, {nowMs, sessionUid});
}

Result<> Journal::addTime(
    const QString &sessionUid, const QString &itemUid, int studyDay, qint64 activeMs) const
{
    return m_connection.run(
        u"INSERT INTO activity (session_uid, item_uid, study_day, active_ms) VALUES (?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET active_ms = active_ms + excluded.active_ms"_s,
        {sessionUid, itemUid, studyDay, activeMs});
}

Result<> Journal::set(const QString &key, const QJsonValue &value, qint64 nowMs) const
{
    // An array around it: a bare value is no JSON document to Qt.
    const QByteArray text = QJsonDocument(QJsonArray{value}).toJson(QJsonDocument::Compact);
    return m_connection.run(
        u"INSERT OR REPLACE INTO setting (key, value, updated_ms) VALUES (?, ?, ?)"_s,
        {key, QString::fromUtf8(text), nowMs});
}

Result<QJsonValue> Journal::setting(const QString &key) const
{
    return m_connection
        .first(u"SELECT value FROM setting WHERE key = ?"_s, {key},
            [](const Row &row) { return row.text(0); })
        .transform([](const std::optional<QString> &text) {
            if (!text)
                return QJsonValue(QJsonValue::Undefined);
            return QJsonDocument::fromJson(text->toUtf8()).array().at(0);
        });
}

} // namespace ringside::progress
