// The playground as somebody uses it: the real window, a real box, mouse and keyboard.

#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/playground/changelist.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/environmentmodel.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/runsettings.h"
#include "desktop/playground/runspane.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/undobar.h"
#include "desktop/window/chooser.h"
#include "desktop/window/mainwindow.h"
#include "desktoptest.h"
#include "smallcourse.h"

#include <QCheckBox>
#include <QDir>
#include <QDragEnterEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;

constexpr auto lessonText = R"(# Begin here

```python run file=make.py
with open("made.txt", "w") as f:
    f.write("made")
```
```python run continue
print(open("made.txt").read())
```
```output
made
```
)";

// What nobody can ask for is left out: the number of an inode, and the size the file system gives a folder.
QStringList differences(const filesystem::Tree &one, const filesystem::Tree &other)
{
    using filesystem::Difference;
    QStringList found;
    for (const Difference &difference : filesystem::difference(one, other)) {
        const bool same = difference.change == filesystem::Change::Modified
            && (difference.fields & ~Difference::Identity) == 0;
        if (!same)
            found.append(u"%1 (%2)"_s.arg(QString::fromUtf8(difference.path)).arg(difference.fields, 0, 16));
    }
    return found;
}

} // namespace

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, patience)

class TestPlayground : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void withoutASandboxItSaysSo();
    void itBeginsWithAProgramAndAPrompt();
    void runShowsOutputAndWhatChanged();
    void aRunTellsWhatItUsedUp_data();
    void aRunTellsWhatItUsedUp();
    void aRunCanBeStopped_data();
    void aRunCanBeStopped();
    void aProgramAsksAndIsAnswered();
    void theShellAndPythonAreReal();
    void aPromptThatEndedComesBack();
    void clickingABitIsAChmod();
    void aSwitchIsAChmodByKeyboard();
    void filesAreMadeRenamedAndRemovedByKeyboard();
    void whatIsTypedIsInTheBox();
    void whatAProgramWritesAppearsInTheEditor();
    void aRenamedFileKeepsItsTab();
    void tabsOpenAndClose();
    void aMemoryHogLosesNoFile();
    void paneAfterPane();
    void everyFocusStopHasAName();
    void runsAreKeptAndRewoundByteForByte();
    void aRunThatCannotBeKeptIsTold();
    void argumentsAndInputReachTheProgram();
    void theEnvironmentReachesProgramsAndPrompts();
    void everyCallOfARunIsShown();
    void everyCrashOfAProgramIsShown();
    void resetCanBeUndone();
    void removingCanBeUndone();
    void itBeginsWithAnExercise();
    void itBeginsWithAnExample();
    void itBeginsWithWhatALinkNames();
    void foldersComeInAndGoOut();
    void filesAndFoldersAreDropped();
    void foldersThatDoNotFitAreRefused_data();
    void foldersThatDoNotFitAreRefused();
    void itIsLeftAsItWas();
    void narrowAndWideWindows_data();
    void narrowAndWideWindows();

private:
    void restart();
    void openWindow();
    void openPage();
    void requireSandbox();
    void click(QWidget *widget, QPoint at = {});
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    void type(const QString &text);
    void write(const QString &program); // into the editor
    void runProgram(const QString &program); // and waits for its end
    [[nodiscard]] QString screen() const { return m_page->terminal()->screen().allText(); }
    [[nodiscard]] bool isIdleAtPrompt() const;
    [[nodiscard]] const filesystem::Entry *entry(const QByteArray &path) const { return m_page->box().tree().find(path); }
    template <typename T> T *visible(const QString &text) const;

    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<MainWindow> m_window;
    PlaygroundPage *m_page = nullptr;
};

void TestPlayground::initTestCase()
{
    m_sandbox = std::make_unique<sandbox::Sandbox>();
}

void TestPlayground::init()
{
    DesktopTest::announcements().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString course = m_folder->filePath(u"course"_s);
    addLesson(course, lessonText);
    addExercise(course);
}

void TestPlayground::cleanup()
{
    DesktopTest::theme().setZoom(1);
    m_page = nullptr;
    m_window.reset();
}

void TestPlayground::openWindow()
{
    const auto file = [this](const QString &name) { return m_folder->filePath(name); };
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), *m_sandbox,
        WindowPaths{file(u"course"_s), file(u"settings.json"_s), file(u"window.json"_s), file(u"reading.json"_s),
            file(u"drafts"_s), file(u"records.json"_s), file(u"progress.sqlite"_s)});
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QVERIFY(loaded.wait(patience));
    press(Qt::Key_3, Qt::ControlModifier);
    m_page = qobject_cast<PlaygroundPage *>(m_window->currentPage());
    QVERIFY(m_page);
}

void TestPlayground::openPage()
{
    requireSandbox();
    openWindow();
    WAIT(isIdleAtPrompt());
    WAIT(entry("main.py"));
}

void TestPlayground::restart()
{
    m_window->close();
    m_window.reset();
    openPage();
}

