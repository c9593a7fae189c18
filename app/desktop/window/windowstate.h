#pragma once

#include "base/result.h"
#include "desktop/window/history.h"

namespace ringside::desktop {

/// The window as it is left, for the next start.
struct WindowState
{
    QByteArray geometry; ///< of QWidget::saveGeometry()
    Location location; ///< without the place in a lesson: ReadingState knows that
    QString lastExercise; ///< slug; empty: the list of exercises
    QByteArray workbench; ///< of WorkbenchPage::layoutState()
};

/// Where there is nothing to read, a first day.
[[nodiscard]] WindowState loadWindowState(const QString &file);
[[nodiscard]] Result<> saveWindowState(const QString &file, const WindowState &state);

} // namespace ringside::desktop
