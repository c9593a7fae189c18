#include "desktop/progress/progressfigures.h"

#include "wording/learning.h"

#include <QCoreApplication>
#include <QLocale>

#include <ranges>

namespace ringside::desktop {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

} // namespace

QList<DayFigure> lastDays(const progress::Summary &summary, int today, int count)
{
    QList<DayFigure> days;
    for (int day = today - count + 1; day <= today; ++day) {
        const progress::DayActivity activity = summary.on(day);
        days.append({progress::dateOf(day), activity.activeMs, activity.answers, activity.attempts});
    }
    return days;
}

QList<DayFigure> lastWeeks(const progress::Summary &summary, int today, int weeks)
{
    return lastDays(summary, today, (weeks - 1) * 7 + progress::dateOf(today).dayOfWeek());
}

FigureTable courseTable(const progress::Summary &summary)
{
    const auto row = [](const QString &name, int done, int all) {
        return QStringList{name, QString::number(done), QString::number(all)};
    };
    return {{Words::tr("What"), Words::tr("Done"), Words::tr("All")},
        {row(Words::tr("Parts read"), summary.partsRead, summary.parts),
            row(Words::tr("Lessons read"), summary.lessonsRead, summary.lessons),
            row(Words::tr("Exercises passed"), summary.passed, summary.exercises),
            row(Words::tr("Exercises mastered"), summary.mastered, summary.exercises),
            row(Words::tr("Cards seen"), summary.seen, summary.cards)}};
}

FigureTable dayTable(const QList<DayFigure> &days)
{
    FigureTable table{{Words::tr("Day"), Words::tr("Time"), Words::tr("Answers"), Words::tr("Checks")}, {}};
    for (const DayFigure &day : days | std::views::reverse)
        if (CalendarChart::level(day) > 0)
            table.rows.append({QLocale().toString(day.date, QLocale::ShortFormat), wording::timeText(day.ms),
                QString::number(day.answers), QString::number(day.attempts)});
    return table;
}

} // namespace ringside::desktop
