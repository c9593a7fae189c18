#pragma once

#include "progress/answer.h"
#include "progress/review.h"

#include <QWidget>

class QHBoxLayout;

namespace ringside::desktop {

class Button;

/// The answer buttons: what they say about the answer, and when the card comes back.
class GradeBar : public QWidget
{
    Q_OBJECT

public:
    explicit GradeBar(QWidget *parent = nullptr);

    void offer(const QList<progress::Grade> &grades, progress::Grade proposed, progress::GradeScale scale,
        const progress::DueCard &due, const progress::Moment &now);
    void clear();
    /// By place, from 0. False when there is no such button.
    bool choose(int place);
    [[nodiscard]] const QList<Button *> &buttons() const { return m_buttons; }
    [[nodiscard]] Button *proposed() const { return m_proposed; }

signals:
    void chosen(ringside::progress::Grade grade);

private:
    QHBoxLayout *m_layout;
    QList<Button *> m_buttons;
    Button *m_proposed = nullptr;
};

} // namespace ringside::desktop
