#pragma once

#include <QString>

namespace ringside::desktop {

class MainWindow;
class Theme;

/// Walks through the window by real events, runs an example, solves an exercise and has it checked, saves
/// pictures into `folder`, and prints what it saw. Returns the exit status: 0 only when the verdict is the
/// expected one.
[[nodiscard]] int giveTour(MainWindow &window, const Theme &theme, const QString &folder);

} // namespace ringside::desktop
