#include "desktop/widgets/announce.h"

#include <QAccessible>
#include <QWidget>

namespace ringside::desktop {

void announce(QWidget *about, const QString &message)
{
    QAccessibleAnnouncementEvent event(about, message);
    QAccessible::updateAccessibility(&event);
}

} // namespace ringside::desktop
