#include <QFile>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

namespace {

struct Outcome
{
    int status = -1;
    QString output;
};

Outcome runBash(const QStringList &arguments, const QStringList &environment = {})
{
    QProcess bash;
    bash.setProcessChannelMode(QProcess::MergedChannels);
    bash.setEnvironment(QStringList{u"PATH="_s + qEnvironmentVariable("PATH")} + environment);
    bash.start(u"bash"_s, arguments);
    if (!bash.waitForFinished() || bash.exitStatus() != QProcess::NormalExit)
        return {-1, bash.errorString()};
    return {bash.exitCode(), QString::fromUtf8(bash.readAll()).trimmed()};
}

/// Calls the door's own functions, as `run` and `test` do.
Outcome callDoor(const QString &script, const QStringList &environment = {})
{
    const QString source
        = u"set -euo pipefail; top='%1' lists=(build)\n"
          "source \"$top/.setup/door.sh\"; source \"$top/.setup/display.sh\"\n"_s.arg(
              QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    return runBash({u"-c"_s, source + script}, environment);
}

void write(const QString &path, const QString &text)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(text.toUtf8());
}

} // namespace

class TestDoor : public QObject
{
    Q_OBJECT

private slots:
    void findsTheMirrorOfThisMachine_data();
    void findsTheMirrorOfThisMachine();
    void knowsWhichReleasesAreNewEnough_data();
    void knowsWhichReleasesAreNewEnough();
    void findsMissingPackages();
    void givesAReasonForEveryPackage_data();
    void givesAReasonForEveryPackage();
    void knowsWhetherThereIsADisplay_data();
    void knowsWhetherThereIsADisplay();
    void worksThroughALinkFromAnyFolder();
    void passesShellcheck();
};

void TestDoor::findsTheMirrorOfThisMachine_data()
{
    QTest::addColumn<QString>("settings");
    QTest::addColumn<QString>("mirror");

    QTest::newRow("one line") << u"deb http://near/debian/ bookworm main"_s
                              << u"http://near/debian/"_s;
    QTest::newRow("one line with options")
        << u"deb [arch=amd64 signed-by=/k.gpg] https://near/debian bookworm main"_s
        << u"https://near/debian"_s;
    QTest::newRow("not a disc") << u"deb cdrom:[Debian 12 Bookworm]/ bookworm main\n"
                                   "deb http://near/debian bookworm main"_s
                                << u"http://near/debian"_s;
    QTest::newRow("not another suite") << u"deb http://security bookworm-security main\n"
                                          "deb http://near/debian bookworm main"_s
                                       << u"http://near/debian"_s;
    QTest::newRow("not another maker's part")
        << u"deb https://maker/linux/debian bookworm stable\ndeb http://near/debian bookworm main"_s
        << u"http://near/debian"_s;
    QTest::newRow("not what is commented out")
        << u"# deb http://far/debian bookworm main\ndeb http://near/debian bookworm main"_s
        << u"http://near/debian"_s;
    QTest::newRow("stanzas") << u"Types: deb\nURIs: http://security\nSuites: bookworm-security\n"
                                "Components: main\n\nTypes: deb\n# near\nURIs: http://near/debian\n"
                                "Suites: bookworm bookworm-updates\nComponents: main contrib\n"_s
                             << u"http://near/debian"_s;
    QTest::newRow("a file of mirrors")
        << u"Types: deb\nURIs: mirror+file:/etc/apt/mirrors/debian.list\nSuites: bookworm\n"
           "Components: main\n"_s
        << u"mirror+file:/etc/apt/mirrors/debian.list"_s;
    QTest::newRow("none") << u"deb http://near/debian trixie main"_s << QString();
}

void TestDoor::findsTheMirrorOfThisMachine()
{
    QFETCH(QString, settings);
    QFETCH(QString, mirror);
    QTemporaryDir folder;
    write(folder.filePath(u"settings"_s), settings);
    const Outcome outcome
        = callDoor(u"cd '%1'; release_mirror bookworm absent settings"_s.arg(folder.path()));
    QCOMPARE(outcome.output, mirror);
    QCOMPARE(outcome.status, 0);
}

void TestDoor::knowsWhichReleasesAreNewEnough_data()
{
    QTest::addColumn<QString>("release");
    QTest::addColumn<bool>("newEnough");

    QTest::newRow("Debian 12") << u"ID=debian\nVERSION_ID=\"12\""_s << false;
    QTest::newRow("Debian 13") << u"ID=debian\nVERSION_ID=\"13\""_s << true;
    QTest::newRow("Debian testing, without a number") << u"ID=debian"_s << true;
    QTest::newRow("Ubuntu 24.04") << u"ID=ubuntu\nVERSION_ID=\"24.04\""_s << false;
    QTest::newRow("Ubuntu 25.04") << u"ID=ubuntu\nVERSION_ID=\"25.04\""_s << true;
}

void TestDoor::knowsWhichReleasesAreNewEnough()
{
    QFETCH(QString, release);
    QFETCH(bool, newEnough);
    QTemporaryDir folder;
    write(folder.filePath(u"os-release"_s), release);
    const Outcome outcome = callDoor(
        u"dpkg-query() { :; }; os_release='%1'\n"
        "release_has_packages && echo yes || echo no"_s.arg(folder.filePath(u"os-release"_s)));
    QCOMPARE(outcome.output, newEnough ? u"yes"_s : u"no"_s);
}

