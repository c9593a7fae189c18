#pragma once

#include "course/lesson.h"
#include "desktop/lesson/blockwidget.h"
#include "desktop/lesson/coderun.h"

#include <QAbstractButton>
#include <QFutureWatcher>
#include <QTextDocument>

namespace ringside::desktop {

class CodeCard;
class OutputView;
class TextBlock;

/// One answer of a quiz: a real radio button with its own painting, so that arrow keys, hover and the
/// accessible role come from Qt.
class QuizOptionButton : public QAbstractButton
{
    Q_OBJECT

public:
    enum class State : quint8 { Open, Chosen, Right, Wrong };

    QuizOptionButton(const QString &html, QWidget *parent);

    void setState(State state);
    [[nodiscard]] State state() const { return m_state; }
    [[nodiscard]] int heightForColumn(int width);
    void restyle();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_html;
    QTextDocument m_document;
    State m_state = State::Open;
};

/// A question whose right answer nobody wrote down: choosing an option runs the code, and what it prints decides.
class QuizBlock : public BlockWidget
{
    Q_OBJECT

public:
    QuizBlock(const course::Quiz &quiz, const CodeRuns &runs, QWidget *parent);
    ~QuizBlock() override;

    [[nodiscard]] const QList<QuizOptionButton *> &options() const { return m_options; }
    /// Index of the option that turned out right; -1 until it was decided.
    [[nodiscard]] int rightOption() const { return m_right; }
    void choose(int option);

    int heightForColumn(int width) override;
    void restyle() override;
    void collectParts(QList<TextPart *> &parts) override;

signals:
    void answered(bool right);

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void startRun();
    void finishRun();
    void decide(int right);
    void showWhy();
    void setRemark(const QString &html);
    [[nodiscard]] int optionThatPrints(const QString &output) const;

    course::Quiz m_quiz;
    CodeRuns m_runs;
    TextBlock *m_question;
    CodeCard *m_code = nullptr;
    QList<QuizOptionButton *> m_options;
    TextBlock *m_why = nullptr;
    OutputView *m_output = nullptr;
    int m_outputLabelTop = 0;
    int m_chosen = -1;
    int m_right = -1;
    QFutureWatcher<RunAnswer> m_watcher;
};

} // namespace ringside::desktop
