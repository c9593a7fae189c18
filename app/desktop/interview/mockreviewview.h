#pragma once

#include "progress/mockinterview.h"

#include <QWidget>

class QCheckBox;
class QListWidget;
class QPlainTextEdit;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class Label;
class Notice;
class Pane;
class ProseView;

/// After the interview: step by step what was said and what belongs into it. The learner ticks; an instructor who
/// sits beside may tick, too.
class MockReviewView : public QWidget
{
    Q_OBJECT

public:
    explicit MockReviewView(QWidget *parent = nullptr);

    /// The interview is the caller's and in its phase Review; or Done, when an instructor comes later.
    void start(progress::MockInterview &interview);
    void stop() { m_interview = nullptr; }
    /// A machine's result is awaited, or came: without all of them there is no report.
    void setJudging(bool judging);
    [[nodiscard]] QListWidget *steps() const { return m_steps; }
    [[nodiscard]] QCheckBox *instructorBox() const { return m_instructor; }
    [[nodiscard]] QPlainTextEdit *remark() const { return m_remark; }
    [[nodiscard]] QPlainTextEdit *instructorRemark() const { return m_instructorRemark; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void changed();
    void finished();

private:
    void showStep(int step);
    void showResult();
    void showPoints(int step);
    void showInstructor(bool shown);
    [[nodiscard]] bool isOver() const { return m_interview->phase() == progress::MockPhase::Done; }
    void showBeliefs(int step);
    [[nodiscard]] QString resultText(int step) const;

    progress::MockInterview *m_interview = nullptr;
    int m_step = 0;
    QListWidget *m_steps;
    ProseView *m_prompt;
    Notice *m_result;
    QPlainTextEdit *m_answer;
    Label *m_pointsTitle;
    QVBoxLayout *m_points;
    ProseView *m_model;
    Pane *m_modelPane;
    QCheckBox *m_instructor;
    QList<QCheckBox *> m_instructorTicks;
    QPlainTextEdit *m_remark;
    QPlainTextEdit *m_instructorRemark;
    Pane *m_instructorPane;
    Label *m_watch;
    Button *m_next;
    Button *m_finish;
};

} // namespace ringside::desktop
