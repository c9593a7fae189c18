#include "desktop/lesson/figureblock.h"

#include "desktop/theme/style.h"

#include <QFile>
#include <QPainter>
#include <QSvgRenderer>

namespace ringside::desktop {

namespace {

constexpr int padding = 16;
constexpr qreal naturalScale = 1.25; // figures are drawn for 13 px text, the page reads at 16

} // namespace

FigureBlock::FigureBlock(const course::Figure &figure, QWidget *parent)
    : BlockWidget(parent)
    , m_figure(figure)
    , m_renderer(new QSvgRenderer(this))
{
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setAccessibleName(figure.alternative);
    setAccessibleDescription(figure.caption);
    QFile file(figure.file);
    if (file.open(QIODevice::ReadOnly))
        m_source = file.readAll();
    restyle();
}

void FigureBlock::restyle()
{
    const Theme &theme = themeOf(this);
    QByteArray svg = tintFigure(m_source, theme.scheme());
    // Text of a figure is in the window's font, whatever its author had installed.
    svg.replace("font-family=\"sans-serif\"",
        "font-family=\"" + theme.readingFont(TextRole::Body).family().toUtf8() + '"');
    svg.replace("font-family=\"monospace\"",
        "font-family=\"" + theme.codeFont().family().toUtf8() + '"');
    m_renderer->load(svg);
    m_renderer->setAspectRatioMode(Qt::KeepAspectRatio);
    update();
}

QSizeF FigureBlock::drawingSize(int width) const
{
    const QSizeF natural = m_renderer->isValid() ? m_renderer->defaultSize() : QSizeF(0, 0);
    if (natural.isEmpty())
        return {};
    const qreal room = width - 2 * padding;
    return natural * qMin(naturalScale * themeOf(this).zoom(), room / natural.width());
}

int FigureBlock::captionHeight(int width) const
{
    const QString caption = m_renderer->isValid() ? m_figure.caption : m_figure.alternative;
    if (caption.isEmpty())
        return 0;
    const QFontMetrics metrics(themeOf(this).readingFont(TextRole::Caption));
    return metrics.boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, caption).height() + 8;
}

int FigureBlock::heightForColumn(int width)
{
    const int drawing = m_renderer->isValid() ? qCeil(drawingSize(width).height()) + 2 * padding : 0;
    return drawing + captionHeight(width);
}

void FigureBlock::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    QPainter painter(this);
    const int caption = captionHeight(width());
    const QRect card(0, 0, width(), height() - caption);
    if (m_renderer->isValid()) {
        drawCard(painter, card, theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
        painter.setRenderHint(QPainter::Antialiasing);
        const QSizeF size = drawingSize(width());
        m_renderer->render(&painter, QRectF(QPointF((width() - size.width()) / 2, padding), size));
    }
    painter.setFont(theme.readingFont(TextRole::Caption));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(QRect(0, card.bottom() + 8, width(), caption), Qt::AlignHCenter | Qt::TextWordWrap,
        m_renderer->isValid() ? m_figure.caption : m_figure.alternative);
}

} // namespace ringside::desktop
