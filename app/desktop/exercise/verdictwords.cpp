#include "desktop/exercise/verdictwords.h"

#include "wording/cause.h"
#include "wording/shortage.h"

#include <QCoreApplication>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

struct VerdictWords
{
    Q_DECLARE_TR_FUNCTIONS(VerdictWords)
};

constexpr qsizetype remarkWidth = 70;

QString oneLine(QString text)
{
    text = text.simplified();
    return text.size() > remarkWidth ? text.left(remarkWidth - 1) + u'…' : text;
}

QString failureText(const grading::CheckResult &result)
{
    const QString cause = wording::sentence(result.cause, result.subject, result.figure);
    const bool isSeen = std::ranges::contains(
        result.shortages, lens::Shortage::Evidence::Seen, &lens::Shortage::evidence);
    if (result.cause <= grading::Cause::Raised && isSeen)
        return oneLine(wording::sentences(result.shortages));
    if (!cause.isEmpty())
        return oneLine(cause);
    if (result.expected.isEmpty() && result.found.isEmpty())
        return oneLine(result.message);
    return VerdictWords::tr("expected %1, found %2").arg(oneLine(result.expected), oneLine(result.found));
}

} // namespace

QString tierText(course::Tier tier)
{
    switch (tier) {
    case course::Tier::Core: return VerdictWords::tr("Core: the task as stated");
    case course::Tier::Engineering: return VerdictWords::tr("Engineering: towards mastered");
    }
    Q_UNREACHABLE_RETURN({});
}

QString outcomeText(grading::CheckOutcome outcome)
{
    switch (outcome) {
    case grading::CheckOutcome::Passed: return VerdictWords::tr("passed");
    case grading::CheckOutcome::Failed: return VerdictWords::tr("failed");
    case grading::CheckOutcome::NotRun: return VerdictWords::tr("not run");
    case grading::CheckOutcome::Ungraded: return VerdictWords::tr("could not be checked");
    }
    Q_UNREACHABLE_RETURN({});
}

QString remarkText(const grading::CheckResult &result)
{
    switch (result.outcome) {
    case grading::CheckOutcome::Passed:
        return VerdictWords::tr("%1 of %2 points").arg(
            wording::pointsText(result.points), wording::pointsText(result.maxPoints));
    case grading::CheckOutcome::Failed: return failureText(result);
    case grading::CheckOutcome::NotRun: return VerdictWords::tr("waits for an earlier check");
    case grading::CheckOutcome::Ungraded: return VerdictWords::tr("could not be checked here");
    }
    Q_UNREACHABLE_RETURN({});
}

Headline headline(const grading::Verdict &verdict)
{
    using grading::CheckOutcome;
    using grading::Outcome;
    const QString points = VerdictWords::tr("%1 of %2 points").arg(
        wording::pointsText(verdict.total.points), wording::pointsText(verdict.total.maxPoints));
    const auto count = [&](auto condition) { return int(std::ranges::count_if(verdict.checks, condition)); };
    const int core = count([](const grading::CheckResult &check) {
        return check.tier == course::Tier::Core && check.outcome != CheckOutcome::Passed;
    });
    const int ungraded = count(
        [](const grading::CheckResult &check) { return check.outcome == CheckOutcome::Ungraded; });
    switch (verdict.outcome) {
    case Outcome::Mastered: return {VerdictWords::tr("Mastered"), points};
    case Outcome::Passed:
        return {VerdictWords::tr("Passed"),
            ungraded > 0
                ? VerdictWords::tr("%1. %n engineering check(s) could not be made here.", nullptr, ungraded)
                      .arg(points)
                : VerdictWords::tr("%1. The rest is the way to mastered.").arg(points)};
    case Outcome::Failed:
        if (!verdict.summary.isEmpty())
            return {VerdictWords::tr("Not passed yet"), verdict.summary};
        return {VerdictWords::tr("Not passed yet"),
            VerdictWords::tr("%1. %n core check(s) to go.", nullptr, core).arg(points)};
    case Outcome::Ungraded:
        return {VerdictWords::tr("Not graded"),
            VerdictWords::tr("%n check(s) could not be made here. This does not count against you.", nullptr,
                ungraded)};
    }
    Q_UNREACHABLE_RETURN({});
}

} // namespace ringside::desktop
