#pragma once

class QLayout;
class QScrollArea;
class QWidget;

namespace ringside::desktop {

/// A frameless area in which a page scrolls up and down, and never sideways. It takes the page over.
[[nodiscard]] QScrollArea *scrollingPage(QWidget *page);

/// Takes everything out of a layout; its widgets go when control returns to the event loop.
void clearLayout(QLayout *layout);

/// Puts whatever takes the focus inside `inner` right behind `before` in the order of Tab: what is made later would
/// else be reached last. Where Tab stops last there; `before` when it does not.
QWidget *placeInTabOrder(QWidget *before, const QWidget *inner);

} // namespace ringside::desktop
