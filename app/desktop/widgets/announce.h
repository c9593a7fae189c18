#pragma once

class QWidget;
class QString;

namespace ringside::desktop {

/// Has a screen reader say something without moving the focus.
void announce(QWidget *about, const QString &message);

} // namespace ringside::desktop
