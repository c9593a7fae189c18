#pragma once

#include "desktop/theme/tokens.h"

#include <QDBusConnection>
#include <QDBusVariant>
#include <QObject>

#include <optional>

namespace ringside::desktop {

/// What the desktop wants: asked of the settings portal without blocking, and followed while we run.
/// Where there is no portal, Qt's own hint counts. The last answer should be remembered by the caller and
/// given back at the next start, so that the first frame already has the right colours.
/// Source: org.freedesktop.portal.Settings, namespace org.freedesktop.appearance; for motion also what the portals of
/// GNOME and KDE say where they do not know the common name yet.
class SystemScheme : public QObject
{
    Q_OBJECT

public:
    SystemScheme(Scheme remembered, const QDBusConnection &bus, QObject *parent = nullptr);

    /// Asks the portal. Does nothing without a session bus.
    void start();

    [[nodiscard]] Scheme scheme() const { return m_scheme; }
    [[nodiscard]] bool isMotionReduced() const { return m_isMotionReduced; }

signals:
    void schemeChanged(Scheme scheme);
    void motionChanged(bool isReduced);

private slots:
    void settingChanged(const QString &space, const QString &key, const QDBusVariant &value);

private:
    struct Setting;
    void read(const QString &method, const Setting &setting);
    void answered(const QString &space, const QString &key, std::optional<uint> value);
    [[nodiscard]] Scheme wanted() const;
    void decide();
    void decideMotion();

    QDBusConnection m_bus;
    Scheme m_scheme;
    bool m_asking = true; ///< the remembered value counts until the first answer
    std::optional<uint> m_colorScheme; ///< 1 dark, 2 light, 0 no preference
    std::optional<uint> m_contrast; ///< 1 higher
    bool m_isMotionReduced = false;
    std::optional<uint> m_reducedMotion; ///< 1 reduced, 0 no preference
    std::optional<uint> m_animations; ///< of GNOME: 0 none
    std::optional<uint> m_animationFactor; ///< of KDE: 0 none
};

/// The session bus if there is one; a bus is never started for this.
[[nodiscard]] QDBusConnection sessionBusIfRunning();

} // namespace ringside::desktop
