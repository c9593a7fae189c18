#pragma once

#include "base/result.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/syntaxcheck.h"
#include "desktop/widgets/command.h"
#include "desktop/widgets/externaleditor.h"
#include "desktop/widgets/filekeeper.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QTimer>
#include <QWidget>

namespace ringside::desktop {

class CodeEditor;
class EditLog;
class EditorFind;
class GoToLineBar;
class OutsideChanges;
class Pane;

/// One's own solution of an exercise. What is typed is saved within two seconds, its steps of undo outlive the window,
/// and what other programs save in its file comes in.
class DraftEditor : public QWidget
{
    Q_OBJECT

public:
    DraftEditor(sandbox::Sandbox &sandbox, const DraftStore &drafts, QWidget *parent = nullptr);
    ~DraftEditor() override;

    /// Where the drafts of an exercise are from now on: see DraftStore::setPlace().
    void setPlace(const course::ExerciseId &exercise, const QString &file) { m_drafts.setPlace(exercise, file); }
    /// The draft of an exercise, else its starter. It must live until leave().
    void open(const course::Exercise &exercise);
    /// Saves; from then on what is typed belongs to no exercise.
    void leave();
    void save();
    /// Saves in a file of its own, also when nothing was typed yet, and opens that: see ExternalEditor::open().
    void openOutside(const QString &command);
    void perform(Command command);

    [[nodiscard]] QString text() const;
    [[nodiscard]] CodeEditor *code() const { return m_code; }
    /// What asks, when another program and the learner changed the file. May be hidden.
    [[nodiscard]] QWidget *question() const;

signals:
    void textChanged();
    void saved();
    /// The learner's own editor did not start.
    void notOpened(const QString &file, const QString &why);

protected:
    void hideEvent(QHideEvent *event) override;

private:
    void followCode();
    void followFile();
    void load(const course::Exercise &exercise);
    void saveEdits();
    void showProblem(const std::optional<SyntaxProblem> &problem);
    void showState();
    [[nodiscard]] QString saveStateText() const;
    [[nodiscard]] QString fileName() const;

    DraftStore m_drafts; ///< a copy: it knows where labs keep theirs
    const course::Exercise *m_exercise = nullptr;
    FileKeeper m_keeper;
    SyntaxCheck m_syntax;
    ExternalEditor m_external;
    QFuture<Result<>> m_editsSaved;
    QElapsedTimer m_savedAt;
    QTimer m_ticker;
    CodeEditor *m_code;
    Pane *m_pane;
    EditLog *m_edits;
    OutsideChanges *m_outside;
    EditorFind *m_find;
    GoToLineBar *m_goToLine;
};

} // namespace ringside::desktop
