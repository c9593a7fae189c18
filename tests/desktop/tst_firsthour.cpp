// What somebody does in the first hour, in the real window: once with mouse and keyboard, once with the keyboard alone.
// Everything is done by what a mouse or a keyboard sends; the window is only looked at.

#include "desktop/exercise/attemptmodel.h"
#include "desktop/exercise/attemptspane.h"
#include "desktop/exercise/solutioncomparison.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/quizblock.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/playground/filespane.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/runspane.h"
#include "desktop/playground/terminalview.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/chooser.h"
#include "windowtest.h"

#include <QLabel>
#include <QListView>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTextBlock>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 120'000)

namespace {

enum class Hands { MouseAndKeyboard, KeyboardAlone };

constexpr auto lessonText = R"(# Begin here

Programs are run by pressing a button:

```python run
print(6 * 7)
```
```output
42
```

And one thinks before one looks:

```quiz
question = "What does this print?"
code = """
print("7" * 6)
"""
[[option]]
text = "forty-two"
prints = "42"
misconception = "a text is a number"
why = "The star repeats a text."
[[option]]
text = "six sevens"
prints = "777777"
why = "The star repeats a text."
```

## The end {#P2}

Last words.
)";

constexpr auto wrongProgram = R"(import os

def count_by_extension(directory):
    return {"": len(os.listdir(directory))})";

constexpr auto rightProgram = R"python(import os

def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_file():
                extension = os.path.splitext(entry.name)[1].lower() or "(no ext)"
                counts[extension] = counts.get(extension, 0) + 1
    return counts)python";

int leadingBlanks(const QString &line)
{
    return int(std::ranges::find_if(line, [](QChar letter) { return letter != u' '; }) - line.begin());
}

} // namespace

class TestFirstHour : public QObject
{
    Q_OBJECT

private slots:
    void cleanup() { m_window.reset(); }
    void everythingIsThere_data();
    void everythingIsThere();

private:
    void openWindow();
    void readTheLesson();
    void failTheExercise();
    void passTheExercise();
    void lookAtTheReference();
    void playWithFiles();
    void goBackToBeforeTheRun();
    void searchAndLookAtProgress();
    void comeBackTomorrow();

    [[nodiscard]] bool hasMouse() const { return m_hands == Hands::MouseAndKeyboard; }
    void click(QWidget *widget, QPoint at);
    void scrollTo(QWidget *widget);
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    void type(const QString &text);
    void typeProgram(const QString &program);
    /// Tab, and F6 out of what keeps Tab for itself, until it has the focus.
    void tabTo(const QWidget *widget);
    [[nodiscard]] bool tabbedTo(const QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers);
    /// Clicks it, or goes there and presses the space bar.
    void use(QWidget *widget);
    void chooseTab(const QString &current, const QString &wanted);
    /// By its place in the rail, or by its key.
    void goTo(const QString &screen, int key);
    void useCommand(const QString &words);
    template <typename T> T *visible(const QString &text) const;
    template <typename T> T *named(const QString &name) const;
    template <typename T> T *block(const QWidget *page) const { return page->findChild<T *>(); }
    [[nodiscard]] PlaygroundPage *playground() const { return qobject_cast<PlaygroundPage *>(m_window->currentPage()); }
    [[nodiscard]] bool isIdleAtPrompt() const;
    [[nodiscard]] quint32 modeOf(const QByteArray &path) const;

    DesktopTest m_look;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
    Hands m_hands = Hands::MouseAndKeyboard;
};

void TestFirstHour::openWindow()
{
    m_window = std::make_unique<MainWindow>(
        DesktopTest::theme(), m_sandbox, pathsIn(m_folder->path(), m_folder->filePath(u"course"_s)));
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    m_window->loadCourse(); // as main() does
    WAIT(m_window->isCourseLoaded() && m_window->currentPage());
    QCoreApplication::processEvents(); // layouts show their widgets a moment later
}

void TestFirstHour::press(int key, Qt::KeyboardModifiers modifiers)
{
    if (QWidget *popup = QApplication::activePopupWidget())
        QTest::keyClick(popup, Qt::Key(key), modifiers);
    else
        QTest::keyClick(m_window->windowHandle(), Qt::Key(key), modifiers);
}

void TestFirstHour::type(const QString &text)
{
    for (const QChar letter : text) {
        if (QWidget *popup = QApplication::activePopupWidget())
            QTest::keyClick(popup, letter.toLatin1());
        else
            QTest::keyClick(m_window->windowHandle(), letter.toLatin1());
    }
}

