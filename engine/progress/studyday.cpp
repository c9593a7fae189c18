#include "progress/studyday.h"

namespace ringside::progress {

namespace {

// toJulianDay of 1970-01-01.
constexpr qint64 julianEpoch = 2440588;

} // namespace

Moment momentAt(const QDateTime &time, int rolloverMinutes)
{
    // By the clock on the wall: hours that passed would be one too few or too many when it is set to summer or winter.
    const bool isStillYesterday = time.time().msecsSinceStartOfDay() < rolloverMinutes * 60'000;
    return {.ms = time.toMSecsSinceEpoch(),
        .tzMinutes = time.offsetFromUtc() / 60,
        .studyDay = studyDayOf(time.date()) - (isStillYesterday ? 1 : 0)};
}

Moment currentMoment(int rolloverMinutes)
{
    return momentAt(QDateTime::currentDateTime(), rolloverMinutes);
}

QDate dateOf(int studyDay)
{
    return QDate::fromJulianDay(julianEpoch + studyDay);
}

int studyDayOf(const QDate &date)
{
    return static_cast<int>(date.toJulianDay() - julianEpoch);
}

} // namespace ringside::progress
