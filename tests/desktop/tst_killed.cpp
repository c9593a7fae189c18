// Never lose work: a window is killed while somebody types, and the next one has every character that is older than
// two seconds. The window that is killed is this program itself, started with a folder as its argument.

#include "desktop/exercise/workbenchpage.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/mainwindow.h"
#include "desktoptest.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QSignalSpy>

#include <cstdio>

#include <csignal>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

constexpr auto typingPace = 20ms;
constexpr auto promised = 2s;

WindowPaths pathsIn(const QString &folder)
{
    return {.course = QStringLiteral(RINGSIDE_SOURCE_FOLDER), .preferences = folder + u"/settings.json"_s,
        .window = folder + u"/window.json"_s, .reading = folder + u"/reading.json"_s,
        .drafts = folder + u"/drafts"_s, .records = folder + u"/records.json"_s,
        .progress = folder + u"/progress.sqlite"_s};
}

std::unique_ptr<MainWindow> openWindow(sandbox::Sandbox &sandbox, const QString &folder)
{
    auto window = std::make_unique<MainWindow>(DesktopTest::theme(), sandbox, pathsIn(folder));
    window->show();
    QSignalSpy loaded(window.get(), &MainWindow::courseLoaded);
    window->loadCourse();
    return loaded.wait(120'000) ? std::move(window) : nullptr;
}

// Types numbers, one a line, for ever; says after each key how far it came.
int typeForEver(const QString &folder)
{
    const DesktopTest look;
    sandbox::Sandbox sandbox;
    const auto window = openWindow(sandbox, folder);
    if (!window || !window->openLink(u"exercise:count-by-extension"_s))
        return 1;
    CodeEditor *editor = window->workbenchPage()->editor();
    editor->selectAll();
    for (int number = 1;; ++number) {
        for (const char c : QByteArray::number(number))
            QTest::keyClick(editor, c);
        QTest::keyClick(editor, Qt::Key_Return);
        std::printf("%d\n", number);
        std::fflush(stdout);
        QTest::qWait(typingPace);
    }
}

} // namespace

class TestKilled : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everythingOlderThanTwoSecondsIsThere_data();
    void everythingOlderThanTwoSecondsIsThere();

private:
    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestKilled::everythingOlderThanTwoSecondsIsThere_data()
{
    QTest::addColumn<std::chrono::milliseconds>("longer"); // than the promise takes
    QTest::newRow("killed soon after the first save") << 300ms;
    QTest::newRow("killed at some later moment") << 1900ms;
}

void TestKilled::everythingOlderThanTwoSecondsIsThere()
{
    QFETCH(std::chrono::milliseconds, longer);
    QProcess child;
    child.setProcessChannelMode(QProcess::SeparateChannels);
    child.start(QCoreApplication::applicationFilePath(), {m_folder->path()});
    QList<std::pair<int, QElapsedTimer>> when; // number, and the time since it was typed
    std::chrono::nanoseconds held{}; // the longest time between two keys: how much this machine holds things up
    while (when.isEmpty() || when.first().second.durationElapsed() < promised + 10 * held + longer) {
        QVERIFY2(child.waitForReadyRead(120'000), child.readAllStandardError().constData());
        if (!when.isEmpty())
            held = std::max(held, when.last().second.durationElapsed());
        while (child.canReadLine()) {
            QElapsedTimer since;
            since.start();
            when.append({child.readLine().trimmed().toInt(), since});
        }
    }
    ::kill(pid_t(child.processId()), SIGKILL);
    int old = 0; // the last number that was typed more than the promised time before the kill
    for (const auto &[number, since] : std::as_const(when)) {
        if (since.durationElapsed() > promised + 10 * held)
            old = number;
    }
    QVERIFY(child.waitForFinished(60'000));
    QVERIFY(old > 0);

    sandbox::Sandbox sandbox;
    const auto window = openWindow(sandbox, m_folder->path());
    QVERIFY(window);
    QCOMPARE(window->location().exercise, u"count-by-extension"_s); // it comes back where it was
    const QString text = window->workbenchPage()->editor()->toPlainText();
    QVERIFY2((u"\n"_s + text).contains(u"\n%1\n"_s.arg(old)), qPrintable(u"%1 is not in: %2"_s.arg(old).arg(text.right(60))));
    QVERIFY(text.startsWith(u"1\n2\n3\n"));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc == 2 && QDir(QString::fromLocal8Bit(argv[1])).exists())
        return typeForEver(QString::fromLocal8Bit(argv[1]));
    TestKilled test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killed.moc"
