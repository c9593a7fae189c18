#include "desktop/theme/systemscheme.h"

#include <QDBusAbstractAdaptor>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTest>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(ringside::desktop::Scheme)

// A settings portal that answers what a test wants.
class FakePortal : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public:
    uint colorScheme = 0;
    uint contrast = 0;
    QString otherKey; ///< in any namespace
    QVariant other;

public slots:
    QDBusVariant Read(const QString &, const QString &key)
    {
        return QDBusVariant(QVariant::fromValue(QDBusVariant(value(key)))); // a variant in a variant
    }

protected:
    [[nodiscard]] QVariant value(const QString &key) const
    {
        if (key == u"color-scheme")
            return colorScheme;
        if (key == u"contrast")
            return contrast;
        return key == otherKey ? other : QVariant(u"no such setting"_s);
    }
};

class NewPortal : public FakePortal
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")

public slots:
    QDBusVariant ReadOne(const QString &, const QString &key)
    {
        return QDBusVariant(value(key));
    }

signals:
    void SettingChanged(const QString &space, const QString &key, const QDBusVariant &value);
};

class TestSystemScheme : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanupTestCase();
    void cleanup();
    void asksThePortal_data();
    void asksThePortal();
    void lessMotionIsUnderstood_data();
    void lessMotionIsUnderstood();
    void oldPortalsAreUnderstood();
    void changesAreFollowed();
    void remembersUntilTheAnswer();
    void withoutABusItIsLight();

private:
    void offer(FakePortal &portal);

    QProcess m_bus;
    QString m_address;
};

void TestSystemScheme::initTestCase()
{
    const QString daemon = QStandardPaths::findExecutable(u"dbus-daemon"_s);
    if (daemon.isEmpty())
        QSKIP("dbus-daemon is missing: install the package dbus-daemon");
    m_bus.start(daemon, {u"--session"_s, u"--nofork"_s, u"--print-address=1"_s});
    QVERIFY(m_bus.waitForReadyRead(5000));
    m_address = QString::fromUtf8(m_bus.readLine()).trimmed();
    QDBusConnection server = QDBusConnection::connectToBus(m_address, u"portal"_s);
    QVERIFY(server.isConnected());
    QVERIFY(server.registerService(u"org.freedesktop.portal.Desktop"_s));
}

void TestSystemScheme::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(u"portal"_s);
    m_bus.terminate();
    m_bus.waitForFinished();
}

void TestSystemScheme::cleanup()
{
    QDBusConnection(u"portal"_s).unregisterObject(u"/org/freedesktop/portal/desktop"_s);
    QDBusConnection::disconnectFromBus(u"client"_s);
}

