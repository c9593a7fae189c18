#pragma once

class QLayout;
class QScrollArea;
class QWidget;

namespace ringside::desktop {

/// A frameless area in which a page scrolls up and down, and never sideways. It takes the page over.
[[nodiscard]] QScrollArea *scrollingPage(QWidget *page);

/// Takes everything out of a layout; its widgets go when control returns to the event loop.
void clearLayout(QLayout *layout);

} // namespace ringside::desktop
