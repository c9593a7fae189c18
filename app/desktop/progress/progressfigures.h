#pragma once

#include "desktop/progress/charts.h"
#include "desktop/progress/figuremodel.h"
#include "progress/summary.h"

namespace ringside::desktop {

/// The last `count` days up to today, those without anything included.
[[nodiscard]] QList<DayFigure> lastDays(const progress::Summary &summary, int today, int count);
/// As many whole weeks, the last of which holds today; days to come are left out.
[[nodiscard]] QList<DayFigure> lastWeeks(const progress::Summary &summary, int today, int weeks);

/// The tables beside the charts.
[[nodiscard]] FigureTable courseTable(const progress::Summary &summary);
/// Days without anything are left out; the newest first.
[[nodiscard]] FigureTable dayTable(const QList<DayFigure> &days);

} // namespace ringside::desktop
