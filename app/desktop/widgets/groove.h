#pragma once

#include "desktop/theme/style.h"

#include <QPainter>

namespace ringside::desktop {

/// What a bar for a share runs in. In high contrast it is an edge alone: filled, it would look like a full bar.
inline void drawGroove(QPainter &painter, const Theme &theme, const QRect &rect)
{
    const QColor color = theme.color(ColorRole::Border);
    const bool isEdge = theme.scheme() == Scheme::HighContrast;
    drawCard(painter, rect, isEdge ? QColor(Qt::transparent) : color, color, rect.height() / 2.0);
}

} // namespace ringside::desktop
