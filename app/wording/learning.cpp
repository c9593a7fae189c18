#include "wording/learning.h"

#include "progress/deck.h"

#include <QCoreApplication>
#include <QLocale>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;
using progress::Grade;
using progress::GradeScale;
using progress::NextStep;
using progress::OpenFailure;
using progress::QuestionKind;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString exerciseTitle(const course::Course &course, const QString &slug)
{
    const course::Exercise *exercise = course.exercise(slug);
    return exercise ? exercise->title : slug;
}

/// "LESSON#PART" as "Lesson title: heading".
QString partTitle(const course::Course &course, const QString &target)
{
    const QString id = target.section(u'#', 0, 0);
    const QString part = target.section(u'#', 1);
    const course::Lesson *lesson = course.lesson(id);
    if (!lesson)
        return id;
    for (const course::Block &block : lesson->blocks) {
        const auto *heading = std::get_if<course::Heading>(&block.content);
        if (heading && heading->anchor == part && heading->level == 2)
            return lesson->title + u": "_s + QString(heading->text).remove(u'`');
    }
    return lesson->title;
}

QString ownerText(const progress::LockOwner &owner)
{
    return Words::tr("process %1 on %2").arg(owner.pid).arg(owner.host);
}

} // namespace

QString gradeName(Grade grade, GradeScale scale)
{
    switch (grade) {
    case Grade::Again:
        return Words::tr("Did not recall");
    case Grade::Hard:
        return Words::tr("Recalled with effort");
    case Grade::Good:
        return Words::tr("Recalled");
    case Grade::Easy:
        return scale == GradeScale::Two ? Words::tr("Recalled") : Words::tr("Recalled at once");
    }
    Q_UNREACHABLE_RETURN({});
}

QString waitText(const progress::GradeChoice &choice, const progress::Moment &now)
{
    if (choice.wait.days == 0) {
        const qint64 minutes = std::max<qint64>(1, (choice.wait.seconds + 30) / 60);
        if (minutes < 120)
            return minutes == 1 ? Words::tr("in 1 minute") : Words::tr("in %1 minutes").arg(minutes);
        return Words::tr("in %1 hours").arg((minutes + 30) / 60);
    }
    const int days = choice.dueDay - now.studyDay;
    if (days <= 1)
        return days <= 0 ? Words::tr("today") : Words::tr("tomorrow");
    const QDate date = progress::dateOf(choice.dueDay);
    const bool thisYear = date.year() == progress::dateOf(now.studyDay).year();
    const QString format = thisYear ? u"d MMM"_s : u"d MMM yyyy"_s;
    return Words::tr("in %1 days, on %2").arg(days).arg(QLocale().toString(date, format));
}

QString questionText(QuestionKind kind, const QString &prompt)
{
    const QString headed = u"**%1**\n\n%2"_s;
    if (kind == QuestionKind::Calls)
        return headed.arg(prompt, Words::tr("Which system calls does this program make? What Python does to start does not count."));
    if (kind == QuestionKind::FindBug)
        return headed.arg(prompt, Words::tr("One line of this program is wrong. Which, and how is it repaired?"));
    return prompt;
}

QString kindName(QuestionKind kind)
{
    switch (kind) {
    case QuestionKind::Open:
        return Words::tr("Open question");
    case QuestionKind::Choice:
        return Words::tr("Choice");
    case QuestionKind::Predict:
        return Words::tr("Predict the output");
    case QuestionKind::FindBug:
        return Words::tr("Find the bug");
    case QuestionKind::OrderSteps:
        return Words::tr("Order the steps");
    case QuestionKind::Calls:
        return Words::tr("Name the system calls");
    case QuestionKind::Coding:
        return Words::tr("Solve it again");
    }
    Q_UNREACHABLE_RETURN({});
}

QString levelName(course::QuestionLevel level)
{
    switch (level) {
    case course::QuestionLevel::Junior:
        return Words::tr("junior");
    case course::QuestionLevel::Mid:
        return Words::tr("mid");
    case course::QuestionLevel::Senior:
        return Words::tr("senior");
    }
    Q_UNREACHABLE_RETURN({});
}

QString topicTitle(const course::Course &course, const QString &topic)
{
    if (const course::Lesson *lesson = course.lesson(topic))
        return lesson->title;
    if (topic == progress::acrossTopic)
        return Words::tr("Across lessons");
    return topic.isEmpty() ? Words::tr("My own cards") : topic;
}

