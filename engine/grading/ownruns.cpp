#include "grading/ownruns.h"

namespace ringside::grading {

namespace {

// Enough for every case of an exercise on a handful of seeds.
constexpr qsizetype rememberedBytes = 64 << 20;

qsizetype bytesOf(const Observation &observation)
{
    qsizetype bytes = 1024 + observation.output.size() + observation.errorOutput.size();
    for (const filesystem::Entry &entry : observation.tree.entries)
        bytes += qsizetype(sizeof entry) + entry.path.size() + entry.content.size();
    return bytes;
}

} // namespace

OwnRuns::OwnRuns(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_known(rememberedBytes)
{
}

void OwnRuns::get(const course::Contract &contract, const sandbox::RunRequest &request,
    QObject *context, Answer answer)
{
    const QByteArray key = fingerprint(request);
    if (const Observation *known = m_known.object(key))
        return answer(*known);
    QList<Waiting> &waiting = m_waiting[key];
    waiting.append({context, std::move(answer)});
    if (waiting.size() > 1)
        return;
    const auto observed = [this, key, request, contract](const Result<sandbox::RunReport> &report) {
        finish(key, report.transform([&](const sandbox::RunReport &r) {
            return observe(contract, request, r);
        }));
    };
    m_sandbox.run(request).then(this, observed);
}

void OwnRuns::finish(const QByteArray &key, const Result<Observation> &observation)
{
    if (observation)
        m_known.insert(key, new Observation(*observation), bytesOf(*observation));
    const QList<Waiting> waiting = m_waiting.take(key);
    for (const Waiting &one : waiting) {
        if (one.context)
            one.answer(observation);
    }
}

} // namespace ringside::grading
