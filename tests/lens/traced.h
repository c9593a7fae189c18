#pragma once

#include "lens/calltext.h"
#include "lens/queries.h"
#include "sandbox/requests.h"

namespace ringside::tests {

/// A run and what the lens saw of it.
struct Traced
{
    sandbox::RunReport report;
    lens::Trace trace;
    QList<sandbox::TraceSnapshot> snapshots;
};

inline Traced trace(sandbox::Sandbox &sandbox, sandbox::RunRequest request,
    sandbox::TraceOptions options = {})
{
    Traced traced;
    options.receiveRecords = [&traced](const QByteArray &records) {
        if (!traced.trace.add(records))
            qFatal("the lens sent what is no trace");
    };
    options.receiveSnapshot
        = [&traced](sandbox::TraceSnapshot snapshot) { traced.snapshots.append(std::move(snapshot)); };
    request.trace = std::move(options);
    const auto report = sandbox::waitFor(sandbox.run(std::move(request)));
    if (!report)
        qFatal("%s", qPrintable(describe(report.error())));
    traced.report = *report;
    return traced;
}

/// Why there is no lens here; empty when there is. As missingSandbox().
inline QString missingLens(sandbox::Sandbox &sandbox)
{
    const QString reason = missingSandbox(sandbox);
    if (!reason.isEmpty() || sandbox::waitFor(sandbox.features())->trace)
        return reason;
    if (qEnvironmentVariableIsSet("RINGSIDE_REQUIRE_SANDBOX"))
        qFatal("no ptrace on this machine");
    return QStringLiteral("no lens on this machine, ptrace is refused: see `ringside doctor`");
}

/// The learner's own calls as texts, one per line: for eyes and for comparing.
inline QByteArrayList ownCalls(const lens::Trace &trace)
{
    QByteArrayList texts;
    for (const lens::Event &event : trace.events())
        if (lens::isLearners(trace.site(event.site).phase))
            texts.append(lens::callText(trace, event));
    return texts;
}

} // namespace ringside::tests