void TestSystemScheme::offer(FakePortal &portal)
{
    QVERIFY(QDBusConnection(u"portal"_s).registerObject(u"/org/freedesktop/portal/desktop"_s, &portal,
        QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
}

void TestSystemScheme::asksThePortal_data()
{
    QTest::addColumn<uint>("colorScheme");
    QTest::addColumn<uint>("contrast");
    QTest::addColumn<Scheme>("scheme");
    QTest::newRow("no preference is light") << 0U << 0U << Scheme::Light;
    QTest::newRow("dark") << 1U << 0U << Scheme::Dark;
    QTest::newRow("light") << 2U << 0U << Scheme::Light;
    QTest::newRow("higher contrast comes before the colours") << 1U << 1U << Scheme::HighContrast;
}

void TestSystemScheme::asksThePortal()
{
    QFETCH(uint, colorScheme);
    QFETCH(uint, contrast);
    QFETCH(Scheme, scheme);
    NewPortal portal;
    portal.colorScheme = colorScheme;
    portal.contrast = contrast;
    offer(portal);
    // Start from another value, so that an answer is seen.
    SystemScheme system(scheme == Scheme::Light ? Scheme::Dark : Scheme::Light,
        QDBusConnection::connectToBus(m_address, u"client"_s));
    system.start();
    QTRY_COMPARE_WITH_TIMEOUT(system.scheme(), scheme, 60'000);
}

void TestSystemScheme::lessMotionIsUnderstood_data()
{
    QTest::addColumn<QString>("space");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QVariant>("less");
    QTest::addColumn<QVariant>("usual");
    QTest::newRow("as all desktops are to say it")
        << u"org.freedesktop.appearance"_s << u"reduced-motion"_s << QVariant(1U) << QVariant(0U);
    QTest::newRow("as GNOME says it")
        << u"org.gnome.desktop.interface"_s << u"enable-animations"_s << QVariant(false) << QVariant(true);
    QTest::newRow("as KDE says it") << u"org.kde.kdeglobals.KDE"_s << u"AnimationDurationFactor"_s << QVariant(u"0"_s)
                                    << QVariant(u"0.5"_s);
}

void TestSystemScheme::lessMotionIsUnderstood()
{
    QFETCH(QString, space);
    QFETCH(QString, key);
    QFETCH(QVariant, less);
    QFETCH(QVariant, usual);
    NewPortal portal;
    portal.otherKey = key;
    portal.other = less;
    offer(portal);
    SystemScheme system(Scheme::Light, QDBusConnection::connectToBus(m_address, u"client"_s));
    system.start();
    QTRY_VERIFY_WITH_TIMEOUT(system.isMotionReduced(), 60'000);
    QSignalSpy changed(&system, &SystemScheme::motionChanged);
    emit portal.SettingChanged(space, key, QDBusVariant(usual));
    QTRY_VERIFY_WITH_TIMEOUT(!system.isMotionReduced(), 60'000);
    QCOMPARE(changed.size(), 1);
    QCOMPARE(system.scheme(), Scheme::Light);
}

void TestSystemScheme::oldPortalsAreUnderstood()
{
    FakePortal portal; // has Read alone
    portal.colorScheme = 1;
    offer(portal);
    SystemScheme system(Scheme::Light, QDBusConnection::connectToBus(m_address, u"client"_s));
    system.start();
    QTRY_COMPARE_WITH_TIMEOUT(system.scheme(), Scheme::Dark, 60'000);
}

void TestSystemScheme::changesAreFollowed()
{
    NewPortal portal;
    offer(portal);
    SystemScheme system(Scheme::Dark, QDBusConnection::connectToBus(m_address, u"client"_s));
    system.start();
    QTRY_COMPARE_WITH_TIMEOUT(system.scheme(), Scheme::Light, 60'000);
    QSignalSpy changed(&system, &SystemScheme::schemeChanged);
    emit portal.SettingChanged(u"org.freedesktop.appearance"_s, u"color-scheme"_s, QDBusVariant(1U));
    QTRY_COMPARE_WITH_TIMEOUT(system.scheme(), Scheme::Dark, 60'000);
    QCOMPARE(changed.size(), 1);
    emit portal.SettingChanged(u"org.example.other"_s, u"color-scheme"_s, QDBusVariant(2U));
    emit portal.SettingChanged(u"org.freedesktop.appearance"_s, u"accent-color"_s, QDBusVariant(2U));
    QTest::qWait(50);
    QCOMPARE(system.scheme(), Scheme::Dark);
}

void TestSystemScheme::remembersUntilTheAnswer()
{
    NewPortal portal;
    portal.colorScheme = 1;
    offer(portal);
    SystemScheme system(Scheme::Dark, QDBusConnection::connectToBus(m_address, u"client"_s));
    QSignalSpy changed(&system, &SystemScheme::schemeChanged);
    system.start();
    QCOMPARE(system.scheme(), Scheme::Dark); // the first frame
    QTest::qWait(100);
    QCOMPARE(changed.size(), 0); // and no flash of another colour
}

void TestSystemScheme::withoutABusItIsLight()
{
    SystemScheme system(Scheme::Dark, QDBusConnection(u"there is none"_s));
    system.start();
    QCOMPARE(system.scheme(), Scheme::Light);
}

QTEST_MAIN(TestSystemScheme)
#include "tst_systemscheme.moc"
