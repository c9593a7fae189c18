#pragma once

#include "progress/mockinterview.h"

#include <QWidget>

class QListWidget;
class QPlainTextEdit;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class Label;
class Notice;
class ProseView;

/// After the interview: step by step what was said and what belongs into it. The learner ticks; an instructor who
/// sits beside may tick, too.
class MockReviewView : public QWidget
{
    Q_OBJECT

public:
    explicit MockReviewView(QWidget *parent = nullptr);

    /// The interview is the caller's and in its phase Review.
    void start(progress::MockInterview &interview);
    void stop() { m_interview = nullptr; }
    /// A machine's result came late.
    void refresh();
    [[nodiscard]] QListWidget *steps() const { return m_steps; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void changed();
    void finished();

private:
    void showStep(int step);
    void showPoints(int step);
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
    QPlainTextEdit *m_remark;
    Button *m_next;
    Button *m_finish;
};

} // namespace ringside::desktop
