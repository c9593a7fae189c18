#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "grading/grader.h"
#include "progress/mockinterview.h"

#include <QTimer>
#include <QWidget>

class QButtonGroup;
class QLineEdit;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace ringside::desktop {

class AnswerForm;
class Button;
class CodeEditor;
class Label;
class OutputView;
class ProseView;

/// The interview itself: it asks, it counts the time, and it says nothing about right and wrong.
class MockRun : public QWidget
{
    Q_OBJECT

public:
    explicit MockRun(const PageServices &services, QWidget *parent = nullptr);

    /// Both outlive their use here: the interview is the caller's, and `plan` its questions, of which only what
    /// the interview's view shows comes onto the screen. One that is over is asked nothing more; what a machine has
    /// not judged yet is judged.
    void start(const std::shared_ptr<const course::Course> &course, progress::MockInterview &interview,
        const progress::MockPlan &plan);
    void stop();
    /// Submits the answer, or what was typed to a follow-up.
    void submit();
    /// Takes in what is typed.
    void takeText();
    /// A machine has not said yet what it thinks of an answer.
    [[nodiscard]] bool isJudging() const { return m_judging > 0; }

    [[nodiscard]] AnswerForm *form() const { return m_form; }
    [[nodiscard]] CodeEditor *editor() const { return m_editor; }
    [[nodiscard]] QButtonGroup *confidence() const { return m_sure; }
    [[nodiscard]] QLineEdit *wish() const { return m_wish; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    /// Something happened that has to be kept. The interview may be over.
    void changed();
    /// A machine's result came, after the end perhaps.
    void resultArrived();

private:
    QWidget *makeQuestion();
    QWidget *makeAskBox();
    void askInterviewer();
    void showTranscript(const progress::MockView &view);
    void keepSoon();
    QWidget *makeConfidence();
    QWidget *makeFoot();
    void showStep();
    void showClock();
    void replaceForm(const progress::MockView &view);
    void makeCodeForm(const progress::MockView &view);
    void runCode();
    void judge(int step, const QString &text);
    void judgeRest();
    void grade(int step, const progress::Card &card, const QString &source);
    void judged();
    void confirmEnd();
    void happened(bool possible);
    [[nodiscard]] QString typedText() const;
    [[nodiscard]] progress::MockInterview *interviewAt(quint64 run) const;

    PageServices m_services;
    std::shared_ptr<const course::Course> m_course;
    progress::MockInterview *m_interview = nullptr;
    progress::MockPlan m_plan;
    quint64 m_run = 0; ///< number of the interview: results of an older one are dropped
    QSet<int> m_sentToJudge; ///< steps
    int m_judging = 0;
    int m_shownStep = -1;
    progress::MockPhase m_shownPhase = progress::MockPhase::Ready;
    grading::Grader m_grader;
    QTimer m_ticker;
    QTimer m_keeper;

    Label *m_step;
    Label *m_title;
    Label *m_clock;
    QScrollArea *m_scroll;
    Button *m_pause;
    ProseView *m_prompt;
    QVBoxLayout *m_formPlace;
    AnswerForm *m_form = nullptr;
    QWidget *m_codeBox = nullptr;
    CodeEditor *m_editor = nullptr;
    OutputView *m_output = nullptr;
    QWidget *m_askBox;
    OutputView *m_transcript;
    QLineEdit *m_wish;
    QLineEdit *m_notes;
    QWidget *m_confidence;
    QButtonGroup *m_sure;
    QWidget *m_asking;
    Label *m_paused;
    Button *m_submit;
    Button *m_skip;
    Button *m_finish;
};

} // namespace ringside::desktop
