#include "grading/assembly.h"

#include <algorithm>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

class Assembly
{
public:
    Assembly(const course::Exercise &exercise, const QList<RoundFindings> &rounds, quint64 lastSeed,
        const std::optional<Finding> &hopeless)
        : m_exercise(exercise)
        , m_rounds(rounds)
        , m_lastSeed(lastSeed)
        , m_hopeless(hopeless)
        , m_results(exercise.checks.size())
    {
    }

    QList<CheckResult> results()
    {
        QList<CheckResult> results;
        for (qsizetype check = 0; check < m_exercise.checks.size(); ++check)
            results.append(resultOf(check));
        return results;
    }

private:
    const CheckResult &resultOf(qsizetype index)
    {
        std::optional<CheckResult> &known = m_results[static_cast<size_t>(index)];
        if (known)
            return *known;
        const course::Check &check = m_exercise.checks[index];
        CheckResult result{.id = check.id,
            .title = check.title,
            .kind = check.kind,
            .tier = check.tier(),
            .maxPoints = check.points,
            .seed = m_lastSeed,
            .visibility = check.visibility};
        known = result; // a circle of `after`, which the loader refuses, ends here
        result.blockedBy = blockerOf(check);
        if (result.blockedBy.isEmpty())
            judge(result, index);
        known = std::move(result);
        return *known;
    }

    /// The first check that had to pass before this one and did not.
    QString blockerOf(const course::Check &check)
    {
        for (const QString &id : check.after) {
            const auto first = std::ranges::find(m_exercise.checks, id, &course::Check::id);
            if (first == m_exercise.checks.end())
                continue;
            if (resultOf(first - m_exercise.checks.begin()).outcome != CheckOutcome::Passed)
                return id;
        }
        return {};
    }

    void judge(CheckResult &result, qsizetype index) const
    {
        if (m_hopeless)
            return take(result, *m_hopeless);
        const QList<const RoundFindings *> rounds = roundsOf(index);
        const RoundFindings *round = firstWith(rounds, index, CheckOutcome::Failed);
        if (!round)
            round = firstWith(rounds, index, CheckOutcome::Ungraded);
        if (round) {
            result.caseId = round->caseId;
            result.seed = round->seed;
            result.fixture = round->fixture;
            return take(result, round->findings.at(index));
        }
        if (rounds.isEmpty())
            return take(
                result, ungraded(internalError(u"no run was made for this check"_s).error()));
        take(result, {});
    }

    /// The rounds that looked at a check, by the order of its cases, then of the seeds.
    QList<const RoundFindings *> roundsOf(qsizetype index) const
    {
        QList<const RoundFindings *> found;
        for (const QString &id : m_exercise.checks[index].cases) {
            QList<const RoundFindings *> ofCase;
            for (const RoundFindings &round : m_rounds) {
                if (round.caseId == id && round.findings.contains(index))
                    ofCase.append(&round);
            }
            std::ranges::sort(ofCase, {}, &RoundFindings::seed);
            found.append(ofCase);
        }
        return found;
    }

    static const RoundFindings *firstWith(
        const QList<const RoundFindings *> &rounds, qsizetype index, CheckOutcome outcome)
    {
        const auto found = std::ranges::find_if(rounds, [&](const RoundFindings *round) {
            return round->findings.at(index).outcome == outcome;
        });
        return found == rounds.end() ? nullptr : *found;
    }

    void take(CheckResult &result, const Finding &finding) const
    {
        result.outcome = finding.outcome;
        result.cause = finding.cause;
        result.subject = finding.subject;
        result.figure = finding.figure;
        result.shortages = finding.shortages;
        result.expected = finding.expected;
        result.found = finding.found;
        result.where = finding.where;
        result.error = finding.error;
        if (finding.outcome != CheckOutcome::Failed || isHopeless(finding.cause))
            return;
        const auto check = std::ranges::find(m_exercise.checks, result.id, &course::Check::id);
        result.message = check->message;
    }

    const course::Exercise &m_exercise;
    const QList<RoundFindings> &m_rounds;
    quint64 m_lastSeed;
    const std::optional<Finding> &m_hopeless;
    std::vector<std::optional<CheckResult>> m_results;
};

/// What ended every run that was made, when it was one and the same thing: an endless loop, a
/// crash.
void findCommonCause(Verdict &verdict)
{
    const CheckResult *first = nullptr;
    for (const CheckResult &check : verdict.checks) {
        const bool judged
            = check.outcome == CheckOutcome::Passed || check.outcome == CheckOutcome::Failed;
        const bool ended = check.cause > Cause::Raised;
        if (!judged)
            continue;
        if (!ended || (first && first->cause != check.cause))
            return;
        first = first ? first : &check;
    }
    if (!first)
        return;
    verdict.cause = first->cause;
    verdict.subject = first->subject;
    verdict.figure = first->figure;
    verdict.where = first->where;
}

} // namespace

bool isHopeless(Cause cause)
{
    switch (cause) {
    case Cause::SyntaxError:
    case Cause::ImportFailed:
    case Cause::ExitedAtImport:
    case Cause::EntryMissing:
    case Cause::EntryNotCallable:
        return true;
    default:
        return false;
    }
}

Verdict assembleVerdict(const course::Exercise &exercise, const QList<RoundFindings> &rounds,
    const QList<quint64> &seeds, const std::optional<Finding> &hopeless)
{
    Verdict verdict{
        .exercise = exercise.id, .slug = exercise.slug, .title = exercise.title, .seeds = seeds};
    verdict.checks
        = Assembly(exercise, rounds, seeds.isEmpty() ? 0 : seeds.last(), hopeless).results();
    sumUp(verdict, exercise);
    findCommonCause(verdict);
    return verdict;
}

} // namespace ringside::grading