// The editor indents what follows a colon by itself; the rest is for Tab and Backspace.
void TestFirstHour::typeProgram(const QString &program)
{
    CodeEditor *editor = m_window->workbenchPage()->editor();
    QCOMPARE(QApplication::focusWidget(), editor);
    press(Qt::Key_A, Qt::ControlModifier);
    press(Qt::Key_Delete);
    const QStringList lines = program.split(u'\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (i > 0)
            press(Qt::Key_Return);
        const int wanted = lines[i].isEmpty() ? 0 : leadingBlanks(lines[i]);
        while (!lines[i].isEmpty() && editor->textCursor().positionInBlock() > wanted)
            press(Qt::Key_Backspace);
        while (!lines[i].isEmpty() && editor->textCursor().positionInBlock() < wanted)
            press(Qt::Key_Tab);
        type(lines[i].mid(wanted));
    }
    QCOMPARE(editor->toPlainText(), program);
}

void TestFirstHour::click(QWidget *widget, QPoint at)
{
    QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, widget->mapTo(m_window.get(), at));
}

// With the wheel.
void TestFirstHour::scrollTo(QWidget *widget)
{
    QWidget *area = widget->parentWidget();
    while (area && !qobject_cast<QAbstractScrollArea *>(area))
        area = area->parentWidget();
    if (!area)
        return;
    QWidget *seen = static_cast<QAbstractScrollArea *>(area)->viewport();
    const auto place = [&] { return QRect(widget->mapTo(seen, QPoint()), widget->size()); };
    for (int turns = 0; turns < 300 && !seen->rect().contains(place()); ++turns) {
        const int direction = place().top() < 0 ? 120 : -120;
        QTest::wheelEvent(m_window->windowHandle(), seen->mapTo(m_window.get(), seen->rect().center()), {0, direction});
        QTest::qWait(1);
    }
    QVERIFY(seen->rect().contains(place()));
}

bool TestFirstHour::tabbedTo(const QWidget *widget, Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    for (int steps = 0; steps < 120; ++steps) {
        const QWidget *focused = QApplication::focusWidget();
        if (focused == widget)
            return true;
        const auto *editor = qobject_cast<const CodeEditor *>(focused);
        const bool keepsTab = (editor && !editor->tabChangesFocus()) || qobject_cast<const TerminalView *>(focused);
        press(keepsTab ? Qt::Key_F6 : key, modifiers);
    }
    return false;
}

void TestFirstHour::tabTo(const QWidget *widget)
{
    QVERIFY(widget);
    const bool reached = tabbedTo(widget, Qt::Key_Tab, {}) || tabbedTo(widget, Qt::Key_Backtab, Qt::ShiftModifier);
    QVERIFY2(reached, qPrintable(u"no key leads to "_s + widget->accessibleName()));
}

void TestFirstHour::use(QWidget *widget)
{
    QVERIFY(widget);
    if (hasMouse()) {
        scrollTo(widget);
        click(widget, widget->rect().center());
    } else {
        tabTo(widget);
        press(Qt::Key_Space);
    }
}

// As in every group of which one is chosen, the arrows go from one to the other.
void TestFirstHour::chooseTab(const QString &current, const QString &wanted)
{
    auto *tab = visible<QAbstractButton>(wanted);
    QVERIFY(tab);
    if (hasMouse())
        return click(tab, tab->rect().center());
    tabTo(visible<QAbstractButton>(current));
    for (int steps = 0; steps < 8 && QApplication::focusWidget() != tab; ++steps)
        press(Qt::Key_Right);
    QVERIFY(tab->isChecked());
}

void TestFirstHour::goTo(const QString &screen, int key)
{
    if (hasMouse())
        use(visible<QAbstractButton>(screen));
    else
        press(key, Qt::ControlModifier);
}

void TestFirstHour::useCommand(const QString &words)
{
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    type(words);
    press(Qt::Key_Return);
}

template <typename T> T *TestFirstHour::visible(const QString &text) const
{
    for (T *candidate : m_window->findChildren<T *>())
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    return nullptr;
}

template <typename T> T *TestFirstHour::named(const QString &name) const
{
    for (T *candidate : m_window->findChildren<T *>())
        if (candidate->isVisible() && candidate->accessibleName() == name)
            return candidate;
    return nullptr;
}

bool TestFirstHour::isIdleAtPrompt() const
{
    return playground()->box().activity() == PlaygroundBox::Activity::Prompt
        && playground()->terminal()->screen().allText().endsWith(u"$"_s);
}

quint32 TestFirstHour::modeOf(const QByteArray &path) const
{
    const filesystem::Entry *entry = playground()->box().tree().find(path);
    return entry ? entry->mode : 0;
}

