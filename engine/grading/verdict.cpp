#include "grading/verdict.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>
#include <cmath>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

QString toString(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Passed:
        return u"passed"_s;
    case CheckOutcome::Failed:
        return u"failed"_s;
    case CheckOutcome::NotRun:
        return u"not-run"_s;
    case CheckOutcome::Ungraded:
        return u"ungraded"_s;
    }
    return {};
}

QString toString(Outcome outcome)
{
    switch (outcome) {
    case Outcome::Mastered:
        return u"mastered"_s;
    case Outcome::Passed:
        return u"passed"_s;
    case Outcome::Failed:
        return u"failed"_s;
    case Outcome::Ungraded:
        return u"ungraded"_s;
    }
    return {};
}

QString toString(course::Tier tier)
{
    return tier == course::Tier::Core ? u"core"_s : u"engineering"_s;
}

/// Sums of tenths and thirds without their binary dust.
double tidy(double points)
{
    return std::round(points * 1e6) / 1e6;
}

QJsonObject toJson(const Points &points)
{
    return {{u"points"_s, tidy(points.points)}, {u"max_points"_s, tidy(points.maxPoints)}};
}

QJsonValue toJson(const std::optional<Where> &where)
{
    if (!where)
        return QJsonValue::Null;
    return QJsonObject{{u"file"_s, where->file}, {u"line"_s, where->line},
        {u"column"_s, where->column}, {u"end_column"_s, where->endColumn},
        {u"call"_s, where->call}};
}

QJsonObject toJson(const CheckResult &check)
{
    QJsonObject json{{u"id"_s, check.id}, {u"title"_s, check.title},
        {u"kind"_s, course::toString(check.kind)}, {u"tier"_s, toString(check.tier)},
        {u"outcome"_s, toString(check.outcome)}, {u"points"_s, tidy(check.points)},
        {u"max_points"_s, tidy(check.maxPoints)}, {u"message"_s, check.message},
        {u"expected"_s, check.expected}, {u"found"_s, check.found}, {u"fixture"_s, check.fixture},
        {u"case"_s, check.caseId}, {u"where"_s, toJson(check.where)},
        {u"seed"_s, static_cast<qint64>(check.seed)}};
    if (check.cause != Cause::None)
        json[u"cause"_s] = toString(check.cause);
    using Evidence = lens::Shortage::Evidence;
    if (const QJsonArray met = lens::toJson(check.shortages, Evidence::Seen); !met.isEmpty())
        json[u"limits_met"_s] = met;
    if (const QJsonArray suspected = lens::toJson(check.shortages, Evidence::Told); !suspected.isEmpty())
        json[u"limits_suspected"_s] = suspected;
    if (!check.blockedBy.isEmpty())
        json[u"blocked_by"_s] = check.blockedBy;
    if (check.error)
        json[u"error"_s] = describe(*check.error);
    return json;
}

QJsonObject toJson(const sandbox::Features &features)
{
    return {{u"kernel"_s, features.kernel}, {u"landlock_abi"_s, features.landlockAbi},
        {u"seccomp"_s, features.seccomp}, {u"cgroup"_s, features.cgroup},
        {u"trace"_s, features.trace}, {u"warm"_s, features.warm},
        {u"dropped_root"_s, features.droppedRoot}};
}

bool isCore(const CheckResult &check)
{
    return check.tier == course::Tier::Core;
}

void addPoints(Points &sum, const CheckResult &check)
{
    sum.points += check.points;
    sum.maxPoints += check.maxPoints;
}

Outcome outcomeOf(const QList<CheckResult> &checks)
{
    const auto passed
        = [](const CheckResult &check) { return check.outcome == CheckOutcome::Passed; };
    const auto failed
        = [](const CheckResult &check) { return check.outcome == CheckOutcome::Failed; };
    const auto coreOpen = [](const CheckResult &check) {
        return isCore(check) && check.outcome != CheckOutcome::Passed;
    };
    if (checks.isEmpty())
        return Outcome::Ungraded;
    if (std::ranges::all_of(checks, passed))
        return Outcome::Mastered;
    if (std::ranges::none_of(checks, coreOpen))
        return Outcome::Passed;
    // A core check that was not run stands behind one that failed, or behind one of ours that is
    // Ungraded.
    const bool coreFailed = std::ranges::any_of(
        checks, [&](const CheckResult &check) { return isCore(check) && failed(check); });
    const bool notRun = std::ranges::any_of(checks, [](const CheckResult &check) {
        return isCore(check) && check.outcome == CheckOutcome::NotRun;
    });
    const bool blameless = std::ranges::none_of(checks, failed);
    return coreFailed || (notRun && !blameless) ? Outcome::Failed : Outcome::Ungraded;
}

