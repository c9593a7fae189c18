#pragma once

#include "classroom/gradebook.h"

#include <QWidget>

class QDoubleSpinBox;
class QLineEdit;

namespace ringside::desktop {

class Button;

/// Points that a person gives, with the reason, or withdraws; and the way back.
class MarkRow : public QWidget
{
    Q_OBJECT

public:
    explicit MarkRow(QWidget *parent = nullptr);

    /// None: there is nothing to mark.
    void showCell(const classroom::GradeCell *cell);
    /// Begins anew with what is typed as the reason: a comment on the answer, for a question.
    void setReason(const QString &text);
    void setPoints(double points);
    void setRunning(bool isRunning); ///< the class is graded meanwhile: nothing is entered
    void focusPoints();

    [[nodiscard]] double points() const;
    [[nodiscard]] QString reason() const;
    [[nodiscard]] bool canEnter() const;
    [[nodiscard]] QWidget *pointsBox() const;

signals:
    void entered();
    void withdrawn(); ///< the grader's points are to count again
    void takenBack(); ///< what was entered last, whatever it was about

private:
    QLayout *makePoints();
    QLayout *makeReason();
    void showState();

    bool m_isMarked = false; ///< there is a cell
    bool m_isQuestion = false;
    bool m_isRunning = false;
    QDoubleSpinBox *m_points;
    QLineEdit *m_reason;
    Button *m_enter;
    Button *m_withdraw;
};

} // namespace ringside::desktop
