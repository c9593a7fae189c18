// Never lose work: a window is killed while somebody types, and the next one has every character that is older than
// two seconds; or while a program runs, and a second later there is none. The window that is killed is this program
// itself, started with a folder as its argument, and with "run" for the second.

#include "classroom/files.h"
#include "classroom/labfolder.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/labs/labspage.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/playground/terminalview.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/mainwindow.h"
#include "desktoptest.h"
#include "sandbox/remains.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QProcess>
#include <QRandomGenerator>
#include <QSignalSpy>

#include <cstdio>

#include <csignal>

using namespace ringside;
using namespace ringside::desktop;
using namespace ringside::tests;
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

// Where a lab is in the folder, its answer is typed; else an exercise.
QString labIn(const QString &folder)
{
    const QString lab = folder + u"/exam"_s;
    return QDir(lab).exists() ? lab : QString();
}

QPlainTextEdit *openEditor(MainWindow &window, const QString &folder)
{
    const QString lab = labIn(folder);
    const QString link = lab.isEmpty() ? u"exercise:count-by-extension"_s : u"ringside:labs/"_s + lab;
    if (!window.openLink(link))
        return nullptr;
    return lab.isEmpty() ? window.workbenchPage()->editor()
                         : window.page(u"labs"_s)->findChild<QPlainTextEdit *>();
}

// Types numbers, one a line, for ever; says after each key how far it came.
int typeForEver(const QString &folder)
{
    const DesktopTest look;
    sandbox::Sandbox sandbox;
    const auto window = openWindow(sandbox, folder);
    QPlainTextEdit *editor = window ? openEditor(*window, folder) : nullptr;
    if (!editor)
        return 1;
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

const QString endless = QString::fromUtf8(stubbornChildren) + uR"python(while True:
    time.sleep(0.01)
)python"_s;

int runForEver(const QString &folder)
{
    const DesktopTest look;
    sandbox::Sandbox sandbox;
    const auto window = openWindow(sandbox, folder);
    if (!window || !window->openLink(u"ringside:playground"_s))
        return 1;
    auto *page = qobject_cast<PlaygroundPage *>(window->currentPage());
    constexpr int longWait = 120'000;
    if (!QTest::qWaitFor([&] { return page->box().activity() == PlaygroundBox::Activity::Prompt; }, longWait))
        return 1;
    page->tabs()->currentEditor()->replaceText(endless);
    QTest::keyClick(window->windowHandle(), Qt::Key_Return, Qt::ControlModifier);
    if (!QTest::qWaitFor([&] { return page->terminal()->screen().allText().contains(u"all run"); }, longWait))
        return 1;
    std::puts("all run");
    std::fflush(stdout);
    return QApplication::exec();
}

} // namespace

class TestKilled : public QObject
{
    Q_OBJECT

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void everythingOlderThanTwoSecondsIsThere_data();
    void everythingOlderThanTwoSecondsIsThere();
    void noProgramOutlivesItsWindow();

private:
    void makeExam() const;

    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
};

// An exam with an open question, as its student has opened it.
void TestKilled::makeExam() const
{
    course::Lesson lesson;
    lesson.questions = {{.id = u"Q05.1"_s, .prompt = u"Why?"_s}};
    course::Course course;
    course.lessons = {lesson};
    const classroom::LabKey key = classroom::makeLabKey();
    const auto exam = classroom::defineLab("title = 'Exam'\nexam = true\nopens = 2025-11-09T08:00:00Z\ndue = 2036-11-09T10:00:00Z\n"
                                           "[[question]]\nid = 'Q05.1'\npoints = 1\n", {}, course, key);
    const QString file = m_folder->filePath(u"exam.ringlab"_s);
    QVERIFY(classroom::writeFile(file, classroom::packLab(exam.value(), key).value()));
    const auto made = classroom::LabFolder::make(file, m_folder->filePath(u"exam"_s), course,
        QDateTime::currentDateTimeUtc(), classroom::startWordOf(key));
    QVERIFY(made.has_value());
}

void TestKilled::everythingOlderThanTwoSecondsIsThere_data()
{
    QTest::addColumn<bool>("isExam");
    QTest::addColumn<std::chrono::milliseconds>("longer"); // than the promise takes
    QTest::newRow("killed soon after the first save") << false << 300ms;
    QTest::newRow("killed at some later moment") << false << 1900ms;
    QTest::newRow("killed in an exam") << true << 1100ms;
    // Who has the time lets it be killed more often.
    for (int i = 0; i < qEnvironmentVariableIntValue("RINGSIDE_KILLS"); ++i) {
        const std::chrono::milliseconds longer(QRandomGenerator::global()->bounded(3000));
        QTest::addRow("killed at random, %d", i + 1) << (i % 2 == 1) << longer;
    }
}

void TestKilled::everythingOlderThanTwoSecondsIsThere()
{
    QFETCH(bool, isExam);
    QFETCH(std::chrono::milliseconds, longer);
    if (isExam)
        makeExam();
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
    QCOMPARE(window->location().exercise, isExam ? QString() : u"count-by-extension"_s); // it comes back where it was
    QCOMPARE(window->location().where, labIn(m_folder->path()));
    const QString text = openEditor(*window, m_folder->path())->toPlainText();
    QVERIFY2((u"\n"_s + text).contains(u"\n%1\n"_s.arg(old)), qPrintable(u"%1 is not in: %2"_s.arg(old).arg(text.right(60))));
    QVERIFY(text.startsWith(u"1\n2\n3\n"));
}

void TestKilled::noProgramOutlivesItsWindow()
{
    QProcess child;
    child.setProcessChannelMode(QProcess::SeparateChannels);
    child.start(QCoreApplication::applicationFilePath(), {u"run"_s, m_folder->path()});
    QVERIFY2(child.waitForReadyRead(300'000), child.readAllStandardError().constData());
    QCOMPARE(child.readAllStandardOutput(), "all run\n"_ba);
    Remains remains;
    const QList<Process> processes = family(pid_t(child.processId()));
    remains.note(processes);
    const auto programs = std::ranges::count(processes, "python3"_ba, &Process::name);
    QVERIFY2(programs >= 4, qPrintable(QString::number(programs)));
    QCOMPARE(remains.sessions().size(), 1);
    QCOMPARE(::kill(pid_t(child.processId()), SIGKILL), 0);
    const QByteArray left = remains.leftAfterOneSecond();
    QVERIFY2(left.isEmpty(), left);
    QVERIFY(child.waitForFinished(60'000));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc == 3 && qstrcmp(argv[1], "run") == 0)
        return runForEver(QString::fromLocal8Bit(argv[2]));
    if (argc == 2 && QDir(QString::fromLocal8Bit(argv[1])).exists())
        return typeForEver(QString::fromLocal8Bit(argv[1]));
    TestKilled test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_killed.moc"
