#include "wording/reportwords.h"

#include <QCoreApplication>

namespace ringside::wording {

namespace {

struct Report
{
    Q_DECLARE_TR_FUNCTIONS(Report)
};

} // namespace

progress::ReportWords reportWords()
{
    return {.title = Report::tr("Mock interview"),
        .wished = Report::tr("Topics: %1"),
        .timeUsed = Report::tr("%1 of %2 minutes used"),
        .points = Report::tr("%1 of %2 points"),
        .passPoints = Report::tr("passed from %1 points"),
        .timeOfStep = Report::tr("%1 min planned, %2 min used, %3 min of them thinking"),
        .skipped = Report::tr("skipped"),
        .confidence = Report::tr("confidence %1 %"),
        .sureAndWrong = Report::tr("sure and wrong"),
        .right = Report::tr("right"),
        .wrong = Report::tr("wrong"),
        .answer = Report::tr("Answer"),
        .asked = Report::tr("Asked for"),
        .watch = Report::tr("Interviewers look for"),
        .keyPoint = Report::tr("Key point"),
        .essential = Report::tr("essential"),
        .learner = Report::tr("Learner"),
        .instructor = Report::tr("Instructor"),
        .yes = Report::tr("yes"),
        .no = Report::tr("no"),
        .beliefs = Report::tr("Wrong beliefs stated"),
        .checks = Report::tr("Checks"),
        .core = Report::tr("The task as stated"),
        .engineering = Report::tr("Engineering"),
        .topics = Report::tr("Points by topic"),
        .keyPointsHit = Report::tr("key points: %1 of %2"),
        .questions = Report::tr("questions: %1"),
        .notAsked = Report::tr("not asked this time"),
        .calibration = Report::tr("Confidence and result"),
        .tooFew = Report::tr("%1 answers so far: too few to judge (%2 are needed)"),
        .calibrationLine = Report::tr("%1 answers: mean confidence %2 %, right %3 %, Brier score %4"),
        .earlier = Report::tr("Earlier interviews of this kind"),
        .next = Report::tr("What to take next"),
        .lookFor = Report::tr("What interviewers look out for here")};
}

} // namespace ringside::wording