void TestFirstHour::everythingIsThere_data()
{
    QTest::addColumn<Hands>("hands");
    QTest::newRow("with mouse and keyboard") << Hands::MouseAndKeyboard;
    QTest::newRow("with the keyboard alone") << Hands::KeyboardAlone;
}

void TestFirstHour::everythingIsThere()
{
    QFETCH(Hands, hands);
    requireSandbox(m_sandbox);
    m_hands = hands;
    DesktopTest::announcements().clear(); // of the hands before
    m_folder = std::make_unique<QTemporaryDir>();
    addLesson(m_folder->filePath(u"course"_s), lessonText);
    addExercise(m_folder->filePath(u"course"_s));
    openWindow();
    readTheLesson();
    failTheExercise();
    passTheExercise();
    lookAtTheReference();
    playWithFiles();
    goBackToBeforeTheRun();
    searchAndLookAtProgress();
    comeBackTomorrow();
}

void TestFirstHour::readTheLesson()
{
    QVERIFY(visible<QLabel>(u"Welcome to Ringside"_s));
    use(visible<QAbstractButton>(u"Start: Begin here"_s));
    QCOMPARE(m_window->location().screen, Screen::Lesson);
    const ReaderPage *reader = m_window->readerPage();
    WAIT(reader->view()->column()->isComplete());

    const auto *example = block<ExampleBlock>(reader);
    use(visible<QAbstractButton>(u"Run"_s));
    WAIT(DesktopTest::heard(u"Output, as the lesson shows, exit 0"_s));
    QCOMPARE(example->outputText(), u"42"_s);

    const auto *quiz = block<QuizBlock>(reader);
    QCOMPARE(quiz->rightOption(), -1); // nobody knows before it has run
    use(quiz->options()[0]);
    WAIT(quiz->rightOption() == 1);
    QCOMPARE(quiz->options()[0]->state(), QuizOptionButton::State::Wrong);
    QVERIFY(DesktopTest::heard(u"The star repeats a text."_s));

    use(visible<QAbstractButton>(u"Next: The end"_s));
    QCOMPARE(m_window->location().place.part, u"P2"_s);
    WAIT(reader->view()->column()->isComplete());
    WAIT(visible<QAbstractButton>(u"E05.1  Count files by extension"_s));
    use(visible<QAbstractButton>(u"E05.1  Count files by extension"_s));
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s);
}

