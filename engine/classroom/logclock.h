#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QJsonObject>
#include <QList>

#include <chrono>

namespace ringside::classroom {

/// A time by the machine's clock, with how long the machine has been running: nobody can set that.
[[nodiscard]] QJsonObject timeEntry(const QDateTime &now);

/// A clock that was set between two records of a log.
struct ClockJump
{
    qint64 record = 0; ///< the first one after it
    std::chrono::seconds by{}; ///< less than nothing: set back

    bool operator==(const ClockJump &) const = default;
};

/// Where the clock went otherwise than the machine, by more than a minute: clocks are put right all
/// the time, by seconds. Over a restart only a clock that went back is seen. The log is a chain of
/// entries with timeEntry() in them; who made it could have made it up.
[[nodiscard]] QList<ClockJump> clockJumps(const QByteArray &log);

} // namespace ringside::classroom