void hideValues(CheckResult &check)
{
    check.expected.clear();
    check.found.clear();
    check.fixture.clear();
    check.where.reset();
    check.caseId.clear();
}

} // namespace

QString toString(Cause cause)
{
    switch (cause) {
    case Cause::None:
        return {};
    case Cause::Differs:
        return u"differs"_s;
    case Cause::Raised:
        return u"raised"_s;
    case Cause::SyntaxError:
        return u"syntax-error"_s;
    case Cause::ImportFailed:
        return u"import-failed"_s;
    case Cause::ExitedAtImport:
        return u"exited-at-import"_s;
    case Cause::EntryMissing:
        return u"entry-missing"_s;
    case Cause::EntryNotCallable:
        return u"entry-not-callable"_s;
    case Cause::NoAnswer:
        return u"no-answer"_s;
    case Cause::AnswerTooLarge:
        return u"answer-too-large"_s;
    case Cause::AnswerUnreadable:
        return u"answer-unreadable"_s;
    case Cause::AnswerForged:
        return u"answer-forged"_s;
    case Cause::Signalled:
        return u"signalled"_s;
    case Cause::WallLimit:
        return u"wall-limit"_s;
    case Cause::CpuLimit:
        return u"cpu-limit"_s;
    case Cause::MemoryLimit:
        return u"memory-limit"_s;
    case Cause::OutputLimit:
        return u"output-limit"_s;
    case Cause::CallLimit:
        return u"call-limit"_s;
    }
    return {};
}

void sumUp(Verdict &verdict, const course::Exercise &exercise)
{
    verdict.total = verdict.core = verdict.engineering = {};
    for (CheckResult &check : verdict.checks) {
        check.points = check.outcome == CheckOutcome::Passed ? check.maxPoints : 0;
        addPoints(verdict.total, check);
        addPoints(isCore(check) ? verdict.core : verdict.engineering, check);
    }
    for (const course::Check &check : exercise.checks) {
        const auto result = std::ranges::find(verdict.checks, check.id, &CheckResult::id);
        const bool failed
            = result != verdict.checks.end() && result->outcome == CheckOutcome::Failed;
        if (check.gate && failed)
            verdict.total.points = std::min(verdict.total.points, *check.gate);
    }
    verdict.outcome = outcomeOf(verdict.checks);
}

Verdict redacted(Verdict verdict, Reader reader)
{
    for (CheckResult &check : verdict.checks) {
        const bool hidden
            = check.visibility == course::Visibility::Hidden && reader == Reader::LabLearner;
        if (hidden)
            check.title.clear();
        if (hidden
            || (check.visibility == course::Visibility::NameOnly && reader != Reader::Author))
            hideValues(check);
    }
    return verdict;
}

QByteArray toJson(const Verdict &verdict)
{
    QJsonArray checks;
    for (const CheckResult &check : verdict.checks)
        checks.append(toJson(check));
    QJsonArray seeds;
    for (const quint64 seed : verdict.seeds)
        seeds.append(static_cast<qint64>(seed));
    const QJsonObject json{{u"format"_s, 1},
        {u"exercise"_s,
            QJsonObject{{u"id"_s, verdict.exercise}, {u"slug"_s, verdict.slug},
                {u"title"_s, verdict.title}}},
        {u"outcome"_s, toString(verdict.outcome)}, {u"points"_s, tidy(verdict.total.points)},
        {u"max_points"_s, tidy(verdict.total.maxPoints)}, {u"core"_s, toJson(verdict.core)},
        {u"engineering"_s, toJson(verdict.engineering)}, {u"checks"_s, checks}, {u"seeds"_s, seeds},
        {u"summary"_s, verdict.summary}, {u"sandbox"_s, toJson(verdict.features)},
        {u"python"_s, verdict.features.python}};
    return QJsonDocument(json).toJson(QJsonDocument::Indented);
}

} // namespace ringside::grading
