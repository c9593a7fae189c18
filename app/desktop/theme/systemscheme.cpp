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
    read(u"ReadOne"_s, colorSchemeKey);
    read(u"ReadOne"_s, contrastKey);
}

void SystemScheme::read(const QString &method, const QString &key)
{
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, interface, method);
    call << appearance << key;
    auto *watcher = new QDBusPendingCallWatcher(m_bus.asyncCall(call), this);
    connect(watcher, &QDBusPendingCallWatcher::finished, this, [this, watcher, method, key] {
        const QDBusPendingReply<QDBusVariant> reply = *watcher;
        watcher->deleteLater();
        // Portals before version 2 know only Read.
        if (reply.isError() && method == u"ReadOne" && reply.error().type() == QDBusError::UnknownMethod)
            read(u"Read"_s, key);
        else
            answered(key, reply.isError() ? std::nullopt : unwrap(reply.value().variant()));
    });
}

void SystemScheme::settingChanged(const QString &space, const QString &key, const QDBusVariant &value)
{
    if (space == appearance)
        answered(key, unwrap(value.variant()));
}

void SystemScheme::answered(const QString &key, std::optional<uint> value)
{
    if (key == colorSchemeKey) {
        m_colorScheme = value;
        m_asking = false;
    } else if (key == contrastKey) {
        m_contrast = value;
    }
    decide();
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
