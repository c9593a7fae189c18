#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

/// The profile for systems that let only listed programs make user namespaces.
class TestAppArmor : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void profileIsSound();
    void profileListsTheSupervisor();
    void soundnessIsSeen();

private:
    /// What AppArmor's own compiler makes of it, without loading it anywhere.
    [[nodiscard]] QByteArray compile(const QByteArray &profile);

    QString m_compiler;
    QByteArray m_profile;
};

void TestAppArmor::initTestCase()
{
    QFile file(u"" RINGSIDE_SOURCE_FOLDER "/resources/apparmor/ringside-supervisor"_s);
    QVERIFY(file.open(QIODevice::ReadOnly));
    m_profile = file.readAll();
    m_compiler = QStandardPaths::findExecutable(
        u"apparmor_parser"_s, {u"/usr/sbin"_s, u"/sbin"_s, u"/usr/bin"_s});
    if (m_compiler.isEmpty())
        QSKIP("there is no apparmor_parser; remedy: install the package apparmor");
    // Before 4.0 it did not know of the right that the profile gives.
    if (!compile("abi <abi/4.0>,\nprofile x /x { userns, }\n").isEmpty())
        QSKIP("this apparmor_parser is too old; remedy: install AppArmor 4.0 or later");
}

QByteArray TestAppArmor::compile(const QByteArray &profile)
{
    QProcess compiler;
    compiler.start(m_compiler, {u"--skip-kernel-load"_s, u"--skip-cache"_s, u"--warn=all"_s, u"--quiet"_s, u"--"_s});
    compiler.write(profile);
    compiler.closeWriteChannel();
    if (!compiler.waitForFinished(120'000))
        return "it does not end";
    return compiler.exitCode() == 0 ? QByteArray() : compiler.readAllStandardError() + compiler.readAllStandardOutput();
}

void TestAppArmor::profileIsSound()
{
    const QByteArray complaints = compile(m_profile);
    QVERIFY2(complaints.isEmpty(), complaints.constData());
}

void TestAppArmor::profileListsTheSupervisor()
{
    QVERIFY(m_profile.contains("/libexec/ringside/ringside-supervisor flags=(unconfined) {\n"));
    QVERIFY(m_profile.contains("\n  userns,\n"));
}

void TestAppArmor::soundnessIsSeen()
{
    QByteArray broken = m_profile;
    QVERIFY(!compile(broken.replace("userns,", "usernames,")).isEmpty());
}

QTEST_GUILESS_MAIN(TestAppArmor)
#include "tst_apparmor.moc"
