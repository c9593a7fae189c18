#pragma once

#include "desktop/lens/livetrace.h"
#include "lens/queries.h"
#include "sandbox/sandbox.h"

namespace ringside::desktop {

class CrashView;
class LensView;

/// The lens on the programs of a page: the calls of one run after the other while they are made, what a crash would
/// leave of the files, and the way from either to the line of the program.
class ProgramLens : public QObject
{
    Q_OBJECT

public:
    explicit ProgramLens(sandbox::Sandbox &sandbox, QObject *parent = nullptr);

    /// The two views; they belong to whoever shows them.
    [[nodiscard]] LensView *calls() const { return m_calls; }
    [[nodiscard]] CrashView *crashes() const { return m_crashes; }
    /// Of the run that began last; null when there was none.
    [[nodiscard]] std::shared_ptr<const lens::Trace> trace() const { return m_live.trace(); }

    /// Shows a run that begins with these options: see LensView::showRun() and LiveTrace::begin().
    [[nodiscard]] sandbox::TraceOptions begin(
        const lens::Sources &sources, const QByteArray &mainFile, const QByteArrayList &driverFiles);
    /// The run has ended. Where it could not be watched, the view says why.
    void finish(const sandbox::RunReport &report);
    /// Another program: shows nothing.
    void forget();

signals:
    /// A call was chosen among those of a run or of a crash, or its line asked for.
    void siteChosen(const ringside::lens::Site &site);
    void lineRequested(const ringside::lens::Site &site);

private:
    sandbox::Sandbox &m_sandbox;
    LiveTrace m_live;
    LensView *m_calls;
    CrashView *m_crashes;
};

} // namespace ringside::desktop
