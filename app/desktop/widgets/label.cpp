#include "desktop/widgets/label.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/isolated.h"

#include <QEvent>
#include <QPainter>

namespace ringside::desktop {

Label::Label(const QString &text, TextRole size, ColorRole color, QWidget *parent)
    : QLabel(text, parent)
    , m_size(size)
    , m_color(color)
{
    setTextFormat(Qt::PlainText);
    // QLabel begins a text at the edge of its own script; here what is not translated begins where all the others do.
    if (layoutDirection() == Qt::RightToLeft)
        setAlignment(Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter);
    restyle();
    connect(&themeOf(this), &Theme::schemeChanged, this, &Label::restyle);
    connect(&themeOf(this), &Theme::fontsChanged, this, &Label::restyle);
}

void Label::setColorRole(ColorRole color)
{
    m_color = color;
    restyle();
}

void Label::setWeight(QFont::Weight weight)
{
    m_weight = weight;
    restyle();
}

void Label::restyle()
{
    const Theme &theme = themeOf(this);
    QPalette colors = palette();
    colors.setColor(QPalette::WindowText, theme.color(m_color));
    setPalette(colors);
    QFont font = theme.chromeFont(m_size);
    if (m_weight)
        font.setWeight(*m_weight);
    setFont(font);
}

void ElidedLabel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setPen(palette().color(QPalette::WindowText));
    painter.drawText(contentsRect(), int(alignment() | Qt::AlignVCenter),
        isolated(fontMetrics().elidedText(text(), Qt::ElideRight, contentsRect().width())));
}

bool ElidedLabel::event(QEvent *event)
{
    if (event->type() == QEvent::ToolTip)
        setToolTip(fontMetrics().horizontalAdvance(text()) > width() ? text() : QString());
    return Label::event(event);
}

} // namespace ringside::desktop
