#include "classroom/logclock.h"

#include "classroom/chain.h"
#include "filesystem/digest.h"

#include <QFile>

#include <ctime>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

constexpr std::chrono::seconds tolerance = std::chrono::minutes(1);

/// Tells one start of the machine from another, and nothing else of it.
QString bootName()
{
    QFile file(u"/proc/sys/kernel/random/boot_id"_s);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    return QString::fromLatin1(filesystem::digestOf(file.readAll()).toHex().first(16));
}

qint64 secondsUp()
{
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time); // goes on while the machine sleeps
    return time.tv_sec;
}

std::chrono::seconds jumpBetween(const QJsonObject &before, const QJsonObject &after)
{
    const auto timeOf = [](const QJsonObject &entry) {
        return QDateTime::fromString(entry[u"at"_s].toString(), Qt::ISODate);
    };
    if (!timeOf(before).isValid() || !timeOf(after).isValid())
        return {};
    const std::chrono::seconds passed(timeOf(before).secsTo(timeOf(after)));
    if (before[u"boot"_s] != after[u"boot"_s])
        return passed < -tolerance ? passed : std::chrono::seconds(0);
    const std::chrono::seconds up(after[u"up"_s].toInteger() - before[u"up"_s].toInteger());
    return std::chrono::abs(passed - up) > tolerance ? passed - up : std::chrono::seconds(0);
}

} // namespace

QJsonObject timeEntry(const QDateTime &now)
{
    return {{u"at"_s, now.toUTC().toString(Qt::ISODate)}, {u"boot"_s, bootName()},
        {u"up"_s, secondsUp()}};
}

QList<ClockJump> clockJumps(const QByteArray &log)
{
    QList<ClockJump> jumps;
    const QList<ChainRecord> records = readChain(log).records;
    for (qsizetype i = 1; i < records.size(); ++i) {
        const auto by = jumpBetween(records[i - 1].entry, records[i].entry);
        if (by.count() != 0)
            jumps.append({records[i].number, by});
    }
    return jumps;
}

} // namespace ringside::classroom
