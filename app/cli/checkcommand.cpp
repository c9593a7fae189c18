#include "classroom/openlabs.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/session.h"
#include "course/suggestion.h"
#include "wording/cause.h"
#include "wording/feedback.h"
#include "wording/trouble.h"

#include <QCoreApplication>
#include <QFileInfo>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using grading::CheckOutcome;
using grading::CheckResult;
using grading::Verdict;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

constexpr int markWidth = 8;

std::pair<QString, Tone> markOf(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Passed:
        return {Words::tr("pass"), Tone::Good};
    case CheckOutcome::Failed:
        return {Words::tr("FAIL"), Tone::Bad};
    case CheckOutcome::NotRun:
        return {Words::tr("not run"), Tone::Quiet};
    case CheckOutcome::Ungraded:
        return {Words::tr("open"), Tone::Quiet};
    }
    Q_UNREACHABLE_RETURN({});
}

class VerdictPrinter
{
public:
    explicit VerdictPrinter(const Verdict &verdict)
        : m_verdict(verdict)
    {
    }

    void print()
    {
        m_console.printLines(
            m_console.toned(m_verdict.title, Tone::Strong) + u" ("_s + m_verdict.slug + u')', 0);
        m_console.printLines({}, 0);
        for (const CheckResult &check : m_verdict.checks)
            printCheck(check);
        m_console.printLines({}, 0);
        printSum();
    }

private:
    void printCheck(const CheckResult &check)
    {
        const auto [mark, tone] = markOf(check.outcome);
        QString line = m_console.toned(mark.leftJustified(markWidth), tone) + check.title;
        if (check.outcome == CheckOutcome::Passed || check.outcome == CheckOutcome::Failed)
            line += m_console.toned(u"  %1/%2"_s.arg(wording::pointsText(check.points),
                                        wording::pointsText(check.maxPoints)),
                Tone::Quiet);
        if (check.outcome == CheckOutcome::NotRun)
            line += u"  "_s + Words::tr("(waits for: %1)").arg(titleOf(check.blockedBy));
        m_console.printLines(line, 2);
        if (check.error) {
            const wording::Trouble trouble = wording::explain(*check.error);
            m_console.print((trouble.what + u' ' + trouble.remedy).trimmed(), markWidth + 2);
        }
        // What ended every run is said once, below.
        if (check.outcome == CheckOutcome::Failed && m_verdict.cause == grading::Cause::None)
            printFailure(check);
    }

    void printFailure(const CheckResult &check)
    {
        m_console.print(check.message, markWidth + 2);
        printText(Words::tr("expected"), check.expected);
        printText(Words::tr("found"), check.found);
        if (check.where)
            printText(Words::tr("at"),
                Words::tr("line %1 of %2").arg(check.where->line).arg(check.where->file));
        printText(Words::tr("in"), check.fixture);
    }

    /// A label and its lines, aligned below each other.
    void printText(const QString &label, const QString &text)
    {
        if (text.isEmpty())
            return;
        const int width = 10;
        QString shown = text;
        shown.replace(u"\n"_s, u"\n"_s + QString(width, u' '));
        m_console.printLines(
            m_console.toned(label.leftJustified(width), Tone::Quiet) + shown, markWidth + 2);
    }

    [[nodiscard]] QString titleOf(const QString &id) const
    {
        const auto check = std::ranges::find(m_verdict.checks, id, &CheckResult::id);
        return check == m_verdict.checks.end() ? id : check->title;
    }

    void printSum()
    {
        const auto points = [](const QString &name, const grading::Points &sum) {
            return name + u' ' + wording::pointsText(sum.points) + u'/'
                + wording::pointsText(sum.maxPoints);
        };
        const bool good = m_verdict.outcome == grading::Outcome::Mastered
            || m_verdict.outcome == grading::Outcome::Passed;
        const QString outcome = m_console.toned(
            wording::outcomeName(m_verdict.outcome), good ? Tone::Good : Tone::Bad);
        if (!m_verdict.summary.isEmpty())
            m_console.print(m_verdict.summary);
        m_console.printLines(outcome + u": "_s + points(Words::tr("core"), m_verdict.core) + u", "_s
                + points(Words::tr("engineering"), m_verdict.engineering) + u", "_s
                + Words::tr("together %1 of %2 points")
                    .arg(wording::pointsText(m_verdict.total.points),
                        wording::pointsText(m_verdict.total.maxPoints)),
            0);
    }

