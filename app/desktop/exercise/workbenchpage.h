#pragma once

#include "classroom/openlabs.h"
#include "course/course.h"
#include "desktop/exercise/tryrun.h"
#include "desktop/page/page.h"
#include "grading/grader.h"

#include <QElapsedTimer>
#include <QFutureWatcher>
#include <QTimer>

#include <memory>

class QStackedWidget;

namespace ringside::progress {
class StoreThread;
}

namespace ringside::desktop {

class AttemptsPane;
class Button;
class ChecksColumn;
class CodeEditor;
class CrashView;
class DraftEditor;
class DraftStore;
class ExerciseLens;
class ExerciseRecords;
class HintsPane;
class Label;
class LensView;
class NotesPane;
class OutputView;
class ReaderView;
class SolutionComparison;
class TabPane;
class VerdictModel;
class WorkbenchColumns;

/// One exercise: the task, an editor over its output, the checks over the hints.
class WorkbenchPage : public Page
{
    Q_OBJECT

public:
    /// Sandbox, records and store outlive the page.
    WorkbenchPage(sandbox::Sandbox &sandbox, const DraftStore &drafts, ExerciseRecords &records,
        progress::StoreThread &store, QWidget *parent = nullptr);
    ~WorkbenchPage() override;

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    /// False when there is no such exercise. The draft of the exercise is restored, else its starter shown.
    bool open(const QString &slug);
    [[nodiscard]] QString slug() const;
    [[nodiscard]] QString title() const;

    /// The labs whose rules hold here. Drafts of their exercises are the files that are handed in.
    void setLabs(const classroom::OpenLabs &labs) { m_labs = labs; }
    /// What the settings say about editing here.
    void setCheckOnSave(bool check) { m_checkOnSave = check; }
    void setCompleteWhileTyping(bool complete);
    /// The command of the learner's own editor: see DraftEditor::openOutside().
    void setExternalEditor(const QString &command) { m_externalCommand = command; }
    /// On this exercise, in all sessions.
    void setTimeSpent(std::chrono::milliseconds spent);

    CommandContexts contexts() const override;
    void perform(Command command) override;
    void performOwn(const QString &command) override;
    void save() override;
    QList<QWidget *> panes() const override;

    [[nodiscard]] CodeEditor *editor() const { return m_editor; }
    [[nodiscard]] OutputView *output() const { return m_output; }
    [[nodiscard]] HintsPane *hints() const;
    [[nodiscard]] VerdictModel *verdictModel() const;
    [[nodiscard]] const std::optional<grading::Verdict> &verdict() const { return m_verdict; }
    [[nodiscard]] LensView *lens() const;
    [[nodiscard]] CrashView *crashes() const;
    [[nodiscard]] AttemptsPane *attempts() const { return m_attempts; }
    [[nodiscard]] NotesPane *notes() const { return m_notes; }
    [[nodiscard]] SolutionComparison *solution() const { return m_solution; }
    [[nodiscard]] bool isBusy() const { return m_activity != Activity::Idle; }

    [[nodiscard]] QByteArray layoutState() const;
    void restoreLayout(const QByteArray &state);

signals:
    void listRequested();
    void draftSaved(const course::ExerciseId &exercise);
    void runFinished();
    void checkFinished();

protected:
    void showEvent(QShowEvent *event) override;

private:
    enum class Activity : quint8 { Idle, Running, Checking };

    QWidget *makeHeader();
    void fillBottom();
    void connectParts();
    void joinFutures();

    void startRun();
    void finishRun();
    void showTry(const TryReport &report);
    void showCallsOfLine(int line);
    void stepCalls(int direction);
    void crash();
    void startCheck();
    void finishCheck();
    void showVerdict(const grading::Verdict &graded);
    void showError(const Error &error);
    void stop();
    void restart();
    void setActivity(Activity activity);

    [[nodiscard]] std::optional<classroom::LabRule> currentRule() const;
    void lookAtLabs();
    void followLabs();
    [[nodiscard]] QString ruleText() const;
    void leave();
    void saveNow();
    void takeNotes();
    void tellFailure(const QString &what, const QString &why);
    [[nodiscard]] const course::Exercise *nextExercise() const;
    void askForSolution();
    void confirmSolution();
    void showSolution();
    void showCode();
    void showFinding(const QModelIndex &index);
    void markLines(const grading::Verdict &verdict);
    void textChanged();
    void showState();
    [[nodiscard]] QString stateText() const;

    sandbox::Sandbox &m_sandbox;
    ExerciseRecords &m_records;
    grading::Grader m_grader;
    std::shared_ptr<const course::Course> m_course;
    const course::Exercise *m_exercise = nullptr; ///< in m_course
    std::optional<classroom::OpenLabs> m_labs;
    std::optional<classroom::LabRule> m_rule; ///< of the exercise
    QTimer m_labTimer;
    course::Exercise m_shown; ///< the exercise with what the rule leaves of it
    std::optional<grading::Verdict> m_verdict;
    QString m_checked; ///< the text that is or was last checked
    bool m_changedSinceCheck = false;
    Activity m_activity = Activity::Idle;
    course::ExerciseId m_begunWith; ///< what runs or is checked: another may be shown by the time it ends
    std::stop_source m_stop;
    QFutureWatcher<Result<TryReport>> m_tryWatcher;
    QFutureWatcher<Result<grading::Verdict>> m_gradeWatcher;
    QElapsedTimer m_clock;

    Label *m_title;
    Label *m_state;
    Button *m_restart;
    Button *m_run;
    Button *m_check;
    QStackedWidget *m_views; ///< the columns, or one's own solution beside the reference
    WorkbenchColumns *m_columns;
    SolutionComparison *m_solution;
    ReaderView *m_task;
    DraftEditor *m_draft;
    CodeEditor *m_editor; ///< in m_draft
    QString m_externalCommand;
    TabPane *m_bottom;
    QWidget *m_outputHolder;
    OutputView *m_output;
    ReaderView *m_finding;
    ExerciseLens *m_lens;
    AttemptsPane *m_attempts;
    NotesPane *m_notes;
    ChecksColumn *m_checks;
    qint64 m_openedMs = 0;
    bool m_checkOnSave = false;
    std::chrono::minutes m_spent{};
};

} // namespace ringside::desktop
