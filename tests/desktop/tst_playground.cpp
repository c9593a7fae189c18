// The playground as somebody uses it: the real window, a real box, mouse and keyboard.

#include "desktop/playground/changelist.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/notice.h"
#include "desktop/window/mainwindow.h"
#include "desktoptest.h"

#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;

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

private:
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
    QDir().mkpath(m_folder->filePath(u"course/lessons"_s));
    QDir().mkpath(m_folder->filePath(u"course/exercises"_s));
}

void TestPlayground::cleanup()
{
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
    QVERIFY(finished.wait(patience));
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
    QVERIFY(finished.wait(patience));
    QVERIFY2(screen().contains(u"$ python3 main.py\nhello.txt holds 15 bytes\nexit 0"_s), qPrintable(screen()));
    WAIT(entry("hello.txt"));
    QCOMPARE(entry("hello.txt")->mode, 0600U);
    WAIT(m_page->files()->model()->indexOf("hello.txt").isValid());
    WAIT(m_page->liveChanges()->rowCount() > 0);
    QCOMPARE(m_page->liveChanges()->index(0).data().toString(), u"hello.txt"_s);
    QVERIFY(DesktopTest::heard(u"Run finished. exit 0"_s));
    WAIT(isIdleAtPrompt()); // and the prompt is back
}

void TestPlayground::aRunCanBeStopped()
{
    openPage();
    write(u"import time\nprint('begun', flush=True)\ntime.sleep(1000)\n"_s);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(screen().contains(u"begun"_s));
    QVERIFY(visible<Button>(u"Stop"_s));
    QSignalSpy finished(m_page, &PlaygroundPage::runFinished);
    press(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(finished.wait(patience));
    QVERIFY(screen().contains(u"stopped by you"_s));
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
    QVERIFY(finished.wait(patience));
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
    m_page->files()->view()->setFocus();
    WAIT(m_page->files()->model()->indexOf("tool.py").isValid());
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
    type(u"ls\r"_s);
    WAIT(screen().contains(u"kept"_s));
}

void TestPlayground::paneAfterPane()
{
    openPage();
    m_page->files()->view()->setFocus();
    QSet<QWidget *> reached;
    for (int i = 0; i < 5; ++i) {
        press(Qt::Key_F6);
        reached.insert(QApplication::focusWidget());
    }
    QVERIFY(reached.contains(m_page->terminal())); // and out of it again
    QVERIFY(reached.contains(m_page->tabs()->currentEditor()));
    QCOMPARE(reached.size(), 5); // with the rail
    QCOMPARE(QApplication::focusWidget(), m_page->files()->view());
}

void TestPlayground::everyFocusStopHasAName()
{
    openPage();
    QCOMPARE(unnamedFocusStops(m_page), QStringList());
}

QTEST_MAIN(TestPlayground)
#include "tst_playground.moc"
