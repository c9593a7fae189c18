#include "lens/trials.h"

#include "lens/queries.h"

#include <QPromise>

#include <algorithm>

namespace ringside::lens {

namespace {

using namespace Qt::StringLiterals;
using sandbox::TraceAction;
using sandbox::TraceRule;

/// The learner's calls of these numbers, in their order; all of them when there is none.
QList<qsizetype> callsToDisturb(const Trace &trace, const QList<int> &numbers)
{
    QList<qsizetype> found;
    for (qsizetype i = 0; i < static_cast<qsizetype>(trace.events().size()); ++i) {
        const Event &event = trace.events()[static_cast<std::size_t>(i)];
        if (isLearners(trace.site(event.site).phase) && (numbers.isEmpty() || numbers.contains(event.number)))
            found.append(i);
    }
    return found;
}

const QByteArray workspace = "/home/learner/";

bool goesOnFailing(const Event &event, int errnum)
{
    const sandbox::SystemCall *call = event.call();
    return call && call->has(sandbox::WritesData) && errnum != EINTR && errnum != EAGAIN;
}

QList<Trial> spread(QList<Trial> trials, qsizetype most)
{
    if (trials.size() <= most)
        return trials;
    QList<Trial> kept;
    for (qsizetype i = 0; i < most; ++i)
        kept.append(trials[i * (trials.size() - 1) / (most - 1)]);
    return kept;
}

/// Files that did not change between two snapshots are held once: there may be a thousand snapshots.
void shareContents(filesystem::Tree &tree, const filesystem::Tree &before)
{
    for (filesystem::Entry &entry : tree.entries)
        if (const filesystem::Entry *same = before.find(entry.path); same && same->content == entry.content)
            entry.content = same->content;
}

QList<int> changingCalls()
{
    QList<int> numbers;
    for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
        if (call.has(sandbox::ChangesNames) || call.has(sandbox::WritesData) || call.has(sandbox::MakesDurable)
            || call.has(sandbox::Opens))
            numbers.append(call.number);
    return numbers;
}

/// The runs of one exploration, from the undisturbed one to the last trial. Lives until they are over.
class Exploration : public QObject
{
public:
    /// Gives the trials that the undisturbed run leads to, without their reports.
    using Plan = std::function<QList<Trial>(const Trace &)>;

    Exploration(sandbox::Sandbox &sandbox, sandbox::RunRequest request, Plan plan)
        : QObject(&sandbox)
        , m_sandbox(sandbox)
        , m_request(std::move(request))
        , m_plan(std::move(plan))
    {
        m_promise.start();
    }

    QFuture<Result<Trials>> start()
    {
        QFuture<Result<Trials>> future = m_promise.future();
        watch(m_sandbox, m_request).then(this, [this](Result<WatchedRun> plain) {
            if (!plain)
                return finish(std::unexpected(plain.error()));
            m_trials.plain = std::move(*plain);
            m_trials.trials = m_plan(*m_trials.plain.trace);
            runTrials();
        });
        return future;
    }

private:
    void runTrials()
    {
        m_open = m_trials.trials.size();
        if (m_open == 0)
            return finish(m_trials);
        for (qsizetype i = 0; i < m_trials.trials.size(); ++i) {
            sandbox::RunRequest request = m_request;
            request.trace->rules = {m_trials.trials[i].rule};
            m_sandbox.run(std::move(request)).then(this, [this, i](Result<sandbox::RunReport> report) {
                if (!report)
                    return finish(std::unexpected(report.error()));
                m_trials.trials[i].report = std::move(*report);
                if (--m_open == 0)
                    finish(m_trials);
            });
        }
    }

    void finish(Result<Trials> result)
    {
        if (std::exchange(m_isOver, true))
            return;
        m_promise.addResult(std::move(result));
        m_promise.finish();
        deleteLater();
    }