void TestPlayground::requireSandbox()
{
    const auto features = sandbox::waitFor(m_sandbox->features());
    if (features)
        return;
    const QString why = describe(features.error());
    if (qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
        QFAIL(qPrintable(why));
    QSKIP(qPrintable(u"no sandbox here: %1. `ringside doctor` tells what to change"_s.arg(why)));
}

bool TestPlayground::isIdleAtPrompt() const
{
    return m_page->box().activity() == PlaygroundBox::Activity::Prompt && screen().endsWith(u"$"_s);
}

void TestPlayground::click(QWidget *widget, QPoint at)
{
    const QPoint point = at.isNull() ? widget->rect().center() : at;
    QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, widget->mapTo(m_window.get(), point));
}

void TestPlayground::press(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window->windowHandle(), Qt::Key(key), modifiers);
}

void TestPlayground::type(const QString &text)
{
    QTest::keyClicks(QApplication::focusWidget(), text);
}

void TestPlayground::write(const QString &program)
{
    CodeEditor *editor = m_page->tabs()->currentEditor();
    QVERIFY(editor);
    editor->replaceText(program); // its own tests type
}

void TestPlayground::runProgram(const QString &program)
{
    write(program);
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    WAIT(isIdleAtPrompt());
}

template <typename T> T *TestPlayground::visible(const QString &text) const
{
    for (T *candidate : m_window->findChildren<T *>()) {
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

void TestPlayground::withoutASandboxItSaysSo()
{
    m_sandbox = std::make_unique<sandbox::Sandbox>(QStringList{u"/bin/false"_s});
    openWindow();
    auto *notice = m_page->findChild<Notice *>();
    WAIT(notice->isVisible());
    QVERIFY(!notice->accessibleName().isEmpty());
    QVERIFY(!notice->accessibleDescription().isEmpty()); // the remedy
    QVERIFY(DesktopTest::heard(notice->accessibleName()));
    QVERIFY(!visible<Button>(u"Run"_s)->isEnabled());
    press(Qt::Key_Return, Qt::ControlModifier); // and nothing breaks
    QCOMPARE(m_page->tabs()->currentPath(), "main.py"_ba); // one can still read and write
    m_window.reset();
    m_sandbox = std::make_unique<sandbox::Sandbox>();
}

void TestPlayground::itBeginsWithAProgramAndAPrompt()
{
    openPage();
    QCOMPARE(m_page->tabs()->currentPath(), "main.py"_ba);
    WAIT(entry("main.py"));
    QVERIFY(m_page->files()->model()->indexOf("main.py").isValid());
    QVERIFY(visible<QLabel>(u"sandbox ready · user learner · no network"_s));
    QVERIFY(visible<Button>(u"Run"_s)->isEnabled());
}

void TestPlayground::runShowsOutputAndWhatChanged()
{
    openPage();
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    click(visible<Button>(u"Run"_s));
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"$ python3 main.py\nhello.txt holds 15 bytes\nexit 0"_s), qPrintable(screen()));
    WAIT(entry("hello.txt"));
    QCOMPARE(entry("hello.txt")->mode, 0600U);
    WAIT(m_page->files()->model()->indexOf("hello.txt").isValid());
    WAIT(m_page->liveChanges()->rowCount() > 0);
    QCOMPARE(m_page->liveChanges()->index(0).data().toString(), u"hello.txt"_s);
    QVERIFY(DesktopTest::heard(u"Run finished. exit 0"_s));
    WAIT(isIdleAtPrompt()); // and the prompt is back
}

void TestPlayground::aRunTellsWhatItUsedUp_data()
{
    QTest::addColumn<QString>("program");
    QTest::addColumn<QString>("sentence");
    const auto row = [](const char *name, const QString &program, const QString &sentence) {
        QTest::newRow(name) << u"import os, time\n"_s + program << sentence;
    };
    row("disk", u"open('big', 'wb').write(bytes(20 << 20))\n"_s, u"The disk of the box was full: 16 MiB."_s);
    row("names", u"for i in range(5000): os.mkdir(str(i))\n"_s,
        u"The disk of the box had no room for another name: 4096 files and folders."_s);
    row("the size of a file", u"os.truncate(os.open('f', 66), 17 << 20)\n"_s,
        u"A program fails like this when a file would become larger than files may be here: 16 MiB."_s);
    row("processes", u"while True:\n    if os.fork() == 0: time.sleep(1000)\n"_s,
        u"as many processes as there may be here: 64."_s); // whether somebody has counted them is chance
    row("descriptors", u"keep = [os.pipe() for i in range(1000)]\n"_s,
        u"A program fails like this when it has as many descriptors open as it may have here: 256."_s);
    row("output", u"while True: print('x' * 10_000)\n"_s, u"The run was stopped: with 8"_s);
}

void TestPlayground::aRunTellsWhatItUsedUp()
{
    QFETCH(QString, program);
    QFETCH(QString, sentence);
    openPage();
    write(program);
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty());
    QVERIFY2(DesktopTest::heard(sentence), qPrintable(screen()));
}

void TestPlayground::aRunCanBeStopped_data()
{
    QTest::addColumn<bool>("hasInput");
    QTest::newRow("at the terminal") << false;
    QTest::newRow("with text as its input") << true; // its output is a pipe, then, in which things are lost
}

