#pragma once

#include <QObject>
#include <QWidget>

namespace ringside::desktop {

/// The two lower corners of a card, in front of what is in it: contents are not rounded, and would hide them.
/// Owned by the card.
class CardCorners : public QObject
{
    Q_OBJECT

public:
    explicit CardCorners(QWidget *card);

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void place();

    QWidget *m_card;
    QWidget *m_left;
    QWidget *m_right;
};

} // namespace ringside::desktop
