#include "cli/commands.h"
#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "wording/learning.h"

#include <QCoreApplication>
#include <QJsonDocument>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using progress::Summary;
using progress::TopicSummary;

constexpr int titleWidth = 34;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString standing(const TopicSummary &topic)
{
    const auto score = topic.score();
    if (!score)
        return topic.answers == 0 ? Words::tr("unknown") : Words::tr("too few answers to tell");
    const QString figures = Words::tr("%1 of the last %2 recalled").arg(topic.passes).arg(topic.answers);
    return topic.isWeak() ? Words::tr("weak, %1").arg(figures) : figures;
}

class SummaryPrinter
{
public:
    SummaryPrinter(const Summary &summary, const course::Course &course)
        : m_summary(summary)
        , m_course(course)
    {
    }

    void print()
    {
        printFigures();
        printTopics();
        for (const progress::NextStep &step : m_summary.next)
            line(step == m_summary.next.first() ? Words::tr("next") : Words::tr("then"),
                wording::stepText(step, m_course));
    }

private:
    void printFigures()
    {
        const int today = progress::currentMoment().studyDay;
        line(Words::tr("lessons"),
            Words::tr("%1 of %2 parts read, %3 of %4 lessons")
                .arg(m_summary.partsRead).arg(m_summary.parts).arg(m_summary.lessonsRead).arg(m_summary.lessons));
        line(Words::tr("exercises"),
            Words::tr("%1 mastered, %2 passed, %3 tried, of %4")
                .arg(m_summary.mastered).arg(m_summary.passed - m_summary.mastered)
                .arg(m_summary.tried).arg(m_summary.exercises));
        line(Words::tr("cards"),
            Words::tr("%1 due, %2 seen, %3 suspended, of %4")
                .arg(m_summary.due).arg(m_summary.seen).arg(m_summary.suspended).arg(m_summary.cards));
        line(Words::tr("time"),
            Words::tr("%1 today, %2 in seven days").arg(wording::timeText(m_summary.activeMs(today, 1)),
                wording::timeText(m_summary.activeMs(today, 7))));
    }

    void printTopics()
    {
        m_console.printLines({}, 0);
        for (const TopicSummary &topic : m_summary.topics) {
            const QString title = wording::topicTitle(m_course, topic.topic);
            const bool weak = topic.isWeak();
            m_console.printLines(title.left(titleWidth).leftJustified(titleWidth + 2)
                    + m_console.toned(standing(topic), weak ? Tone::Bad : topic.score() ? Tone::Plain : Tone::Quiet),
                0);
        }
        m_console.printLines({}, 0);
    }

    void line(const QString &label, const QString &text)
    {
        m_console.printLines(m_console.toned(label.leftJustified(12), Tone::Quiet) + text, 0);
    }

    Console m_console;
    const Summary &m_summary;
    const course::Course &m_course;
};

int showProgress(const Arguments &arguments)
{
    const auto store = openStore(progress::Store::Access::ReadOnly);
    if (!store)
        return Impossible;
    const course::Course &course = Session::current().course();
    const auto summary = progress::summarize(*store, course, progress::currentMoment());
    if (!summary)
        return complain(summary.error());
    if (arguments.has(u"json"_s))
        Console().printRaw(QJsonDocument(progress::toJson(*summary)).toJson());
    else
        SummaryPrinter(*summary, course).print();
    return Good;
}

} // namespace

Command progressCommand()
{
    return {.name = u"progress"_s,
        .summary = Words::tr("Tells what was learned and what comes next."),
        .description = Words::tr(
            "Prints what was read, passed and mastered, which cards are due, the time spent, and how each\n"
            "topic stands. A topic with fewer than five answers is unknown, not weak. Nothing is changed,\n"
            "and the window may be open meanwhile."),
        .arguments = {},
        .options = {{u"json"_s, {}, Words::tr("print one object: lessons, exercises, cards, topics, days, next")}},
        .run = showProgress};
}

} // namespace ringside::cli