QString stepText(const NextStep &step, const course::Course &course)
{
    switch (step.kind) {
    case NextStep::Kind::ReviewCards:
        return Words::tr("Review %1 now due").arg(cardsText(step.count));
    case NextStep::Kind::RepeatExercise:
        return Words::tr("Try again: %1").arg(exerciseTitle(course, step.target));
    case NextStep::Kind::SolveExercise:
        return Words::tr("Solve: %1").arg(exerciseTitle(course, step.target));
    case NextStep::Kind::DrillTopic:
        return Words::tr("Practise a weak topic: %1").arg(topicTitle(course, step.target));
    case NextStep::Kind::ReadPart:
        return Words::tr("Read: %1").arg(partTitle(course, step.target));
    case NextStep::Kind::LearnCards:
        return step.count == 1 ? Words::tr("Learn 1 new card")
                               : Words::tr("Learn %1 new cards").arg(step.count);
    case NextStep::Kind::MasterExercise:
        return Words::tr("Master what you passed: %1").arg(exerciseTitle(course, step.target));
    case NextStep::Kind::MockInterview:
        return Words::tr("Take a mock interview");
    }
    Q_UNREACHABLE_RETURN({});
}

QString stepLink(const NextStep &step)
{
    switch (step.kind) {
    case NextStep::Kind::ReviewCards:
    case NextStep::Kind::LearnCards:
        return u"ringside:interview/review"_s;
    case NextStep::Kind::RepeatExercise:
    case NextStep::Kind::SolveExercise:
    case NextStep::Kind::MasterExercise:
        return u"ringside:exercise/"_s + step.target;
    case NextStep::Kind::DrillTopic:
        return u"ringside:interview/topic:"_s + step.target;
    case NextStep::Kind::ReadPart:
        return u"ringside:lesson/"_s + step.target;
    case NextStep::Kind::MockInterview:
        return u"ringside:interview/mock"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

QString timeText(qint64 ms)
{
    const qint64 minutes = ms / 60'000;
    if (minutes < 60)
        return ms > 0 && minutes == 0 ? Words::tr("under 1 min") : Words::tr("%1 min").arg(minutes);
    return minutes % 60 == 0 ? Words::tr("%1 h").arg(minutes / 60)
                             : Words::tr("%1 h %2 min").arg(minutes / 60).arg(minutes % 60);
}

QString cardsText(int cards)
{
    return cards == 1 ? Words::tr("1 card") : Words::tr("%1 cards").arg(cards);
}

QString answersText(int answers)
{
    return answers == 1 ? Words::tr("1 answer") : Words::tr("%1 answers").arg(answers);
}

Trouble explain(const OpenFailure &failure)
{
    switch (failure.kind) {
    case OpenFailure::Kind::InUse:
        return {failure.owner
                ? Words::tr("Your progress is open in another program: %1.").arg(ownerText(*failure.owner))
                : Words::tr("Your progress is open in another program."),
            Words::tr("Close it there, and try again.")};
    case OpenFailure::Kind::Newer:
        return {Words::tr("Your progress was written by a newer version of Ringside."),
            Words::tr("Update Ringside, or only look at it here. Nothing in it was changed.")};
    case OpenFailure::Kind::Corrupt:
        return {Words::tr("The file that holds your progress is damaged."),
            Words::tr("It was not changed. Take a copy of an earlier day, or keep what can still be read.")};
    case OpenFailure::Kind::Foreign:
        return {Words::tr("The file in the place of your progress belongs to another program."),
            Words::tr("It was not changed. It can be set aside, and a new file begun.")};
    case OpenFailure::Kind::ReadOnlyPlace:
        return {Words::tr("The folder of your progress cannot be written to."),
            Words::tr("Give yourself the right to write there, and try again.")};
    case OpenFailure::Kind::NoSpace:
        return {Words::tr("The disk is full, so your progress cannot be kept."),
            Words::tr("Make room, and try again.")};
    case OpenFailure::Kind::Missing:
        return {Words::tr("There is no progress here yet."), {}};
    case OpenFailure::Kind::Unreachable:
        return {Words::tr("The file that holds your progress cannot be reached: %1")
                    .arg(describe(failure.error)),
            Words::tr("See to it that the folder is there and yours, and try again.")};
    }
    Q_UNREACHABLE_RETURN({});
}

QString choiceText(OpenFailure::Choice choice)
{
    switch (choice) {
    case OpenFailure::Choice::Retry:
        return Words::tr("Try again");
    case OpenFailure::Choice::OpenReadOnly:
        return Words::tr("Only look at it");
    case OpenFailure::Choice::TakeOver:
        return Words::tr("Open it all the same");
    case OpenFailure::Choice::RestoreBackup:
        return Words::tr("Take an earlier copy");
    case OpenFailure::Choice::Salvage:
        return Words::tr("Keep what can be read");
    case OpenFailure::Choice::StartFresh:
        return Words::tr("Set it aside and begin anew");
    case OpenFailure::Choice::KeepNothing:
        return Words::tr("Go on without keeping anything");
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace ringside::wording