void TestPlayground::aRunCanBeStopped()
{
    QFETCH(bool, hasInput);
    openPage();
    m_page->input()->set({}, hasInput, {});
    write(u"import time\nprint('begun', flush=True)\ntime.sleep(1000)\n"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(screen().contains(u"begun"_s));
    QVERIFY(visible<Button>(u"Stop"_s));
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Period, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY(screen().contains(u"stopped by you"_s));
    QCOMPARE(DesktopTest::heard(u"not flushed is lost"_s), hasInput);
    QVERIFY(visible<Button>(u"Run"_s));
}

void TestPlayground::aProgramAsksAndIsAnswered()
{
    openPage();
    write(u"name = input('Who? ')\nprint('Hello', name)\n"_s);
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(screen().contains(u"Who?"_s));
    click(m_page->terminal()->viewport());
    type(u"Ada"_s);
    press(Qt::Key_Return);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"Who? Ada\nHello Ada\nexit 0"_s), qPrintable(screen()));
}

void TestPlayground::theShellAndPythonAreReal()
{
    openPage();
    click(m_page->terminal()->viewport());
    type(u"echo from the shell >made; id -un; stty size\r"_s);
    WAIT(screen().contains(u"learner\n"_s));
    const TerminalScreen &shown = m_page->terminal()->screen();
    WAIT(screen().contains(u"\n%1 %2\n"_s.arg(shown.rows()).arg(shown.columns())));
    WAIT(entry("made"));
    QCOMPARE(entry("made")->content, "from the shell\n"_ba);
    press(Qt::Key_Y, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(screen().contains(u">>>"_s));
    type(u"open('made').read(), 6 * 7\r"_s);
    WAIT(screen().contains(u"('from the shell\\n', 42)"_s));
    press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(isIdleAtPrompt());
}

void TestPlayground::aPromptThatEndedComesBack()
{
    openPage();
    click(m_page->terminal()->viewport());
    type(u"exit\r"_s);
    WAIT(screen().contains(u"Enter starts it again"_s));
    press(Qt::Key_Return);
    WAIT(isIdleAtPrompt());
}

void TestPlayground::clickingABitIsAChmod()
{
    openPage();
    WAIT(entry("main.py"));
    QCOMPARE(entry("main.py")->mode, 0644U);
    WorkspaceView *view = m_page->files()->view();
    const QModelIndex mode = m_page->files()->model()->indexOf("main.py").siblingAtColumn(WorkspaceModel::Mode);
    const QRect cell = view->visualRect(mode);
    QPoint place;
    for (int x = cell.left(); x < cell.right() && place.isNull(); ++x) {
        if (WorkspaceDelegate::bitAt(cell, {x, cell.center().y()}, view) == 3) // the group's r
            place = {x + 2, cell.center().y()};
    }
    click(view->viewport(), place);
    WAIT(entry("main.py")->mode == 0604);
    QCOMPARE(m_page->files()->switches()->call(), u"os.chmod(\"main.py\", 0o604)"_s);
    QVERIFY(DesktopTest::heard(u"os.chmod"_s));
    click(m_page->terminal()->viewport());
    type(u"stat -c %a main.py\r"_s); // the kernel says so, too
    WAIT(screen().contains(u"\n604\n"_s));
}

void TestPlayground::aSwitchIsAChmodByKeyboard()
{
    openPage();
    WAIT(entry("main.py"));
    ModeSwitches *switches = m_page->files()->switches();
    m_page->files()->view()->setFocus();
    press(Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), switches->switches().first());
    press(Qt::Key_Space);
    WAIT(entry("main.py")->mode == 0244);
    WAIT(!switches->switches().first()->isChecked());
    switches->octal()->setFocus();
    switches->octal()->selectAll();
    type(u"755\r"_s);
    WAIT(entry("main.py")->mode == 0755);
    QCOMPARE(switches->call(), u"os.chmod(\"main.py\", 0o755)"_s);
}

void TestPlayground::filesAreMadeRenamedAndRemovedByKeyboard()
{
    openPage();
    press(Qt::Key_N, Qt::ControlModifier);
    WAIT(entry("new.py"));
    WAIT(qobject_cast<QLineEdit *>(QApplication::focusWidget())); // its name is asked for
    static_cast<QLineEdit *>(QApplication::focusWidget())->selectAll();
    type(u"tool.py\r"_s);
    WAIT(entry("tool.py") && !entry("new.py"));
    WAIT(m_page->tabs()->currentPath() == "tool.py"); // and one can begin to write
    WAIT(QApplication::focusWidget() == m_page->tabs()->currentEditor());
    m_page->files()->view()->setFocus();
    WAIT(m_page->files()->view()->currentPath() == "tool.py");
    m_page->tabs()->closeCurrent();
    QVERIFY(m_page->tabs()->currentPath() != "tool.py"_ba);
    m_page->files()->choose("tool.py");
    press(Qt::Key_Return);
    QCOMPARE(m_page->tabs()->currentPath(), "tool.py"_ba);
    m_page->files()->view()->setFocus();
    press(Qt::Key_Delete);
    WAIT(!entry("tool.py"));
}

void TestPlayground::whatIsTypedIsInTheBox()
{
    openPage();
    m_page->tabs()->currentEditor()->setFocus();
    press(Qt::Key_A, Qt::ControlModifier);
    type(u"typed = 1"_s);
    WAIT(entry("main.py")->content == "typed = 1");
    QCOMPARE(entry("main.py")->mode, 0644U);
    QCOMPARE(m_page->liveChanges()->rowCount(), 0); // one's own keys are no news
    type(u"2"_s);
    press(Qt::Key_S, Qt::ControlModifier);
    WAIT(entry("main.py")->content == "typed = 12");
}

