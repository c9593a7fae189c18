#pragma once

#include "desktop/theme/style.h"
#include "desktop/window/translations.h"

#include <QAccessible>
#include <QApplication>
#include <QTemporaryDir>
#include <QTest>

namespace ringside::desktop {

/// The look every widget test needs, once per process, and what a screen reader was told meanwhile.
class DesktopTest
{
public:
    DesktopTest()
    {
        installTranslations(*qApp);
        installTheme(theme());
        QAccessible::installUpdateHandler(hear);
        QAccessible::setActive(true);
    }

    static Theme &theme()
    {
        static Theme theme;
        return theme;
    }
    static QStringList &announcements()
    {
        static QStringList heard;
        return heard;
    }
    static bool heard(const QString &text)
    {
        return std::ranges::any_of(
            announcements(), [&](const QString &message) { return message.contains(text); });
    }

private:
    static void hear(QAccessibleEvent *event)
    {
        if (event->type() == QAccessible::Announcement)
            announcements().append(static_cast<QAccessibleAnnouncementEvent *>(event)->message());
    }
};

/// Widgets below `root` that the Tab key reaches and that have no name for assistive technology.
inline QStringList unnamedFocusStops(const QWidget *root)
{
    QStringList unnamed;
    for (QWidget *widget : root->findChildren<QWidget *>()) {
        if (!(widget->focusPolicy() & Qt::TabFocus) || !widget->isVisible())
            continue;
        QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(widget);
        if (!interface || interface->text(QAccessible::Name).isEmpty())
            unnamed.append(QString::fromLatin1(widget->metaObject()->className()));
    }
    return unnamed;
}

} // namespace ringside::desktop
