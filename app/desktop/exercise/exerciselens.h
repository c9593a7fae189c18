#pragma once

#include "course/exercise.h"
#include "desktop/lens/programlens.h"

#include <stop_token>

namespace ringside::desktop {

class CodeEditor;

/// The lens on what is written for an exercise: of the one case that Run shows.
class ExerciseLens : public ProgramLens
{
    Q_OBJECT

public:
    /// The editor outlives it.
    ExerciseLens(sandbox::Sandbox &sandbox, CodeEditor &editor, QObject *parent = nullptr);
    ~ExerciseLens() override;

    /// What was seen of the one before is gone. It must live until the next; null: there is none.
    void setExercise(const course::Exercise *exercise);
    /// Shows a run of this text that begins with these options.
    [[nodiscard]] sandbox::TraceOptions beginRun(const QString &text);
    void finishRun(const sandbox::RunReport &report);
    /// Runs the text for its calls alone.
    void watch(const QString &text);
    /// Errors: Content, when the world of the exercise cannot be built.
    [[nodiscard]] Result<> crash(const QString &text);
    void filterLine(int line);

private:
    sandbox::Sandbox &m_sandbox;
    CodeEditor &m_editor;
    const course::Exercise *m_exercise = nullptr;
    QString m_traced; ///< the text whose run is traced
    std::stop_source m_watchStop; ///< of watch()
};

} // namespace ringside::desktop