void TestPlayground::whatAProgramWritesAppearsInTheEditor()
{
    openPage();
    click(m_page->terminal()->viewport());
    type(u"echo written >main.py\r"_s);
    CodeEditor *editor = m_page->tabs()->currentEditor();
    WAIT(editor->toPlainText() == u"written\n");
    editor->undo(); // what was there is one step away
    QVERIFY(editor->toPlainText().startsWith(u"import os"));
    WAIT(entry("main.py")->content.startsWith("import os")); // and saved again
}

void TestPlayground::aRenamedFileKeepsItsTab()
{
    openPage();
    CodeEditor *editor = m_page->tabs()->currentEditor();
    click(m_page->terminal()->viewport());
    type(u"mv main.py other.py\r"_s);
    WAIT(m_page->tabs()->currentPath() == "other.py");
    QCOMPARE(m_page->tabs()->currentEditor(), editor);
    type(u"rm other.py\r"_s);
    WAIT(m_page->tabs()->bar()->tabText(0).contains(u"removed"_s));
    editor->setFocus();
    press(Qt::Key_End);
    type(u" "_s); // what is in the editor is not lost
    WAIT(entry("other.py"));
}

void TestPlayground::tabsOpenAndClose()
{
    openPage();
    click(m_page->terminal()->viewport());
    type(u"mkdir d; echo 1 >d/main.py; echo 2 >notes.txt; printf 'a\\377b' >binary; echo done\r"_s);
    WAIT(entry("binary") && entry("notes.txt") && entry("d/main.py"));
    WAIT(m_page->files()->model()->indexOf("binary").isValid());
    const auto open = [this](const QByteArray &path) {
        m_page->files()->view()->setFocus();
        m_page->files()->choose(path);
        press(Qt::Key_Return);
    };
    open("notes.txt");
    open("d/main.py");
    QCOMPARE(m_page->tabs()->paths(), QByteArrayList({"main.py", "notes.txt", "d/main.py"}));
    QCOMPARE(m_page->tabs()->bar()->tabText(2), u"d/main.py"_s); // two of one name tell their folders
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(m_page->tabs()->currentPath(), "main.py"_ba);
    press(Qt::Key_PageUp, Qt::ControlModifier);
    QCOMPARE(m_page->tabs()->currentPath(), "d/main.py"_ba);
    press(Qt::Key_W, Qt::ControlModifier);
    QCOMPARE(m_page->tabs()->paths(), QByteArrayList({"main.py", "notes.txt"}));
    click(m_page->tabs()->bar()->tabButton(0, QTabBar::RightSide));
    QCOMPARE(m_page->tabs()->paths(), QByteArrayList({"notes.txt"}));
    open("binary");
    QVERIFY(m_page->tabs()->currentEditor()->isReadOnly()); // saving would change its bytes
    press(Qt::Key_W, Qt::ControlModifier);
    press(Qt::Key_W, Qt::ControlModifier);
    QVERIFY(visible<QLabel>(u"No file is open"_s));
    press(Qt::Key_W, Qt::ControlModifier);
    open("d/main.py");
    QCOMPARE(m_page->tabs()->currentEditor()->toPlainText(), u"1\n"_s);
}

