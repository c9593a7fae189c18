#include "grading/gradejob.h"

#include "grading/background.h"
#include "grading/disturbances.h"
#include "grading/judge.h"
#include "grading/lenschecks.h"
#include "grading/survival.h"

#include <algorithm>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;

/// One more than boxes run at once, so that the next round's world is ready when one ends.
int roundsAtOnce(int jobs)
{
    return jobs > 0 ? jobs : QThread::idealThreadCount() + 1;
}

bool looksAt(const course::Check &check, const course::Case &run)
{
    return check.cases.contains(run.id);
}

} // namespace

GradeJob::GradeJob(
    sandbox::Sandbox &sandbox, OwnRuns &ownRuns, GradeRequest request, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_ownRuns(ownRuns)
    , m_request(std::make_shared<const GradeRequest>(std::move(request)))
{
}

/// Nobody waits for runs that are still under way.
GradeJob::~GradeJob()
{
    for (QFuture<Result<sandbox::RunReport>> &run : m_underWay)
        run.cancel();
}

QFuture<Result<Verdict>> GradeJob::start()
{
    m_promise.start();
    QFuture<Result<Verdict>> future = m_promise.future();
    connect(&m_watcher, &QFutureWatcherBase::canceled, this, &GradeJob::stop);
    m_watcher.setFuture(future);
    planRounds();
    m_promise.setProgressRange(0, static_cast<int>(m_rounds.size()));
    m_sandbox.features().then(this, [this](const Result<sandbox::Features> &features) {
        if (!features)
            return give(std::unexpected(features.error()));
        m_features = *features;
        startRounds();
    });
    return future;
}

void GradeJob::planRounds()
{
    for (const course::Case &run : exercise().cases) {
        const int seeds = std::max(run.seeds, m_request->seeds);
        for (int i = 0; i < seeds; ++i) {
            const quint64 seed = (m_request->seed + static_cast<quint64>(i)) & largestSeed;
            m_rounds.push_back({.run = &run, .seed = seed});
            if (!m_seeds.contains(seed))
                m_seeds.append(seed);
        }
    }
}

QList<qsizetype> GradeJob::checksOf(const course::Case &run) const
{
    QList<qsizetype> checks;
    for (qsizetype i = 0; i < exercise().checks.size(); ++i) {
        const course::Check &check = exercise().checks[i];
        if (looksAt(check, run))
            checks.append(i);
    }
    return checks;
}

/// Whether an earlier round, or a check that had to pass first, has settled this check. Only rounds
/// before this one count: which round tells why a check failed must not depend on which ended
/// first.
bool GradeJob::isDecided(qsizetype check, const Round &before) const
{
    const auto failed = [check](const Round &round) {
        const auto finding = round.result.findings.find(check);
        return round.isDone && finding != round.result.findings.end()
            && finding->second.outcome == CheckOutcome::Failed;
    };
    const auto end = m_rounds.begin() + (&before - m_rounds.data());
    if (std::any_of(m_rounds.begin(), end, failed))
        return true;
    const QStringList &after = exercise().checks[check].after;
    return std::ranges::any_of(after, [&](const QString &id) {
        const auto first = std::ranges::find(exercise().checks, id, &course::Check::id);
        return first != exercise().checks.end()
            && std::ranges::any_of(m_rounds, [&](const Round &round) {
                   const auto finding
                       = round.result.findings.find(first - exercise().checks.begin());
                   return round.isDone && finding != round.result.findings.end()
                       && finding->second.outcome != CheckOutcome::Passed;
               });
    });
}

bool GradeJob::isWanted(const Round &round) const
{
    return std::ranges::any_of(
        checksOf(*round.run), [&](qsizetype check) { return !isDecided(check, round); });
}

void GradeJob::startRounds()
{
    // The first round goes alone: a file that cannot be run at all is run once.
    const int most = m_isProbed ? roundsAtOnce(m_request->jobs) : 1;
    while (!m_isOver && !m_hopeless && m_active < most && m_next < m_rounds.size()) {
        Round &round = m_rounds[m_next++];
        if (isWanted(round))
            startRound(round);
        else
            m_promise.setProgressValue(++m_done);
    }
    if (m_active == 0 && !m_isOver)
        finish();
}

Result<GradeJob::Preparation> GradeJob::prepare(
    const GradeRequest &request, const course::Case &run, quint64 seed)
{
    const course::Exercise &exercise = request.exercise;
    auto world = buildWorld(exercise, run, seed);
    if (!world)
        return std::unexpected(world.error());
    const auto compose = [&](const Task &task, const QByteArray &solution) {
        return composeRun(exercise, run, task, *world, solution, seed);
    };
    auto learner = compose(taskOf(run), request.solution);
    if (!learner)
        return std::unexpected(learner.error());
    Preparation preparation{.learner = std::move(*learner)};
    const QByteArray reference = exercise.solution.toUtf8();
    for (const course::Check &check : exercise.checks) {
        const Needs needs = needsOf(check);
        if (!looksAt(check, run))
            continue;
        // What composes with the learner's file composes with ours.
        if (needs.reference && !preparation.reference)
            preparation.reference = *compose(taskOf(run), reference);
        if (needs.equals)
            preparation.equals.insert(check.id, *compose(*needs.equals, reference));
    }
    preparation.world = std::move(*world);
    return preparation;
}

void GradeJob::startRound(Round &round)
{
    ++m_active;
    const auto work = [request = m_request, run = round.run, seed = round.seed] {
        return prepare(*request, *run, seed);
    };
    inBackground(work).then(this, [this, &round](Result<Preparation> preparation) {
        if (preparation)
            return runRound(round, std::move(*preparation));
        round.error = preparation.error();
        finishRound(round);
    });
}

void GradeJob::runRound(Round &round, Preparation preparation)
{
    round.evidence.exercise = &exercise();
    round.evidence.run = round.run;
    round.evidence.world = std::move(preparation.world);
    round.request = std::move(preparation.learner);
    round.open = 1 + (preparation.reference ? 1 : 0) + static_cast<int>(preparation.equals.size());
    runLearner(round);
    if (preparation.reference && isDisturbed(round)) {
        preparation.reference->trace = traceOptions(*preparation.reference);
        addDisturbances(*preparation.reference, round.evidence.world);
    }
    if (preparation.reference)
        m_ownRuns.get(exercise().contract, *preparation.reference, this,
            [this, &round](const Result<Observation> &observation) {
                round.evidence.reference = observation;
                answered(round);
            });
    for (auto it = preparation.equals.begin(); it != preparation.equals.end(); ++it)
        m_ownRuns.get(exercise().contract, it.value(), this,
            [this, &round, check = it.key()](const Result<Observation> &observation) {
                round.evidence.equals.insert(check, observation);
                answered(round);
            });
}

void GradeJob::sendRun(const sandbox::RunRequest &request,
    std::function<void(const Result<sandbox::RunReport> &)> answer)
{
    QFuture<Result<sandbox::RunReport>> future = m_sandbox.run(request);
    m_underWay.removeIf([](const auto &other) { return other.isFinished(); });
    m_underWay.append(future);
    future.then(this, std::move(answer));
}

bool GradeJob::isDisturbed(const Round &round) const
{
    return m_features.trace && !round.evidence.world.disturbances.isEmpty();
}

/// Where a check of the case looks at system calls, or something is to happen at one, and the
/// machine lets them be seen.
void GradeJob::watchCalls(Round &round)
{
    const QList<qsizetype> checks = checksOf(*round.run);
    const bool isWanted = isDisturbed(round)
        || std::ranges::any_of(
            checks, [this](qsizetype check) { return needsLens(exercise().checks[check].kind); });
    if (!isWanted || !m_features.trace)
        return;
    const auto trace = std::make_shared<lens::Trace>();
    round.evidence.trace = trace;
    const char *file = exercise().contract.kind == course::Contract::Kind::Program
        ? "/home/learner/main.py"
        : "/home/learner/solution.py";
    round.evidence.sources.insert(file, m_request->solution);
    round.request.trace = traceOptions(round.request);
    round.request.trace->receiveRecords
        = [trace](const QByteArray &records) { trace->add(records); };
    addDisturbances(round.request, round.evidence.world);
}

void GradeJob::runLearner(Round &round)
{
    watchCalls(round);
    sendRun(round.request, [this, &round](const Result<sandbox::RunReport> &report) {
        learnerFinished(round, report);
    });
}

void GradeJob::learnerFinished(Round &round, const Result<sandbox::RunReport> &report)
{
    if (!report) {
        round.error = report.error();
        return answered(round);
    }
    round.evidence.learner = observe(exercise().contract, round.request, *report, round.evidence.trace.get());
    disturbLearner(round);
    if (round.run->again && round.evidence.learner.obstacle == Cause::None)
        return runAgain(round, *report);
    answered(round);
}

/// For checks of kind survives-…. One that is settled already is not looked at again: that takes
/// many runs.
void GradeJob::disturbLearner(Round &round)
{
    if (round.evidence.learner.obstacle != Cause::None || !m_features.trace)
        return;
    for (const qsizetype index : checksOf(*round.run)) {
        const course::Check &check = exercise().checks[index];
        if (!isSurvival(check.kind) || isDecided(index, round))
            continue;
        ++round.open;
        disturb(m_sandbox, check, round.evidence, round.request)
            .then(this, [this, &round, &check](const Result<QList<Aftermath>> &aftermaths) {
                askInvariant(round, check, aftermaths);
            });
    }
}

void GradeJob::askInvariant(
    Round &round, const course::Check &check, const Result<QList<Aftermath>> &aftermaths)
{
    round.evidence.aftermaths.insert(check.id, aftermaths);
    const auto request
        = aftermaths ? composeInvariant(check, round.evidence, *aftermaths) : std::nullopt;
    if (!request)
        return answered(round);
    if (!*request) {
        round.evidence.aftermaths[check.id] = std::unexpected(request->error());
        return answered(round);
    }
    const course::Contract contract{.kind = course::Contract::Kind::Function};
    m_ownRuns.get(contract, **request, this,
        [this, &round, id = check.id](const Result<Observation> &answers) {
            Result<QList<Aftermath>> &known = round.evidence.aftermaths[id];
            known = answers.and_then(
                [&known](const Observation &seen) { return withAnswers(*known, seen); });
            answered(round);
        });
}

void GradeJob::runAgain(Round &round, const sandbox::RunReport &report)
{
    const auto second = composeAgain(round.request, report);
    if (!second) {
        round.error = second.error();
        return answered(round);
    }
    sendRun(*second, [this, &round, request = *second](const Result<sandbox::RunReport> &again) {
        if (again)
            round.evidence.learnerAgain = observe(exercise().contract, request, *again);
        else
            round.error = again.error();
        answered(round);
    });
}

void GradeJob::answered(Round &round)
{
    if (--round.open == 0 && !m_isOver)
        askJudges(round);
}

void GradeJob::askJudges(Round &round)
{
    QList<const course::Check *> judged;
    for (const course::Check &check : exercise().checks) {
        if (looksAt(check, *round.run) && needsOf(check).judge)
            judged.append(&check);
    }
    const bool judgeable = !round.error && round.evidence.learner.obstacle == Cause::None;
    if (judged.isEmpty() || !judgeable)
        return evaluateRound(round);
    round.open = static_cast<int>(judged.size());
    for (const course::Check *check : std::as_const(judged)) {
        const course::Contract contract{.kind = course::Contract::Kind::Function};
        m_ownRuns.get(contract, composeJudge(*check, round.evidence, round.seed), this,
            [this, &round, id = check->id](const Result<Observation> &observation) {
                round.evidence.judged.insert(id, observation);
                if (--round.open == 0 && !m_isOver)
                    evaluateRound(round);
            });
    }
}

/// The checks that this round says something about.
QList<qsizetype> GradeJob::lookedAt(const Round &round) const
{
    QList<qsizetype> checks = checksOf(*round.run);
    if (m_features.trace && round.evidence.learner.obstacle == Cause::None)
        checks.removeIf([&](qsizetype index) {
            const course::Check &check = exercise().checks[index];
            return isSurvival(check.kind) && !round.evidence.aftermaths.contains(check.id);
        });
    return checks;
}

void GradeJob::evaluateRound(Round &round)
{
    if (round.error)
        return finishRound(round);
    if (isHopeless(round.evidence.learner.obstacle) && !m_isProbed) {
        m_hopeless = evaluate(exercise().checks[checksOf(*round.run).first()], round.evidence);
        return finishRound(round);
    }
    const auto work = [request = m_request, evidence = round.evidence, checks = lookedAt(round)] {
        std::map<qsizetype, Finding> findings;
        for (const qsizetype check : checks)
            findings[check] = evaluate(request->exercise.checks[check], evidence);
        return std::pair(std::move(findings), picture(visibleTree(evidence.world)));
    };
    inBackground(work).then(
        this, [this, &round](const std::pair<std::map<qsizetype, Finding>, QString> &answer) {
            round.result.findings = answer.first;
            round.result.fixture = answer.second;
            finishRound(round);
        });
}

void GradeJob::finishRound(Round &round)
{
    if (round.error) {
        for (const qsizetype check : checksOf(*round.run))
            round.result.findings[check] = ungraded(*round.error);
    }
    round.result.caseId = round.run->id;
    round.result.seed = round.seed;
    round.evidence = {};
    round.request = {};
    round.isDone = true;
    m_isProbed = true;
    --m_active;
    m_promise.setProgressValue(++m_done);
    startRounds();
}

void GradeJob::finish()
{
    QList<RoundFindings> rounds;
    for (const Round &round : m_rounds) {
        if (round.isDone)
            rounds.append(round.result);
    }
    Verdict verdict = assembleVerdict(exercise(), rounds, m_seeds, m_hopeless);
    verdict.features = m_features;
    give(std::move(verdict));
}

void GradeJob::give(Result<Verdict> result)
{
    m_isOver = true;
    m_promise.addResult(std::move(result));
    m_promise.finish();
    deleteLater();
}

/// The caller has cancelled the future.
void GradeJob::stop()
{
    if (m_isOver)
        return;
    m_isOver = true;
    m_promise.finish();
    deleteLater();
}

} // namespace ringside::grading
