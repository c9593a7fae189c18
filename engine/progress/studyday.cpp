#include "progress/studyday.h"

namespace ringside::progress {

namespace {

// toJulianDay of 1970-01-01.
constexpr qint64 julianEpoch = 2440588;

} // namespace

Moment momentAt(const QDateTime &time, int rolloverMinutes)
{
    const QDateTime shifted = time.addSecs(-60LL * rolloverMinutes);
    return {.ms = time.toMSecsSinceEpoch(),
        .tzMinutes = time.offsetFromUtc() / 60,
        .studyDay = studyDayOf(shifted.date())};
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
