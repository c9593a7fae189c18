#include "wording/labwords.h"

#include "classroom/exchange.h"

#include <QCoreApplication>
#include <QLocale>

namespace ringside::wording {

using namespace Qt::StringLiterals;
using classroom::pointsText;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// In the largest unit that leaves nothing over.
QString lengthText(std::chrono::seconds length)
{
    const auto minutes = std::chrono::ceil<std::chrono::minutes>(length).count();
    if (minutes % (24 * 60) == 0)
        return Words::tr("%1 d").arg(minutes / (24 * 60));
    return minutes % 60 == 0 ? Words::tr("%1 h").arg(minutes / 60) : Words::tr("%1 min").arg(minutes);
}

} // namespace

QString momentText(const QDateTime &time)
{
    return QLocale().toString(time.toLocalTime(), QLocale::ShortFormat);
}

QString withheldText(const classroom::Lab &lab)
{
    if (lab.isExam)
        return Words::tr("an exam: neither hints nor the reference solution");
    if (!lab.givesHints && !lab.showsReference)
        return Words::tr("neither hints nor the reference solution");
    if (!lab.givesHints)
        return Words::tr("no hints");
    return lab.showsReference ? QString() : Words::tr("no reference solution");
}

QString lateText(const classroom::Lab &lab)
{
    const classroom::LatePolicy &late = lab.late;
    if (!lab.due.isValid())
        return {};
    QStringList parts;
    if (late.grace.count() > 0)
        parts.append(Words::tr("%1 of grace").arg(lengthText(late.grace)));
    for (const classroom::LatePolicy::Step &step : late.steps)
        parts.append(Words::tr("%1 % less from %2 late")
                         .arg(pointsText(step.percent), lengthText(step.after)));
    if (late.percentPerUnit > 0)
        parts.append((late.unit == std::chrono::hours(1)
                ? Words::tr("%1 % less for each hour that was begun")
                : Words::tr("%1 % less for each day that was begun"))
                         .arg(pointsText(late.percentPerUnit)));
    if (late.mostPercent < 100 && !parts.isEmpty())
        parts.append(Words::tr("%1 % less at most").arg(pointsText(late.mostPercent)));
    if (late.cutOff)
        parts.append(late.cutOff->count() == 0
                ? Words::tr("nothing counts after the deadline")
                : Words::tr("nothing counts from %1 late on").arg(lengthText(*late.cutOff)));
    return parts.isEmpty() ? Words::tr("nothing is lost for lateness") : parts.join(u"; "_s);
}

QString moodleHint(double points)
{
    if (points <= classroom::usualMostInMoodle)
        return {};
    return Words::tr("The lab has %1 points. Moodle takes at most %2 unless its site allows more: give "
                     "fewer, or export the marks in proportion.")
        .arg(classroom::pointsText(points), classroom::pointsText(classroom::usualMostInMoodle));
}

} // namespace ringside::wording
