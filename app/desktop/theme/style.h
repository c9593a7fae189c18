#pragma once

#include "desktop/theme/theme.h"

#include <QProxyStyle>
#include <QStyleOption>
#include <QWidget>

namespace ringside::desktop {

/// Fusion, with the few primitives that date it drawn flat from the theme's tokens. Style sheets are not used.
class Style : public QProxyStyle
{
    Q_OBJECT

public:
    /// `theme` must outlive the style.
    explicit Style(const Theme &theme);

    [[nodiscard]] const Theme &theme() const { return m_theme; }

    using QProxyStyle::polish;
    void polish(QWidget *widget) override;
    int pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const override;
    int styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
        QStyleHintReturn *data) const override;
    void drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget) const override;
    void drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
        const QWidget *widget) const override;
    void drawComplexControl(ComplexControl control, const QStyleOptionComplex *option,
        QPainter *painter, const QWidget *widget) const override;
    QSize sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
        const QWidget *widget) const override;

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void drawField(const QStyleOption &option, QPainter &painter) const;
    void drawIndicator(const QStyleOption &option, QPainter &painter, bool round) const;
    void drawItemGround(const QStyleOptionViewItem &option, QPainter &painter) const;
    void drawScrollBar(const QStyleOptionComplex &option, QPainter &painter, const QWidget *widget) const;
    void drawMenuItem(const QStyleOption &option, QPainter &painter, const QWidget *widget) const;

    const Theme &m_theme;
};

/// Makes `theme` the look of the application: style, palette and font, and keeps them in step with it.
void installTheme(Theme &theme);

/// The theme a widget is painted with: that of the application's style.
[[nodiscard]] const Theme &themeOf(const QWidget *widget);

/// The focus ring of everything: 2 px in the accent colour, inside the widget. Nothing is drawn for people
/// who use the mouse: see Theme::isFocusVisible().
void drawFocusRing(QPainter &painter, const Theme &theme, const QRectF &rect, qreal radius);

/// A filled card with a one pixel edge.
void drawCard(QPainter &painter, const QRect &rect, const QColor &ground, const QColor &edge, qreal radius = 8);

} // namespace ringside::desktop
