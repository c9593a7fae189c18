#include "desktop/lens/programlens.h"

#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"

namespace ringside::desktop {

ProgramLens::ProgramLens(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_calls(new LensView)
    , m_crashes(new CrashView(sandbox))
{
    connect(&m_live, &LiveTrace::grew, m_calls, &LensView::traceGrew);
    connect(m_calls, &LensView::callChosen, this, [this](qsizetype, const lens::Site &site) { emit siteChosen(site); });
    connect(m_calls, &LensView::lineRequested, this, &ProgramLens::lineRequested);
    connect(m_crashes, &CrashView::callChosen, this, &ProgramLens::siteChosen);
    connect(m_crashes, &CrashView::lineRequested, this, &ProgramLens::lineRequested);
}

sandbox::TraceOptions ProgramLens::begin(
    const lens::Sources &sources, const QByteArray &mainFile, const QByteArrayList &driverFiles)
{
    const sandbox::TraceOptions options = m_live.begin(driverFiles);
    m_calls->showRun(m_live.trace(), sources, mainFile);
    return options;
}

void ProgramLens::finish(const sandbox::RunReport &report)
{
    if (!m_live.trace())
        return; // it was forgotten meanwhile
    m_calls->traceGrew();
    if (report.traced)
        return;
    m_sandbox.features().then(this, [this](const Result<sandbox::Features> &features) {
        m_calls->showNoLens(features ? features->traceErrnum : 0);
    });
}

void ProgramLens::forget()
{
    m_live.forget();
    m_calls->showNoRun();
    m_crashes->forget();
}

} // namespace ringside::desktop
