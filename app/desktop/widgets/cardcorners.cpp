#include "desktop/widgets/cardcorners.h"

#include "desktop/theme/style.h"

#include <QEvent>
#include <QPainter>
#include <QPainterPath>

namespace ringside::desktop {

namespace {

constexpr int cornerSize = 8;

/// What is outside of a rounded corner has the colour of the window.
class CardCorner : public QWidget
{
public:
    CardCorner(Qt::Corner corner, QWidget *card)
        : QWidget(card)
        , m_corner(corner)
    {
        setAttribute(Qt::WA_TransparentForMouseEvents);
        resize(cornerSize, cornerSize);
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const Theme &theme = themeOf(this);
        const int left = m_corner == Qt::BottomLeftCorner ? 0 : -cornerSize;
        const QRectF whole(left, -cornerSize, 2 * cornerSize, 2 * cornerSize);
        QPainterPath outside, arc;
        arc.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), cornerSize, cornerSize);
        outside.addRect(rect());
        painter.fillPath(outside.subtracted(arc), theme.color(ColorRole::Window));
        painter.strokePath(arc, theme.color(ColorRole::Border));
    }

private:
    Qt::Corner m_corner;
};

} // namespace

CardCorners::CardCorners(QWidget *card)
    : QObject(card)
    , m_card(card)
    , m_left(new CardCorner(Qt::BottomLeftCorner, card))
    , m_right(new CardCorner(Qt::BottomRightCorner, card))
{
    card->installEventFilter(this);
}

bool CardCorners::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Resize || event->type() == QEvent::LayoutRequest)
        place();
    return QObject::eventFilter(watched, event);
}

void CardCorners::place()
{
    const int top = m_card->height() - cornerSize;
    m_left->move(0, top);
    m_right->move(m_card->width() - cornerSize, top);
    m_left->raise();
    m_right->raise();
}

} // namespace ringside::desktop