void TestDoor::findsMissingPackages()
{
    if (QStandardPaths::findExecutable(u"dpkg-query"_s).isEmpty())
        QSKIP("This system has no dpkg: the door installs nothing here.");
    QTemporaryDir folder;
    const QString entry = u"Package: %1\nStatus: %2\nVersion: 1\nArchitecture: all\n"
                          "Maintainer: Nobody <nobody@localhost>\nDescription: %1\n\n"_s;
    write(folder.filePath(u"status"_s),
        entry.arg(u"whole"_s, u"install ok installed"_s)
            + entry.arg(u"broken"_s, u"install ok half-configured"_s)
            + entry.arg(u"gone"_s, u"deinstall ok config-files"_s));
    const Outcome outcome
        = callDoor(u"missing_packages '%1' whole unheard-of gone broken"_s.arg(folder.path()));
    QCOMPARE(outcome.output, u"broken\ngone\nunheard-of"_s);
}

void TestDoor::givesAReasonForEveryPackage_data()
{
    QTest::addColumn<QString>("list");
    QTest::newRow("to build") << u"build"_s;
    QTest::newRow("to test") << u"test"_s;
}

void TestDoor::givesAReasonForEveryPackage()
{
    QFETCH(QString, list);
    QFile file(QStringLiteral(RINGSIDE_SOURCE_FOLDER) + u"/.setup/packages-"_s + list);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QStringList names;
    for (const QString &line : QString::fromUtf8(file.readAll()).split(u'\n', Qt::SkipEmptyParts)) {
        if (line.startsWith(u'#'))
            continue;
        QVERIFY2(line.contains(u" # "), qPrintable(line));
        names << line.section(u' ', 0, 0);
    }
    QCOMPARE(callDoor(u"listed_packages "_s + list).output, names.join(u' '));
    QCOMPARE(QSet<QString>(names.begin(), names.end()).size(), names.size());
}

void TestDoor::knowsWhetherThereIsADisplay_data()
{
    QTest::addColumn<QStringList>("environment");
    QTest::addColumn<bool>("display");

    QTest::newRow("nothing is set") << QStringList{} << false;
    QTest::newRow("a Wayland socket in the runtime folder")
        << QStringList{u"WAYLAND_DISPLAY=here"_s, u"XDG_RUNTIME_DIR=%1"_s} << true;
    QTest::newRow("a Wayland socket by its path")
        << QStringList{u"WAYLAND_DISPLAY=%1/here"_s} << true;
    QTest::newRow("a Wayland socket that is gone")
        << QStringList{u"WAYLAND_DISPLAY=gone"_s, u"XDG_RUNTIME_DIR=%1"_s} << false;
    QTest::newRow("an X server that is gone") << QStringList{u"DISPLAY=:98765.0"_s} << false;
    QTest::newRow("an X server") << QStringList{u"DISPLAY=:98764"_s} << true;
    QTest::newRow("a screen of an X server") << QStringList{u"DISPLAY=:98764.0"_s} << true;
    QTest::newRow("an X server elsewhere") << QStringList{u"DISPLAY=localhost:10.0"_s} << true;
}

void TestDoor::knowsWhetherThereIsADisplay()
{
    QFETCH(QStringList, environment);
    QFETCH(bool, display);
    QTemporaryDir folder;
    QProcess sockets; // until its input ends
    sockets.start(u"python3"_s,
        {u"-c"_s,
            u"import socket, sys\n"
            "names = sys.argv[1], '\\0/tmp/.X11-unix/X98764'\n"
            "held = [socket.socket(socket.AF_UNIX) for _ in names]\n"
            "for each, name in zip(held, names):\n"
            "    each.bind(name)\n"
            "print('bound', flush=True)\n"
            "sys.stdin.read()\n"_s,
            folder.filePath(u"here"_s)});
    QVERIFY(sockets.waitForReadyRead(60'000));
    environment.replaceInStrings(u"%1"_s, folder.path());
    const Outcome outcome = callDoor(u"has_display && echo yes || echo no"_s, environment);
    QCOMPARE(outcome.output, display ? u"yes"_s : u"no"_s);
    sockets.closeWriteChannel();
    QVERIFY(sockets.waitForFinished(60'000) && sockets.exitCode() == 0);
}

void TestDoor::worksThroughALinkFromAnyFolder()
{
    QTemporaryDir folder;
    const QString link = folder.filePath(u"a link with blanks"_s);
    QVERIFY(QFile::link(QStringLiteral(RINGSIDE_SOURCE_FOLDER) + u"/test"_s, link));
    const Outcome outcome = runBash({u"-c"_s, u"cd / && '%1' --help"_s.arg(link)});
    QCOMPARE(outcome.status, 0);
    QVERIFY2(outcome.output.startsWith(u"./test [OPTION]"_s), qPrintable(outcome.output));
}

void TestDoor::passesShellcheck()
{
    const QString tool = QStandardPaths::findExecutable(u"shellcheck"_s);
    QVERIFY2(!tool.isEmpty(), "Install the package shellcheck");
    QProcess check;
    check.setWorkingDirectory(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    check.start(tool,
        {u"-x"_s, u"-P"_s, u"SCRIPTDIR"_s, u"run"_s, u"test"_s, u".ci/run"_s,
            u".setup/enter-root"_s, u".setup/shell"_s});
    QVERIFY(check.waitForFinished(60'000));
    QVERIFY2(check.exitCode() == 0, check.readAllStandardOutput().constData());
}

QTEST_GUILESS_MAIN(TestDoor)
#include "tst_door.moc"