    sandbox::Sandbox &m_sandbox;
    sandbox::RunRequest m_request;
    Plan m_plan;
    Trials m_trials;
    QPromise<Result<Trials>> m_promise;
    qsizetype m_open = 0;
    bool m_isOver = false;
};

} // namespace

QFuture<Result<WatchedRun>> watch(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const std::stop_token &stop)
{
    const auto trace = std::make_shared<Trace>();
    const auto snapshots = std::make_shared<QList<sandbox::TraceSnapshot>>();
    if (!request.trace)
        request.trace.emplace();
    request.trace->shownCalls = request.trace->countedCalls = mostWatchedCalls;
    request.trace->receiveRecords = [trace](const QByteArray &records) { trace->add(records); };
    request.trace->receiveSnapshot
        = [snapshots, told = request.trace->receiveSnapshot](sandbox::TraceSnapshot snapshot) {
              if (!snapshots->isEmpty())
                  shareContents(snapshot.tree, snapshots->last().tree);
              snapshots->append(snapshot);
              if (told)
                  told(std::move(snapshot));
          };
    return sandbox.run(std::move(request), stop)
        .then([trace, snapshots](Result<sandbox::RunReport> report) -> Result<WatchedRun> {
            if (!report)
                return std::unexpected(report.error());
            if (!report->traced)
                return unsupported(u"follow the system calls of a program (ptrace is refused)"_s);
            if (trace->isComplete() && !trace->walksPython())
                return unsupported(u"read the stack of this Python"_s);
            return WatchedRun{.report = std::move(*report), .trace = trace, .snapshots = std::move(*snapshots)};
        });
}

QFuture<Result<WatchedRun>> exploreCrashes(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const std::stop_token &stop)
{
    if (!request.trace)
        request.trace.emplace();
    request.trace->snapshots = true;
    return watch(sandbox, std::move(request), stop);
}

QFuture<Result<Trials>> exploreFaults(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, const Faults &faults, qsizetype most)
{
    if (!request.trace)
        request.trace.emplace();
    const auto plan = [faults, most](const Trace &trace) {
        const QList<int> numbers = faults.calls.isEmpty() ? changingCalls() : faults.calls;
        QList<Trial> trials;
        QHash<int, quint32> met;
        QHash<int, quint32> metInside;
        for (const qsizetype index : callsToDisturb(trace, numbers)) {
            const Event &event = trace.event(index);
            const int number = event.number;
            const quint32 nth = ++met[number];
            const bool isInside = trace.details(event).fullPath().startsWith(workspace);
            const quint32 nthInside = isInside ? ++metInside[number] : 0;
            for (const int errnum : faults.errnos) {
                const bool stays = isInside && goesOnFailing(event, errnum);
                trials.append({.rule = {.calls = {number},
                                   .path = stays ? workspace + '*' : QByteArray(), // not what it prints
                                   .nth = stays ? nthInside : nth,
                                   .onwards = stays,
                                   .figure = errnum},
                    .event = index});
            }
            if (faults.shortBytes)
                trials.append({.rule = {.calls = {number},
                                   .nth = nth,
                                   .action = TraceAction::Shorten,
                                   .figure = *faults.shortBytes},
                    .event = index});
        }
        return spread(std::move(trials), most);
    };
    return (new Exploration(sandbox, std::move(request), plan))->start(); // deletes itself
}

std::optional<sandbox::AttackStep> attackStepFrom(const QString &text)
{
    using Kind = sandbox::AttackStep::Kind;
    static const QHash<QString, Kind> kinds{{u"remove"_s, Kind::Remove}, {u"rename"_s, Kind::Rename},
        {u"link"_s, Kind::Link}, {u"hard-link"_s, Kind::HardLink}, {u"write"_s, Kind::Write},
        {u"mkdir"_s, Kind::MakeDirectory}, {u"swap"_s, Kind::Swap}};
    const auto kind = kinds.constFind(text.section(u' ', 0, 0));
    const QString path = text.section(u' ', 1, 1);
    const QString other = text.section(u' ', 2);
    if (kind == kinds.constEnd() || path.isEmpty())
        return std::nullopt;
    if (other.isEmpty() != (*kind == Kind::Remove || *kind == Kind::MakeDirectory))
        return std::nullopt;
    return sandbox::AttackStep{.kind = *kind,
        .path = path.toUtf8(),
        .other = other.toUtf8(),
        .mode = *kind == Kind::MakeDirectory ? 0755U : 0644U};
}

QFuture<Result<Trials>> exploreRaces(sandbox::Sandbox &sandbox, sandbox::RunRequest request,
    const QList<sandbox::AttackStep> &attack, qsizetype most)
{
    if (!request.trace)
        request.trace.emplace();
    request.trace->attacks = {attack};
    const auto plan = [most](const Trace &trace) {
        QList<Trial> trials;
        quint32 nth = 0;
        for (const qsizetype event : callsToDisturb(trace, {}))
            trials.append({.rule = {.nth = ++nth, .action = TraceAction::Attack}, .event = event});
        return spread(std::move(trials), most);
    };
    return (new Exploration(sandbox, std::move(request), plan))->start(); // deletes itself
}

} // namespace ringside::lens