void TestPlayground::aMemoryHogLosesNoFile()
{
    openPage();
    write(u"open('kept', 'w').write('x')\nprint('begun', flush=True)\ninput()\nhog = []\nwhile True: hog.append(b'x' * 50_000_000)\n"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(screen().contains(u"begun"_s));
    WAIT(entry("kept"));
    QSignalSpy lost(&m_page->box(), &PlaygroundBox::lost);
    click(m_page->terminal()->viewport());
    press(Qt::Key_Return);
    QVERIFY(lost.wait(patience));
    WAIT(isIdleAtPrompt());
    QVERIFY(screen().contains(u"memory"_s));
    QVERIFY2(!screen().contains(u" ms"_s), qPrintable(screen())); // nobody knows how long it took
    QCOMPARE(m_page->runs()->rowCount(), 1); // one can go back to what was before it
    type(u"ls\r"_s);
    WAIT(screen().contains(u"kept"_s));
    m_page->box().open(m_page->box().tree(), {{.path = "/mnt/other"}});
    WAIT(isIdleAtPrompt());
    // The same at a prompt: said once, and no word of a key that starts what has started by itself.
    type(u"python3 -c 'b = bytearray(900_000_000)'\r"_s);
    QVERIFY(lost.wait(patience));
    WAIT(isIdleAtPrompt());
    QCOMPARE(screen().count(u"memory"_s), 2);
    type(u"stat -c %F /mnt/other\r"_s); // it had a further file system, and has it again
    WAIT(screen().contains(u"directory"_s));
    QVERIFY2(!screen().contains(u"Enter starts it"_s), qPrintable(screen()));
    QCOMPARE(m_page->runs()->rowCount(), 1);
}

void TestPlayground::paneAfterPane()
{
    openPage();
    m_page->files()->view()->setFocus();
    QSet<QWidget *> reached;
    for (int i = 0; i < 6; ++i) {
        press(Qt::Key_F6);
        reached.insert(QApplication::focusWidget());
    }
    QVERIFY(reached.contains(m_page->terminal())); // and out of it again
    QVERIFY(reached.contains(m_page->tabs()->currentEditor()));
    QCOMPARE(reached.size(), 6); // with the rail and the two places for lists
    QCOMPARE(QApplication::focusWidget(), m_page->files()->view());
}

void TestPlayground::everyFocusStopHasAName()
{
    openPage();
    QCOMPARE(unnamedFocusStops(m_page), QStringList());
}

void TestPlayground::aRunThatCannotBeKeptIsTold()
{
    openPage();
    QVERIFY(QDir().mkpath(m_folder->filePath(u"playground/run-000001"_s))); // where its file would be
    runProgram(u"print('run')\n"_s);
    WAIT(m_page->findChild<Notice *>()->accessibleName().contains(u"could not be kept"_s));
    QVERIFY(m_page->findChild<Notice *>()->isVisible());
}

void TestPlayground::runsAreKeptAndRewoundByteForByte()
{
    openPage();
    runProgram(uR"(import os
os.mkdir('d'); open('d/big', 'wb').write(bytes(range(256)) * 5000); os.symlink('big', 'd/link')
open('kept', 'w').write('one\ntwo\n'); os.link('kept', 'twin'); os.chmod('kept', 0o640)
open(b'bad\xffname', 'w').close(); os.utime('kept', ns=(1, 1234567890123456789))
)"_s);
    QCOMPARE(m_page->runs()->rowCount(), 1);
    QVERIFY(m_page->difference()->model()->rowCount() >= 5);
    const filesystem::Tree made = m_page->runs()->runs()[0].after;
    QCOMPARE(made.find("kept")->modifiedNs, 1234567890123456789);
    runProgram(u"import os, shutil\nshutil.rmtree('d'); open('kept', 'a').write('three\\n'); os.remove('twin')\n"_s);
    QCOMPARE(m_page->runs()->rowCount(), 2);
    // What became of the lines of a file.
    for (int row = 0; row < m_page->difference()->model()->rowCount(); ++row) {
        const QModelIndex index = m_page->difference()->model()->index(row);
        if (index.data().toString() == u"kept")
            m_page->difference()->list()->setCurrentIndex(index);
    }
    QVERIFY(m_page->difference()->text()->isVisible());
    QCOMPARE(m_page->difference()->text()->changedLines(), 1);

    const filesystem::Tree now = m_page->box().tree();
    m_page->runsPane()->list()->setCurrentIndex(m_page->runs()->index(1)); // the first
    m_page->runsPane()->list()->setFocus();
    click(visible<Button>(u"Runs"_s));
    QSignalSpy rewound(&m_page->box(), &PlaygroundBox::rewound);
    click(m_page->runsPane()->after());
    QVERIFY(rewound.wait(patience));
    WAIT(differences(m_page->box().tree(), made).isEmpty());
    QCOMPARE(m_page->box().tree().find("kept")->inode, m_page->box().tree().find("twin")->inode);
    WAIT(m_page->tabs()->currentEditor()->toPlainText().contains(u"mkdir"_s)); // the program is that of then, too
    QVERIFY(m_page->undoBar()->text().contains(u"after run 1"_s));
    WAIT(isIdleAtPrompt());
    click(visible<Button>(u"Undo"_s));
    WAIT(differences(m_page->box().tree(), now).isEmpty());
}

void TestPlayground::argumentsAndInputReachTheProgram()
{
    openPage();
    write(u"import sys\nprint(sys.argv[1:])\nprint(sys.stdin.read().upper(), sys.stdin.isatty())\nprint('no', file=sys.stderr)\n"_s);
    click(visible<Button>(u"Input"_s));
    InputPane *input = m_page->input();
    click(input->argumentField());
    type(u"-v \"two words\""_s);
    click(input->inputSwitch(), {10, input->inputSwitch()->height() / 2});
    QVERIFY(input->inputSwitch()->isChecked());
    click(input->inputField()->viewport());
    type(u"words for it"_s);
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"['-v', 'two words']\nWORDS FOR IT False\n"_s), qPrintable(screen()));
    QVERIFY2(screen().contains(u"\nno\n"_s) && screen().contains(u"\nexit 0"_s), qPrintable(screen())); // two pipes, in any order
    QVERIFY(screen().contains(u"$ python3 main.py -v two words"_s));
}

void TestPlayground::theEnvironmentReachesProgramsAndPrompts()
{
    openPage();
    EnvironmentModel *model = m_page->environment();
    const auto rowOf = [&](const QString &name) {
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, EnvironmentModel::Name).data().toString() == name)
                return row;
        }
        return -1;
    };
    QVERIFY(rowOf(u"HOME"_s) >= 0); // as a program in the box saw it
    QCOMPARE(model->index(rowOf(u"HOME"_s), EnvironmentModel::Value).data().toString(), u"/home/learner"_s);
    QVERIFY(model->setData(model->index(model->rowCount() - 1, EnvironmentModel::Name), u"OWN"_s, Qt::EditRole));
    QVERIFY(model->setData(model->index(rowOf(u"OWN"_s), EnvironmentModel::Value), u"a value"_s, Qt::EditRole));
    QVERIFY(model->setData(model->index(rowOf(u"LANG"_s), EnvironmentModel::Value), u"C"_s, Qt::EditRole));
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    write(u"import os\nprint(os.environ['OWN'], os.environ['LANG'])\n"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"a value C\nexit 0"_s), qPrintable(screen()));
    WAIT(isIdleAtPrompt());
    click(m_page->terminal()->viewport());
    type(u"echo shell has $OWN\r"_s);
    WAIT(screen().contains(u"shell has a value"_s));
}