    Console m_console;
    const Verdict &m_verdict;
};

/// The exercise of that name, or what is to be said instead.
const course::Exercise *findExercise(const QString &name, int &status)
{
    const course::Course &course = Session::current().course();
    if (const course::Exercise *exercise = course.exercise(name))
        return exercise;
    for (const course::Broken &broken : course.broken) {
        if (QFileInfo(broken.folder).fileName() != name)
            continue;
        for (const Error &error : broken.errors)
            status = complain(Impossible, describe(error));
        return nullptr;
    }
    QStringList slugs;
    for (const course::Exercise &exercise : course.exercises)
        slugs.append(exercise.slug);
    const QString nearest = course::nearest(name, slugs);
    status = complain(BadUsage, Words::tr("there is no exercise %1").arg(name),
        nearest.isEmpty() ? Words::tr("`ringside list exercises` names them all.")
                          : Words::tr("Did you mean %1?").arg(nearest));
    return nullptr;
}

int statusOf(grading::Outcome outcome)
{
    switch (outcome) {
    case grading::Outcome::Mastered:
    case grading::Outcome::Passed:
        return Good;
    case grading::Outcome::Failed:
        return NotPassed;
    case grading::Outcome::Ungraded:
        return Impossible;
    }
    Q_UNREACHABLE_RETURN(Impossible);
}

Verdict asPractised(Verdict verdict)
{
    wording::addSentences(verdict);
    return grading::redacted(std::move(verdict), grading::Reader::Learner);
}

void printVerdict(const Verdict &verdict, const std::optional<classroom::LabRule> &rule)
{
    VerdictPrinter(verdict).print();
    if (rule)
        Console().print(rule->isExam ? Words::tr("This exercise is part of the exam “%1”.").arg(rule->title)
                                     : Words::tr("This exercise is part of the lab “%1”.").arg(rule->title));
}

int check(const Arguments &arguments)
{
    bool isNumber = true;
    const quint64 seed
        = arguments.has(u"seed"_s) ? arguments.value(u"seed"_s).toULongLong(&isNumber) : 1;
    if (!isNumber || seed > grading::largestSeed)
        return complain(BadUsage,
            Words::tr("--seed: %1 is no number from 0 to %2")
                .arg(arguments.value(u"seed"_s))
                .arg(grading::largestSeed));
    const auto solution = readNamedFile(arguments.argument(u"FILE"_s));
    if (!solution)
        return complain(BadUsage, solution.error());
    int status = Good;
    const course::Exercise *exercise = findExercise(arguments.argument(u"EXERCISE"_s), status);
    if (!exercise)
        return status;
    const auto rule
        = classroom::OpenLabs().ruleFor(exercise->id, QDateTime::currentDateTimeUtc());
    const course::Exercise shownExercise
        = rule ? classroom::underRule(*exercise, *rule) : *exercise;
    Session &session = Session::current();
    auto verdict = session.wait(
        session.grader().grade({.exercise = shownExercise, .solution = *solution, .seed = seed}),
        [](int done, int all) {
            Console::showProgress(Words::tr("run %1 of %2").arg(done).arg(all));
        });
    Console::hideProgress();
    if (!verdict)
        return complain(verdict.error());
    const Verdict shown = rule ? wording::asShown(*verdict) : asPractised(*verdict);
    if (arguments.has(u"json"_s))
        Console().printRaw(grading::toJson(shown));
    else
        printVerdict(shown, rule);
    return statusOf(shown.outcome);
}

} // namespace

Command checkCommand()
{
    return {.name = u"check"_s,
        .summary = Words::tr("Grades one solution of an exercise."),
        .description = Words::tr(
            "Every case of the exercise runs in a sandbox of its own. The status is 0 when the "
            "solution passed or\n"
            "mastered the exercise, 1 when it did not, and 3 when the fault is not the learner's."),
        .arguments
        = {{u"EXERCISE"_s, Words::tr("slug, id or number: see `ringside list exercises`"),
               Argument::Count::One, {}},
            {u"FILE"_s, Words::tr("the solution; - reads it from standard input"),
                Argument::Count::One, {}}},
        .options
        = {{u"seed"_s, u"N"_s, Words::tr("the seed of a verdict, to see the same files again")},
            {u"json"_s, {}, Words::tr("print the verdict as one object")}},
        .run = check};
}

} // namespace ringside::cli
