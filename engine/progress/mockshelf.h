#pragma once

#include "progress/connection.h"

#include <QJsonObject>

namespace ringside::progress {

/// A mock interview as it is kept: running, interrupted, or finished with its report.
struct MockRecord
{
    QString uid;
    QJsonObject state; ///< MockInterview::toJson
    QJsonObject report; ///< MockReport; empty until the review is finished
    qint64 startedMs = 0;
    qint64 endedMs = 0; ///< 0 while it runs
    qint64 updatedMs = 0;

    bool operator==(const MockRecord &) const = default;
};

class MockShelf
{
public:
    explicit MockShelf(const Connection &connection)
        : m_connection(connection)
    {
    }

    /// Adds or replaces. Fills in `uid` unless given.
    [[nodiscard]] Result<> save(MockRecord &record) const;
    /// Newest first.
    [[nodiscard]] Result<QList<MockRecord>> all() const;
    [[nodiscard]] Result<std::optional<MockRecord>> find(const QString &uid) const;
    /// The newest one that was not brought to its end: offered after a restart.
    [[nodiscard]] Result<std::optional<MockRecord>> unfinished() const;

private:
    const Connection &m_connection;
};

} // namespace ringside::progress