void TestFirstHour::failTheExercise()
{
    WorkbenchPage *workbench = m_window->workbenchPage();
    QCoreApplication::processEvents();
    if (hasMouse())
        click(workbench->editor()->viewport(), {60, 40});
    else
        tabTo(workbench->editor());
    typeProgram(QString::fromLatin1(wrongProgram));
    QSignalSpy checked(workbench, &WorkbenchPage::checkFinished);
    if (hasMouse())
        use(visible<QAbstractButton>(u"Check"_s));
    else
        press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(!checked.isEmpty());
    QVERIFY(workbench->verdict());
    QCOMPARE(workbench->verdict()->outcome, grading::Outcome::Failed);
    QVERIFY(DesktopTest::heard(u"Not passed"_s));

    use(visible<QAbstractButton>(u"Show a hint"_s));
    QVERIFY(visible<QAbstractButton>(u"Show hint 2"_s));
    press(Qt::Key_H, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(visible<QAbstractButton>(u"Show hint 3"_s));
}

void TestFirstHour::passTheExercise()
{
    WorkbenchPage *workbench = m_window->workbenchPage();
    if (hasMouse())
        click(workbench->editor()->viewport(), {60, 40});
    else
        tabTo(workbench->editor());
    typeProgram(QString::fromLatin1(rightProgram));
    QSignalSpy ran(workbench, &WorkbenchPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!ran.isEmpty());
    QVERIFY(DesktopTest::heard(u">>> count_by_extension('tree')"_s));
    QSignalSpy checked(workbench, &WorkbenchPage::checkFinished);
    press(Qt::Key_Return, Qt::ControlModifier | Qt::ShiftModifier);
    WAIT(!checked.isEmpty());
    QVERIFY(workbench->verdict());
    QCOMPARE(workbench->verdict()->outcome, grading::Outcome::Passed);
}

void TestFirstHour::lookAtTheReference()
{
    const AttemptsPane *attempts = m_window->workbenchPage()->attempts();
    WAIT(attempts->model()->rowCount() == 2);
    useCommand(u"compare with the reference"_s);
    const SolutionComparison *solution = m_window->workbenchPage()->solution();
    QVERIFY(solution->isVisible());
    QCOMPARE(solution->own()->toPlainText(), QString::fromLatin1(rightProgram));
    QCOMPARE(solution->reference()->toPlainText(), readFile(exerciseFolder + u"/solution.py"_s));
    press(Qt::Key_Escape);
    QVERIFY(!solution->isVisible());
}

void TestFirstHour::playWithFiles()
{
    goTo(u"Playground"_s, Qt::Key_3);
    QVERIFY(playground());
    WAIT(isIdleAtPrompt());
    WAIT(modeOf("main.py") == 0644);
    QSignalSpy finished(playground(), &PlaygroundPage::runFinished);
    if (hasMouse())
        use(visible<QAbstractButton>(u"Run"_s));
    else
        press(Qt::Key_Return, Qt::ControlModifier);
    WAIT(!finished.isEmpty());
    QVERIFY(playground()->terminal()->screen().allText().contains(u"hello.txt holds 15 bytes\nexit 0"_s));
    WAIT(modeOf("hello.txt") == 0600);
    WAIT(isIdleAtPrompt());

    use(named<QAbstractButton>(u"others may read"_s));
    WAIT(modeOf("main.py") == 0640);
    WAIT(playground()->files()->switches()->call() == u"os.chmod(\"main.py\", 0o640)"_s);
}

void TestFirstHour::goBackToBeforeTheRun()
{
    chooseTab(u"Live changes"_s, u"Runs"_s);
    const RunsPane *runs = playground()->runsPane();
    WAIT(runs->isVisible() && runs->list()->isVisible());
    if (hasMouse()) {
        click(runs->list()->viewport(), runs->list()->visualRect(playground()->runs()->index(0)).center());
    } else {
        tabTo(runs->list());
        press(Qt::Key_Home);
    }
    QSignalSpy rewound(&playground()->box(), &PlaygroundBox::rewound);
    use(visible<QAbstractButton>(u"Before it"_s));
    WAIT(!rewound.isEmpty());
    WAIT(!modeOf("hello.txt") && modeOf("main.py") == 0644);
    WAIT(isIdleAtPrompt());
}

void TestFirstHour::searchAndLookAtProgress()
{
    press(Qt::Key_K, Qt::ControlModifier);
    type(u"the end"_s);
    const auto *found = m_window->findChild<Chooser *>()->findChild<QListView *>();
    WAIT(found->model()->rowCount() > 0 && found->model()->index(0, 0).data().toString() == u"The end");
    if (hasMouse())
        click(found->viewport(), found->visualRect(found->model()->index(0, 0)).center());
    else
        press(Qt::Key_Return);
    QCOMPARE(m_window->location().place.part, u"P2"_s);
    goTo(u"Progress"_s, Qt::Key_6);
    WAIT(visible<QLabel>(u"1 of 1 exercises passed, 0 of them mastered. 1 of 2 parts read."_s));
}

void TestFirstHour::comeBackTomorrow()
{
    goTo(u"Exercises"_s, Qt::Key_4);
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s); // the last one
    CodeEditor *editor = m_window->workbenchPage()->editor();
    QCoreApplication::processEvents();
    if (hasMouse())
        click(editor->viewport(), {60, 40});
    else
        tabTo(editor);
    press(Qt::Key_End, Qt::ControlModifier);
    type(u"  # mine"_s);
    press(Qt::Key_Q, Qt::ControlModifier);
    WAIT(!m_window->isVisible());
    m_window.reset();

    openWindow();
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s);
    QCOMPARE(m_window->workbenchPage()->editor()->toPlainText(), QString::fromLatin1(rightProgram) + u"  # mine"_s);
    WAIT(std::ranges::any_of(m_window->workbenchPage()->findChildren<QLabel *>(),
        [](const QLabel *label) { return label->text().startsWith(u"passed before"_s); }));
    goTo(u"Lesson"_s, Qt::Key_2);
    QCOMPARE(m_window->location().place.part, u"P2"_s);
    goTo(u"Playground"_s, Qt::Key_3);
    WAIT(isIdleAtPrompt());
    WAIT(playground()->runs()->rowCount() == 1);
    WAIT(modeOf("main.py") == 0644 && !modeOf("hello.txt"));
    goTo(u"Course"_s, Qt::Key_1);
    WAIT(visible<QLabel>(u"1 lesson, 1 exercise. 1 of 2 parts read."_s));
    QVERIFY(visible<QAbstractButton>(u"Continue: The end"_s));
}

QTEST_MAIN(TestFirstHour)
#include "tst_firsthour.moc"