void TestPlayground::everyCallOfARunIsShown()
{
    openPage();
    if (!sandbox::waitFor(m_sandbox->features())->trace)
        QSKIP("no lens here: ptrace(2) is refused. `ringside doctor` tells what to change");
    QVERIFY(std::ranges::any_of(m_page->lens()->findChildren<QLabel *>(),
        [](const QLabel *label) { return label->text() == u"No run has been watched yet."; }));
    click(m_page->terminal()->viewport());
    type(u"mkdir d; echo old >main.py; echo 'import os; os.mkdir(\"made\"); print(\"done\")' >d/own.py\r"_s);
    WAIT(entry("d/own.py") && m_page->files()->model()->indexOf("d/own.py").isValid());
    m_page->tabs()->open("d/own.py");
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"$ python3 d/own.py\ndone\nexit 0"_s), qPrintable(screen()));
    WAIT(entry("made")); // it happened to these files
    const QAbstractItemModel *changes = m_page->liveChanges();
    WAIT(changes->index(0, 0).data().toString() == u"made"_s);
    for (int row = 0; row < changes->rowCount(); ++row) // and all others are no news
        QVERIFY(!changes->index(row, 0).data(TreeChangeModel::DetailRole).toString().startsWith(u"replaced"));
    const RunRecord &run = m_page->runs()->runs().first(); // nor in what the run did
    const QList<TreeChange> done = changesBetween(run.before, run.after);
    QCOMPARE(done.size(), 1);
    QCOMPARE(done.first().path, "made"_ba);
    QCOMPARE(entry("main.py")->content, "old\n"_ba);
    QVERIFY(m_page->lens()->isVisible());
    m_page->lens()->filterField()->setText(u"mkdir"_s);
    WAIT(m_page->lens()->model()->listedCalls() == 1);
    press(Qt::Key_F8);
    QVERIFY(m_page->lens()->chosenCall() >= 0);
    QCOMPARE(m_page->tabs()->currentPath(), "d/own.py"_ba);
    WAIT(isIdleAtPrompt());
    m_page->tabs()->currentEditor()->replaceText(u"import time\nwhile True: time.sleep(0.01)\n"_s);
    press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(m_page->box().activity() == PlaygroundBox::Activity::Running);
    press(Qt::Key_Period, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY(screen().contains(u"stopped by you"_s));
}

void TestPlayground::everyCrashOfAProgramIsShown()
{
    openPage();
    if (!sandbox::waitFor(m_sandbox->features())->trace)
        QSKIP("no lens here: ptrace(2) is refused. `ringside doctor` tells what to change");
    click(m_page->terminal()->viewport());
    type(u"mkdir d; echo 'open(\"state\", \"w\").write(\"new\")' >d/save.py; echo old >state\r"_s);
    WAIT(entry("state") && m_page->files()->model()->indexOf("d/save.py").isValid());
    m_page->tabs()->open("d/save.py");
    QSignalSpy explored(m_page->crashes(), &CrashView::explored);
    press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(!explored.isEmpty());
    QVERIFY(m_page->crashes()->isVisible());
    const CrashModel &model = *m_page->crashes()->model();
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(0, CrashModel::LeftColumn).data().toString().contains(u"state is empty"));
    QCOMPARE(model.index(1, CrashModel::LeftColumn).data().toString(), u"as at the end"_s);
    QCOMPARE(entry("state")->content, "old\n"_ba); // it did not happen to these files
    for (int row = 0; row < m_page->crashes()->files()->model()->rowCount(); ++row) // nor is our caller among them
        QVERIFY(m_page->crashes()->files()->model()->index(row, 0).data().toString() != u"main.py"_s);
    QTest::keyClick(m_page->crashes()->table(), Qt::Key_Return);
    QVERIFY(m_page->tabs()->currentEditor()->hasFocus());
}

void TestPlayground::resetCanBeUndone()
{
    openPage();
    const filesystem::Tree start = m_page->box().tree();
    runProgram(u"open('made', 'w').write('x')\n"_s);
    WAIT(entry("made"));
    click(visible<Button>(u"Reset files"_s));
    WAIT(!entry("made"));
    QCOMPARE(entry("main.py")->content, start.find("main.py")->content);
    WAIT(m_page->tabs()->currentEditor()->toPlainText().startsWith(u"import os"));
    WAIT(isIdleAtPrompt());
    press(Qt::Key_Z, Qt::ControlModifier | Qt::AltModifier);
    WAIT(entry("made"));
    QCOMPARE(entry("main.py")->content, "open('made', 'w').write('x')\n"_ba);
}

void TestPlayground::removingCanBeUndone()
{
    openPage();
    click(m_page->terminal()->viewport());
    type(u"mkdir -m 700 d; echo text >d/f; chmod 600 d/f; ln -s f d/link\r"_s);
    WAIT(entry("d/link") && m_page->files()->model()->indexOf("d/link").isValid());
    const filesystem::Tree before = m_page->box().tree();
    m_page->files()->choose("d");
    m_page->files()->view()->setFocus();
    press(Qt::Key_Delete);
    WAIT(!entry("d"));
    WAIT(m_page->undoBar()->isVisible());
    click(visible<Button>(u"Undo"_s));
    WAIT(entry("d/f") && entry("d/link"));
    QCOMPARE(entry("d")->mode, 0700U);
    QCOMPARE(entry("d/f")->mode, 0600U);
    QCOMPARE(entry("d/f")->content, "text\n"_ba);
    QCOMPARE(entry("d/link")->target, "f"_ba);
}

