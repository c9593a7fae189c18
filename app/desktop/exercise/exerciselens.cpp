#include "desktop/exercise/exerciselens.h"

#include "desktop/exercise/tryrun.h"
#include "desktop/lens/callmarks.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/widgets/codeeditor.h"

#include <QTableView>

namespace ringside::desktop {

ExerciseLens::ExerciseLens(sandbox::Sandbox &sandbox, CodeEditor &editor, QObject *parent)
    : ProgramLens(sandbox, parent)
    , m_sandbox(sandbox)
    , m_editor(editor)
{
    const auto isShown = [this](const lens::Site &site) { return m_exercise && site.file == solutionPath(*m_exercise); };
    connect(this, &ProgramLens::siteChosen, this, [this, isShown](const lens::Site &site) {
        if (isShown(site))
            pointAt(m_editor, site);
    });
    connect(this, &ProgramLens::lineRequested, this, [this, isShown](const lens::Site &site) {
        if (isShown(site))
            goTo(m_editor, site);
    });
}

ExerciseLens::~ExerciseLens()
{
    m_watchStop.request_stop();
}

void ExerciseLens::setExercise(const course::Exercise *exercise)
{
    m_watchStop.request_stop();
    m_exercise = exercise;
    forget();
}

sandbox::TraceOptions ExerciseLens::beginRun(const QString &text)
{
    m_watchStop.request_stop();
    m_watchStop = {};
    m_traced = text;
    m_editor.setLineNotes({});
    m_editor.clearPointer();
    const QByteArray path = solutionPath(*m_exercise);
    return begin({{path, text.toUtf8()}}, path, driverFiles(*m_exercise));
}

void ExerciseLens::finishRun(const sandbox::RunReport &report)
{
    finish(report);
    if (trace() && report.traced && m_editor.toPlainText() == m_traced) // else the lines are others now
        showCallCounts(m_editor, *trace(), solutionPath(*m_exercise));
}

void ExerciseLens::watch(const QString &text)
{
    const sandbox::TraceOptions options = beginRun(text);
    tryRun(m_sandbox, *m_exercise, text.toUtf8(), m_watchStop.get_token(), options)
        .then(this, [this, watched = trace()](const Result<TryReport> &report) {
            if (report && watched == trace()) // no other run began meanwhile
                finishRun(report->report);
        });
}

Result<> ExerciseLens::crash(const QString &text)
{
    const auto request = tryRequest(*m_exercise, text.toUtf8());
    if (!request)
        return std::unexpected(request.error());
    crashes()->explore(*request, solutionPath(*m_exercise), driverFiles(*m_exercise));
    return {};
}

void ExerciseLens::filterLine(int line)
{
    calls()->filterLine(m_exercise ? solutionPath(*m_exercise) : QByteArray(), line);
    calls()->table()->setFocus(Qt::OtherFocusReason);
}

} // namespace ringside::desktop
