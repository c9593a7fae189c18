#include "desktop/theme/systemscheme.h"

#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QFileInfo>
#include <QGuiApplication>
#include <QStyleHints>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

const QString service = u"org.freedesktop.portal.Desktop"_s;
const QString path = u"/org/freedesktop/portal/desktop"_s;
const QString interface = u"org.freedesktop.portal.Settings"_s;
const QString appearance = u"org.freedesktop.appearance"_s;
const QString colorSchemeKey = u"color-scheme"_s;
const QString contrastKey = u"contrast"_s;
const QString motionKey = u"reduced-motion"_s;
const QString gnome = u"org.gnome.desktop.interface"_s;
const QString animationsKey = u"enable-animations"_s;
const QString kde = u"org.kde.kdeglobals.KDE"_s;
const QString animationFactorKey = u"AnimationDurationFactor"_s;

// Read answers with a variant inside a variant, ReadOne with one.
std::optional<uint> unwrap(QVariant value)
{
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    bool ok = false;
    const uint number = value.toUInt(&ok);
    return ok ? std::optional(number) : std::nullopt;
}

} // namespace

struct SystemScheme::Setting
{
    QString space;
    QString key;
};

SystemScheme::SystemScheme(Scheme remembered, const QDBusConnection &bus, QObject *parent)
    : QObject(parent)
    , m_bus(bus)
    , m_scheme(remembered)
{
}

void SystemScheme::start()
{
    connect(QGuiApplication::styleHints(), &QStyleHints::colorSchemeChanged, this,
        &SystemScheme::decide);
    m_asking = m_bus.isConnected();
    decide();
    if (!m_asking)
        return;
    m_bus.connect(service, path, interface, u"SettingChanged"_s, this,
        SLOT(settingChanged(QString, QString, QDBusVariant)));
    for (const Setting &setting : {Setting{appearance, colorSchemeKey}, {appearance, contrastKey}, {appearance, motionKey},
             {gnome, animationsKey}, {kde, animationFactorKey}})
        read(u"ReadOne"_s, setting);
}

void SystemScheme::read(const QString &method, const Setting &setting)
{
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, method);
    call << setting.space << setting.key;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, method, setting] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        // Portals before version 2 know only Read.
        if (reply.isError() && method == u"ReadOne" && reply.error().type() == QDBusError::UnknownMethod)
            read(u"Read"_s, setting);
        else
            answered(setting.space, setting.key, reply.isError() ? std::nullopt : unwrap(reply.value().variant()));
    });
}

void SystemScheme::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    answered(space, key, unwrap(value.variant()));
}

void SystemScheme::answered(const QString &space, const QString &key, std::optional<uint> value)
{
    if (space == appearance && key == colorSchemeKey) {
        m_colorScheme = value;
        m_asking = false;
    } else if (space == appearance && key == contrastKey) {
        m_contrast = value;
    } else if (space == appearance && key == motionKey) {
        m_reducedMotion = value;
    } else if (space == gnome && key == animationsKey) {
        m_animations = value;
    } else if (space == kde && key == animationFactorKey) {
        m_animationFactor = value;
    }
    decide();
    decideMotion();
}

void SystemScheme::decideMotion()
{
    const bool isReduced = m_reducedMotion == 1u || m_animations == 0u || m_animationFactor == 0u;
    if (std::exchange(m_isMotionReduced, isReduced) != isReduced)
        emit motionChanged(isReduced);
}

Scheme SystemScheme::wanted() const
{
    if (m_contrast == 1u)
        return Scheme::HighContrast;
    if (m_colorScheme)
        return *m_colorScheme == 1 ? Scheme::Dark : Scheme::Light;
    if (m_asking)
        return m_scheme;
    const bool dark = QGuiApplication::styleHints()->colorScheme() == Qt::ColorScheme::Dark;
    return dark ? Scheme::Dark : Scheme::Light;
}

void SystemScheme::decide()
{
    const Scheme scheme = wanted();
    if (scheme == m_scheme)
        return;
    m_scheme = scheme;
    emit schemeChanged(scheme);
}

QDBusConnection sessionBusIfRunning()
{
    // Asking for the session bus where none runs makes libdbus start one, and wait for it.
    const QString socket = qEnvironmentVariable("XDG_RUNTIME_DIR") + u"/bus"_s;
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS") && !QFileInfo::exists(socket))
        return QDBusConnection(u"ringside-no-bus"_s);
    return QDBusConnection::sessionBus();
}

} // namespace ringside::desktop
