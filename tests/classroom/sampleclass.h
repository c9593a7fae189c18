#pragma once

#include "classroom/gradebook.h"

#include <QTimeZone>

namespace ringside::tests {

using namespace ringside::classroom;
using namespace Qt::StringLiterals;
using grading::CheckOutcome;
using grading::Outcome;
using What = JournalEntry::What;

inline QDateTime at(qint64 seconds)
{
    return QDateTime::fromSecsSinceEpoch(seconds, QTimeZone::UTC);
}

inline constexpr qint64 due = 1'760'000'000;

/// Two exercises, ten points and five; a tenth is lost for every day.
inline Plan samplePlan()
{
    Lab lab{.id = u"lab"_s, .title = u"Week 3"_s, .due = at(due), .late = {.percentPerUnit = 10}};
    lab.exercises = {{.id = u"a"_s, .slug = u"tidy"_s, .points = 10}, {.id = u"b"_s, .slug = u"prune"_s, .points = 5}};
    return {.lab = lab,
        .students = {{.id = u"1"_s, .name = u"Ann Lee"_s, .email = u"ann@example.org"_s}, {.id = u"2"_s, .name = u"Bob, \"B\""_s},
            {.id = u"3"_s, .name = u"=cmd()"_s}},
        .items = {{.student = u"1"_s, .slug = u"tidy"_s, .source = "aa", .submitted = due - 5},
            {.student = u"1"_s, .slug = u"prune"_s, .source = "ab", .submitted = due - 5},
            {.student = u"2"_s, .slug = u"tidy"_s, .source = "ba", .submitted = due + 3600}}};
}

inline GradedItem result(const QString &student, const QString &slug, const QByteArray &source, double points,
    Outcome outcome = Outcome::Passed)
{
    GradedItem item{.student = student, .slug = slug, .source = source, .exercise = "e1"};
    const auto hidden = course::Visibility::Hidden;
    const auto state = outcome == Outcome::Ungraded ? CheckOutcome::Ungraded
        : points >= 100                             ? CheckOutcome::Passed
                                                    : CheckOutcome::Failed;
    item.verdict = {.title = slug, .outcome = outcome, .total = {points, 100}, .core = {std::min(points, 40.0), 40}};
    item.verdict.checks = {{.id = u"core"_s, .title = u"Sums"_s, .outcome = points >= 40 ? CheckOutcome::Passed : state, .maxPoints = 40},
        {.id = u"more"_s, .title = u"Secret title"_s, .tier = course::Tier::Engineering, .outcome = state, .maxPoints = 60,
            .message = u"It is <b>not</b> enough."_s, .expected = u"secret value"_s, .found = u"wrong value"_s, .visibility = hidden}};
    for (grading::CheckResult &check : item.verdict.checks)
        check.points = check.outcome == CheckOutcome::Passed ? check.maxPoints : 0;
    return item;
}

inline QList<GradedItem> sampleResults()
{
    return {result(u"1"_s, u"prune"_s, "ab", 100, Outcome::Mastered), result(u"1"_s, u"tidy"_s, "aa", 75), result(u"2"_s, u"tidy"_s, "ba", 40)};
}

inline JournalEntry said(What what, const QString &student, const QString &slug, std::optional<double> points,
    const QString &text = u"because"_s, qint64 minutes = 0)
{
    return {.what = what, .at = at(due), .actor = u"teacher"_s, .student = student, .slug = slug, .points = points,
        .text = text, .minutes = minutes};
}

} // namespace ringside::tests
