#pragma once

#include <QDateTime>

namespace ringside::progress {

/// A moment as the log keeps it. The study day is fixed when it is written and never computed
/// again: a journey through time zones must not move old reviews.
struct Moment
{
    qint64 ms = 0; ///< since 1970, UTC
    int tzMinutes = 0; ///< offset of local time from UTC
    int studyDay = 0; ///< days since 1970-01-01, by local date, changing at the rollover hour

    bool operator==(const Moment &) const = default;
};

/// At four in the morning a new study day begins: late at night is still today.
constexpr int defaultRolloverMinutes = 4 * 60;

/// A local time as a moment.
[[nodiscard]] Moment momentAt(const QDateTime &time, int rolloverMinutes = defaultRolloverMinutes);

/// Now, on this machine's clock.
[[nodiscard]] Moment currentMoment(int rolloverMinutes = defaultRolloverMinutes);

/// The date of a study day, for people.
[[nodiscard]] QDate dateOf(int studyDay);
[[nodiscard]] int studyDayOf(const QDate &date);

} // namespace ringside::progress