void TestPlayground::itBeginsWithAnExercise()
{
    openPage();
    write(u"print('mine')\n"_s);
    press(Qt::Key_O, Qt::ControlModifier);
    auto *chooser = m_page->findChild<Chooser *>();
    QVERIFY(chooser && chooser->isVisible());
    type(u"count files by ext\r"_s);
    WAIT(m_page->tabs()->currentPath() == "solution.py");
    WAIT(isIdleAtPrompt() && entry("solution.py"));
    QVERIFY(m_page->box().tree().entries.size() > 5); // its world
    QVERIFY(entry("main.py")->content.contains("from solution import"));
    QVERIFY(m_page->undoBar()->text().contains(u"Count files by extension"_s));
    m_page->undoBar()->undo();
    WAIT(m_page->tabs()->currentPath() == "main.py");
    QCOMPARE(m_page->tabs()->currentEditor()->toPlainText(), u"print('mine')\n"_s);
    WAIT(isIdleAtPrompt() && !entry("solution.py"));
}

void TestPlayground::itBeginsWithAnExample()
{
    openPage();
    press(Qt::Key_O, Qt::ControlModifier);
    type(u"print(open\r"_s); // it goes on from the one before
    WAIT(m_page->tabs()->currentEditor()->toPlainText().contains(u"print(open"_s));
    WAIT(isIdleAtPrompt() && entry("made.txt"));
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty()); // perhaps it came while the key was pressed
    finished.clear();
    QVERIFY2(screen().contains(u"\nmade\nexit 0"_s), qPrintable(screen()));
}

void TestPlayground::itBeginsWithWhatALinkNames()
{
    requireSandbox();
    openWindow();
    QVERIFY(m_window->openLink(u"ringside:playground/exercise/count-by-extension"_s));
    WAIT(m_page->tabs()->currentPath() == "solution.py");
    WAIT(isIdleAtPrompt());
    press(Qt::Key_1, Qt::ControlModifier);
    m_page->tabs()->currentEditor()->replaceText(u"mine = 1\n"_s);
    press(Qt::Key_Left, Qt::AltModifier); // coming back is not beginning again
    QCOMPARE(m_window->currentPage(), m_page);
    QCOMPARE(m_page->tabs()->currentEditor()->toPlainText(), u"mine = 1\n"_s);
    QVERIFY(m_window->openLink(u"ringside:playground/exercise/there-is-none"_s));
    WAIT(m_page->findChild<Notice *>()->isVisible());
    QCOMPARE(m_page->tabs()->currentEditor()->toPlainText(), u"mine = 1\n"_s);
}

void TestPlayground::foldersComeInAndGoOut()
{
    openPage();
    const QString from = m_folder->filePath(u"own"_s);
    writeFile(from + u"/main.py"_s, "print(open('data/x').read())\n");
    writeFile(from + u"/data/x"_s, "from outside");
    QFile::setPermissions(from + u"/data/x"_s, QFile::ReadOwner);
    m_page->exchange().importFolder(from);
    WAIT(isIdleAtPrompt() && entry("data/x"));
    QCOMPARE(entry("data/x")->mode & 0700, 0400U);
    QCOMPARE(m_page->tabs()->currentPath(), "main.py"_ba);
    runProgram(u"print(open('data/x').read())\nopen('made', 'w').write('inside')\n"_s);
    QVERIFY(screen().contains(u"from outside"_s));
    QVERIFY(!QFile::exists(from + u"/made"_s)); // copies
    const QString to = m_folder->filePath(u"out"_s);
    m_page->exportTo(to);
    WAIT(m_page->findChild<Notice *>()->isVisible());
    QCOMPARE(readFile(to + u"/made"_s), u"inside"_s);
    QCOMPARE(readFile(to + u"/data/x"_s), u"from outside"_s);
    m_page->exportTo(to); // not over what is there
    WAIT(m_page->findChild<Notice *>()->accessibleName().contains(u"not empty"_s));
}

