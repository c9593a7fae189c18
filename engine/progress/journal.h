#pragma once

#include "progress/connection.h"
#include "progress/studyday.h"

#include <QJsonObject>
#include <QJsonValue>

namespace ringside::progress {

/// One use of the program: a window from start to end, a command, a mock interview.
struct Session
{
    QString uid;
    QString kind; ///< "window", "command", "mock"
    Moment started;
    qint64 endedMs = 0; ///< 0: still open, or ended by a kill
    QString appVersion;
    QString contentVersion;
    QJsonObject settings;

    bool operator==(const Session &) const = default;
};

/// Who was here when and for how long, and the few settings that belong to the learner rather than
/// to the machine: retention, caps, an interview date.
class Journal
{
public:
    explicit Journal(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Fills in `uid` unless given.
    [[nodiscard]] Result<> begin(Session &session) const;
    [[nodiscard]] Result<> end(const QString &sessionUid, qint64 nowMs) const;

    /// Adds time. The caller counts only while somebody is active, and calls this every half
    /// minute, so that a kill loses no more than that.
    [[nodiscard]] Result<> addTime(
        const QString &sessionUid, const QString &itemUid, int studyDay, qint64 activeMs) const;

    [[nodiscard]] Result<> set(const QString &key, const QJsonValue &value, qint64 nowMs) const;
    /// Undefined when it was never set.
    [[nodiscard]] Result<QJsonValue> setting(const QString &key) const;

private:
    const Connection &m_connection;
};

} // namespace ringside::progress
