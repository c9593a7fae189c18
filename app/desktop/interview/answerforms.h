#pragma once

#include "progress/card.h"
#include "review/cardjudge.h"

#include <QWidget>

class QAbstractButton;
class QLineEdit;
class QListWidget;
class QPlainTextEdit;
class QSpinBox;

namespace ringside::desktop {

class CodeEditor;

/// Where one answers: one kind of form for each kind of question.
class AnswerForm : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    /// Fills in what the form holds.
    virtual void fill(review::CardAnswer &answer) const = 0;
    /// What is kept with the attempt, and what a draft brings back.
    [[nodiscard]] virtual QString text() const = 0;
    virtual void setText(const QString &) { }
    [[nodiscard]] virtual bool isEmpty() const = 0;
    /// Answered: from now on it is only looked at.
    virtual void freeze() = 0;
    /// What is right, where the form can show it in place.
    virtual void showRight(const review::Judgement &) { }
    [[nodiscard]] virtual QWidget *field() const = 0;

signals:
    void edited();
};

/// The form for a card. `reps` shuffles what must not always stand in the same order.
[[nodiscard]] AnswerForm *makeAnswerForm(const progress::Card &card, int reps, QWidget *parent);

/// An answer in words.
class TextForm : public AnswerForm
{
    Q_OBJECT

public:
    enum class Font : quint8 { Prose, Code };
    TextForm(const QString &name, const QString &hint, Font font, QWidget *parent = nullptr);

    void fill(review::CardAnswer &answer) const override;
    QString text() const override;
    void setText(const QString &text) override;
    bool isEmpty() const override;
    void freeze() override;
    QWidget *field() const override;
    [[nodiscard]] QPlainTextEdit *edit() const { return m_edit; }

private:
    QPlainTextEdit *m_edit;
};

/// Options; one or several may be right.
class ChoiceForm : public AnswerForm
{
    Q_OBJECT

public:
    ChoiceForm(const progress::Card &card, int reps, QWidget *parent = nullptr);

    void fill(review::CardAnswer &answer) const override;
    QString text() const override;
    void setText(const QString &text) override;
    bool isEmpty() const override;
    void freeze() override;
    void showRight(const review::Judgement &judgement) override;
    QWidget *field() const override;

private:
    QList<int> m_order; ///< option by place
    QList<QAbstractButton *> m_buttons;
};

/// Broken code: the faulty line, and the code as it should be.
class BugForm : public AnswerForm
{
    Q_OBJECT

public:
    explicit BugForm(const progress::Card &card, QWidget *parent = nullptr);

    void fill(review::CardAnswer &answer) const override;
    QString text() const override;
    void setText(const QString &text) override;
    bool isEmpty() const override;
    void freeze() override;
    QWidget *field() const override;
    [[nodiscard]] CodeEditor *editor() const { return m_editor; }
    [[nodiscard]] QSpinBox *line() const { return m_line; }

private:
    QString m_broken;
    QSpinBox *m_line;
    CodeEditor *m_editor;
};

/// Steps to bring into an order, by dragging, by buttons or with Alt and the arrow keys.
class OrderForm : public AnswerForm
{
    Q_OBJECT

public:
    OrderForm(const progress::Card &card, int reps, QWidget *parent = nullptr);

    void fill(review::CardAnswer &answer) const override;
    QString text() const override;
    void setText(const QString &text) override;
    bool isEmpty() const override { return false; }
    void freeze() override;
    QWidget *field() const override;
    [[nodiscard]] QListWidget *list() const { return m_list; }

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void move(int by);
    [[nodiscard]] QList<int> order() const;

    QListWidget *m_list;
    QList<QAbstractButton *> m_movers;
};

/// Names of system calls.
class CallsForm : public AnswerForm
{
    Q_OBJECT

public:
    explicit CallsForm(QWidget *parent = nullptr);

    void fill(review::CardAnswer &answer) const override;
    QString text() const override;
    void setText(const QString &text) override;
    bool isEmpty() const override;
    void freeze() override;
    QWidget *field() const override;

private:
    [[nodiscard]] QStringList names() const;

    QLineEdit *m_edit;
};

} // namespace ringside::desktop