/// As a file manager does it, over the editor: whatever is below the pointer is asked first.
static bool drop(QWidget *over, const QStringList &paths)
{
    QMimeData data;
    QList<QUrl> urls;
    for (const QString &path : paths)
        urls.append(QUrl::fromLocalFile(path));
    data.setUrls(urls);
    const QPoint place(20, 20);
    QDragEnterEvent enter(place, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(over, &enter);
    if (!enter.isAccepted())
        return false;
    QDropEvent event(place, Qt::CopyAction | Qt::MoveAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(over, &event);
    return event.isAccepted() && event.dropAction() == Qt::CopyAction;
}

void TestPlayground::filesAndFoldersAreDropped()
{
    openPage();
    QWidget *editor = m_page->tabs()->currentEditor()->viewport();
    const QString own = m_folder->filePath(u"own"_s);
    writeFile(own + u"/main.py"_s, "print('from outside')\n");
    writeFile(own + u"/words.txt"_s, "one\n");
    const QByteArray before = entry("main.py")->content;

    QVERIFY(drop(editor, {own + u"/main.py"_s, own + u"/words.txt"_s}));
    WAIT(entry("words.txt") && entry("main.py")->content == "print('from outside')\n");
    QVERIFY(QFile::exists(own + u"/words.txt"_s)); // copies
    WAIT(m_page->undoBar()->isVisible());
    m_page->undoBar()->undo();
    WAIT(!entry("words.txt") && entry("main.py")->content == before);

    QVERIFY(drop(editor, {own, own + u"/words.txt"_s}));
    WAIT(m_page->findChild<Notice *>()->isVisible());
    QVERIFY(!entry("words.txt"));

    QVERIFY(drop(editor, {own}));
    WAIT(isIdleAtPrompt() && entry("words.txt"));
    QCOMPARE(m_page->tabs()->currentPath(), "main.py"_ba);

    QVERIFY(!drop(m_page->tabs()->currentEditor()->viewport(), {}));
}

void TestPlayground::foldersThatDoNotFitAreRefused_data()
{
    QTest::addColumn<int>("files");
    QTest::addColumn<qint64>("bytes");
    QTest::newRow("too many bytes") << 1 << (qint64(13) << 20);
    QTest::newRow("too many files") << 3100 << qint64(0);
}

void TestPlayground::foldersThatDoNotFitAreRefused()
{
    QFETCH(int, files);
    QFETCH(qint64, bytes);
    openPage();
    const QString from = m_folder->filePath(u"own"_s);
    for (int i = 0; i < files; ++i)
        writeFile(from + u"/f%1"_s.arg(i), QByteArray(bytes, 'x'));
    m_page->exchange().importFolder(from);
    auto *notice = m_page->findChild<Notice *>();
    WAIT(notice->isVisible());
    QVERIFY(notice->accessibleDescription().contains(u"3000"_s));
    QVERIFY(entry("main.py") && !entry("f0")); // all is as it was
}

void TestPlayground::itIsLeftAsItWas()
{
    openPage();
    runProgram(u"import os\nopen('made', 'w').write('x'); os.chmod('made', 0o711)\n"_s);
    WAIT(entry("made"));
    m_page->tabs()->open("made");
    m_page->input()->set(u"-v"_s, true, u"some input"_s);
    m_page->environment()->setOwn({{"OWN", "value"}});
    m_page->box().open(m_page->box().tree(), {{.path = "/mnt/other"}});
    WAIT(isIdleAtPrompt());
    m_page->tabs()->currentEditor()->setPlainText(u"typed just before the end"_s);
    restart();
    QCOMPARE(m_page->box().mounts().size(), 1);
    QCOMPARE(m_page->tabs()->paths(), QByteArrayList({"main.py", "made"}));
    QCOMPARE(m_page->tabs()->currentPath(), "made"_ba);
    QCOMPARE(m_page->tabs()->currentEditor()->toPlainText(), u"typed just before the end"_s);
    QCOMPARE(entry("made")->content, "typed just before the end"_ba);
    QCOMPARE(entry("made")->mode, 0711U);
    QCOMPARE(m_page->input()->argumentText(), u"-v"_s);
    QCOMPARE(m_page->input()->input(), "some input"_ba);
    QCOMPARE(m_page->environment()->own(), EnvironmentVariables({{"OWN", "value"}}));
    QCOMPARE(m_page->runs()->rowCount(), 1);
    QCOMPARE(m_page->runs()->runs()[0].after.find("made")->content, "x"_ba);
    m_page->rewind(m_page->runs()->runs()[0].before, u"then"_s);
    WAIT(!entry("made"));
}

void TestPlayground::narrowAndWideWindows_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<qreal>("zoom");
    QTest::newRow("800 x 560") << QSize(800, 560) << 1.0;
    QTest::newRow("1024 x 700") << QSize(1024, 700) << 1.0;
    QTest::newRow("1024 x 700, text at 200 %") << QSize(1024, 700) << 2.0;
    QTest::newRow("1440 x 900") << QSize(1440, 900) << 1.0;
    QTest::newRow("3840 x 2160") << QSize(3840, 2160) << 1.0;
}

void TestPlayground::narrowAndWideWindows()
{
    QFETCH(QSize, size);
    QFETCH(qreal, zoom);
    openPage();
    DesktopTest::theme().setZoom(zoom);
    m_window->resize(size);
    QCoreApplication::processEvents();
    QCOMPARE(m_window->size(), size); // nothing forces it larger
    const auto isInside = [this](QWidget *widget) {
        return m_window->rect().contains(QRect(widget->mapTo(m_window.get(), QPoint()), widget->size()));
    };
    for (QWidget *widget : {static_cast<QWidget *>(m_page->files()), static_cast<QWidget *>(m_page->tabs()),
             static_cast<QWidget *>(m_page->terminal()), static_cast<QWidget *>(visible<Button>(u"Run"_s)),
             static_cast<QWidget *>(visible<Button>(u"Runs"_s)), static_cast<QWidget *>(visible<Button>(u"Environment"_s))}) {
        QVERIFY(widget);
        QVERIFY2(isInside(widget), widget->metaObject()->className());
        QVERIFY(widget->width() > 20 && widget->height() > 10);
    }
}

QTEST_MAIN(TestPlayground)
#include "tst_playground.moc"
