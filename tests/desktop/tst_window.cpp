#include "classroom/files.h"
#include "classroom/lab.h"
#include "classroom/openlabs.h"
#include "desktop/course/coursepage.h"
#include "desktop/exercise/attemptmodel.h"
#include "desktop/exercise/attemptspane.h"
#include "desktop/exercise/exercisespage.h"
#include "desktop/exercise/notespane.h"
#include "desktop/exercise/solutioncomparison.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/exercise/workbenchpage.h"
#include "desktop/labs/labspage.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/comparisonmodel.h"
#include "desktop/lens/lensview.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/noteeditor.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/diffview.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/outputview.h"
#include "desktop/widgets/panel.h"
#include "desktop/window/actionregistry.h"
#include "desktop/window/chooser.h"
#include "desktop/window/settingspage.h"
#include "desktop/window/shortcutspage.h"
#include "windowtest.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QKeySequenceEdit>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScreen>
#include <QScrollArea>
#include <QScrollBar>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTableView>
#include <QToolTip>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

// A small course of its own beside a real exercise, so that the test knows what stands where.
constexpr auto lessonText = R"(# Begin here

Some words, and a [link to the end](lesson:small#P2) and to [an exercise](exercise:count-by-extension).

```python run
print(6 * 7)
```
```output
42
```

## The middle {#P1}

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

### Inside

More words.

## The end {#P2}

Last words.
)";

constexpr auto questionText = R"([[question]]
id = "Q05.1"
level = "junior"
prompt = "What is a small lesson good for?"
lesson_part = "P1"
key_points = [
    { text = "One can walk through it", essential = true, words = ["walk"] },
    { text = "It is short", essential = false, words = ["short"] },
]
wrong = [{ belief = "It is good for nothing", why = "It has all a test needs.", words = ["nothing"] }]
follow_up = { prompt = "And a large one?", answer = "The same, for longer." }
)";

// A page as other folders make them.
class ProbePage : public Page
{
    Q_OBJECT

public:
    explicit ProbePage(const PageServices &services)
        : field(new QLineEdit(this))
    {
        field->setAccessibleName(u"Probe"_s);
        services.store.run([](const progress::Store &store) {
            return store.drafts().save({.itemUid = u"probe"_s, .slot = {}, .body = u"kept"_s});
        });
        services.store.run([](const progress::Store &store) { return store.drafts().find(u"probe"_s, {}); })
            .then(this, [this](const Result<std::optional<progress::Draft>> &draft) {
                stored = draft && *draft ? (*draft)->body : QString();
            });
    }

    CommandContexts contexts() const override { return CommandContext::Program; }
    void perform(Command command) override { performed = command; }
    void performOwn(const QString &command) override { rung = command; }
    QList<QWidget *> panes() const override { return {field}; }
    void setCourse(const std::shared_ptr<const course::Course> &course) override
    {
        lessons = int(course->lessons.size());
    }
    bool openPlace(const QString &place) override
    {
        if (!place.isEmpty())
            m_place = place;
        return true;
    }
    QString placeName() const override { return m_place; }

    QLineEdit *field;
    QString stored, rung;
    std::optional<Command> performed;
    int lessons = 0;

private:
    QString m_place;
};

} // namespace

class TestWindow : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();

    void itBeginsWithTheCourse();
    void theRailGoesEverywhere();
    void theWheelPassesOverFields();
    void keysGoEverywhere();
    void aRegisteredPageIsOneOfTheWindow();
    void paneAfterPane();
    void backAndForth();
    void linksGoWhereTheySay_data();
    void linksGoWhereTheySay();
    void goToByAFewLetters();
    void commandsByAFewLetters();
    void choosingCanBeLeft();
    void readingIsRemembered();
    void findOnThePage();
    void notesOnAnExerciseAreKept();
    void coloursAndSizesAreKept();
    void nothingMovesWhenToldSo();
    void oneComesBackToTheScreen_data();
    void oneComesBackToTheScreen();
    void narrowAndWideWindows_data();
    void narrowAndWideWindows();
    void itOpensWholeOnItsScreen_data();
    void itOpensWholeOnItsScreen();
    void everyFocusStopHasAName_data();
    void everyFocusStopHasAName();
    void tabReachesWhatIsThere();
    void brokenContentIsShownWithItsMistake();
    void anEmptyCourseSaysSo();
    void draftsComeBackAfterARestart();
    void startingOverCanBeUndone();
    void undoSurvivesARestart();
    void aStoreInUseIsTold();
    void passagesAreHighlightedAndNoted();
    void keysCanBeChanged();
    void everyPartIsLeftWhereItWas();
    void linksLeadToTheTopOfAPart();
    void theScrollBarIsThatOfTheText();
    void dataCanBeExportedAndDeleted();
    void wordsThatAreLabsAreLinks_data();
    void wordsThatAreLabsAreLinks();
    void aLabOpensInTheWindow();
    void aLessonBecomesAPdf();
    void hintsAreShownOneByOne();

    void anExampleRunsInTheSandbox();
    void anExampleGoesOnInTheTreeBefore();
    void anExampleShowsItsCalls();
    void callsAreShownOnTheirLines();
    void crashesAreShownOnTheirLines();
    void runShowsWhatTheCodeDoes();
    void checkGradesTheSolution_data();
    void checkGradesTheSolution();
    void passingLeadsToTheNextExercise();
    void aVerdictTakesThePlaceOfTheLast();
    void attemptsAreKeptAndCompared();
    void aPassedSolutionStandsBesideTheReference();
    void theSolutionIsShownBeforeOnlyOnPurpose();
    void pythonsComplaintIsUnderlined();
    void savingCanCheck();
    void aCheckCanBeStopped();
    void aStoppedRunBlamesNobody();
    void whatWasLeftSaysNothingElsewhere();
    void settingsThatCannotBeKeptAreTold();

private:
    void openWindow();
    void restart();
    void goTo(Screen screen)
    {
        m_window->go({screen, {}, {}});
        QCoreApplication::processEvents();
    }
    void openExercise();
    CodeEditor *typed(const QString &solution); // the editor, with the solution in it
    [[nodiscard]] bool saysSolutionSeen() const;
    void click(QWidget *widget, QPoint at = {});
    void press(int key, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] Chooser *chooser() const { return m_window->findChild<Chooser *>(); }
    template <typename T> T *visible(const QString &text) const { return visibleIn<T>(*m_window, text); }

    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
    WindowPaths m_paths;
    QList<PageEntry> m_pages = registeredPages();
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<MainWindow> m_window;
    const int m_flashTime = QApplication::cursorFlashTime();
};

void TestWindow::initTestCase()
{
    m_sandbox = std::make_unique<sandbox::Sandbox>();
}

void TestWindow::init()
{
    DesktopTest::announcements().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString course = m_folder->filePath(u"course"_s);
    addLesson(course, lessonText, questionText);
    addExercise(course);
    m_paths = pathsIn(m_folder->path(), course);
    openWindow();
}

void TestWindow::cleanup()
{
    m_window.reset();
    DesktopTest::theme().setScheme(Scheme::Light);
    DesktopTest::theme().setZoom(1);
    QApplication::setCursorFlashTime(m_flashTime);
}

void TestWindow::openWindow()
{
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), *m_sandbox, m_paths, m_pages);
    m_window->resize(1440, 900);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QVERIFY(loaded.wait(60'000));
    QCoreApplication::processEvents(); // layouts show their widgets a moment later
}

void TestWindow::restart()
{
    m_window->close();
    m_window.reset();
    openWindow();
}

void TestWindow::openExercise()
{
    m_window->go({Screen::Exercises, {}, u"count-by-extension"_s});
    QCOMPARE(m_window->currentPage(), m_window->workbenchPage());
}

void TestWindow::click(QWidget *widget, QPoint at)
{
    const QPoint point = at.isNull() ? widget->rect().center() : at;
    QTest::mouseClick(m_window->windowHandle(), Qt::LeftButton, {}, widget->mapTo(m_window.get(), point));
}

void TestWindow::press(int key, Qt::KeyboardModifiers modifiers)
{
    QTest::keyClick(m_window->windowHandle(), Qt::Key(key), modifiers);
}

void TestWindow::itBeginsWithTheCourse()
{
    QCOMPARE(m_window->currentPage(), m_window->coursePage());
    QVERIFY(visible<QLabel>(u"Welcome to Ringside"_s));
    QVERIFY(visible<QAbstractButton>(u"A small lesson"_s));
    QVERIFY(visible<QAbstractButton>(u"Start: Begin here"_s));
    QVERIFY(visible<QAbstractButton>(u"The middle"_s));
    QVERIFY(visible<QAbstractButton>(u"E05.1  Count files by extension"_s));
}

void TestWindow::theRailGoesEverywhere()
{
    click(visible<QAbstractButton>(u"Lesson"_s));
    QCOMPARE(m_window->currentPage(), m_window->readerPage());
    QCOMPARE(m_window->readerPage()->place().part, u"begin-here"_s);
    click(visible<QAbstractButton>(u"Exercises"_s));
    QCOMPARE(m_window->currentPage(), m_window->exercisesPage());
    click(visible<QAbstractButton>(u"Settings"_s));
    QCOMPARE(m_window->currentPage(), m_window->settingsPage());
    click(visible<QAbstractButton>(u"Course"_s));
    QCOMPARE(m_window->currentPage(), m_window->coursePage());
}

void TestWindow::theWheelPassesOverFields()
{
    click(visible<QAbstractButton>(u"Settings"_s));
    const auto boxes = m_window->settingsPage()->findChildren<QSpinBox *>();
    const auto seconds = std::ranges::find(boxes, u"Time a program may take"_s, &QWidget::accessibleName);
    QVERIFY(seconds != boxes.end());
    auto *area = m_window->settingsPage()->findChild<QScrollArea *>();
    area->ensureWidgetVisible(*seconds);
    const int before = (*seconds)->value();
    const auto turn = [&] {
        const QPoint middle = (*seconds)->mapTo(m_window.get(), (*seconds)->rect().center());
        QTest::wheelEvent(m_window->windowHandle(), middle, {0, 120});
    };
    m_window->settingsPage()->setFocus();
    turn();
    QCOMPARE((*seconds)->value(), before);
    (*seconds)->setFocus();
    turn();
    QCOMPARE((*seconds)->value(), before + 1);
}

void TestWindow::keysGoEverywhere()
{
    press(Qt::Key_2, Qt::ControlModifier);
    QCOMPARE(m_window->location().screen, Screen::Lesson);
    press(Qt::Key_PageDown, Qt::ControlModifier);
    QCOMPARE(m_window->location().place.part, u"P1"_s);
    press(Qt::Key_4, Qt::ControlModifier);
    QCOMPARE(m_window->location().screen, Screen::Exercises);
    press(Qt::Key_Return); // the first exercise of the list
    QTRY_COMPARE_WITH_TIMEOUT(m_window->location().exercise, u"count-by-extension"_s, 60'000);
    press(Qt::Key_Comma, Qt::ControlModifier);
    QCOMPARE(m_window->location().screen, Screen::Settings);
    press(Qt::Key_F1);
    QCOMPARE(m_window->location().screen, Screen::Shortcuts);
    press(Qt::Key_1, Qt::ControlModifier);
    QCOMPARE(m_window->location().screen, Screen::Course);
}

void TestWindow::aRegisteredPageIsOneOfTheWindow()
{
    m_pages.append({.id = u"probe"_s, .title = u"Probe"_s, .icon = u"box"_s, .position = 99,
        .keys = {QKeySequence(u"Ctrl+F9"_s)}, .commands = {{u"ring"_s, u"Ring the bell"_s, {QKeySequence(u"F9"_s)}}},
        .make = [](const PageServices &services) { return new ProbePage(services); }});
    restart();
    click(visible<QAbstractButton>(u"Probe"_s));
    auto *probe = qobject_cast<ProbePage *>(m_window->currentPage());
    QVERIFY(probe);
    QCOMPARE(probe->lessons, 1); // it was given the course
    QVERIFY(probe->field->hasFocus());
    QTRY_COMPARE_WITH_TIMEOUT(probe->stored, u"kept"_s, 60'000); // and the store
    press(Qt::Key_F9);
    QCOMPARE(probe->rung, u"ring"_s);
    press(Qt::Key_Return, Qt::ControlModifier); // Run, a command of the window
    QCOMPARE(probe->performed, Command::Run);

    QVERIFY(m_window->openLink(u"ringside:probe/room/2"_s));
    QCOMPARE(probe->placeName(), u"room/2"_s);
    press(Qt::Key_1, Qt::ControlModifier);
    press(Qt::Key_F9);
    QVERIFY(m_window->currentPage() != probe);
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->location().where, u"room/2"_s);
    restart(); // one comes back to where one was
    QCOMPARE(m_window->location().page, u"probe"_s);
    QCOMPARE(m_window->location().where, u"room/2"_s);
    emit m_window->currentPage()->linkActivated(u"ringside:lesson/small#P1"_s);
    QCOMPARE(m_window->location().place.part, u"P1"_s);
    press(Qt::Key_F9, Qt::ControlModifier);
    QCOMPARE(m_window->location().page, u"probe"_s);
    m_pages = registeredPages();
}

void TestWindow::paneAfterPane()
{
    openExercise();
    m_window->workbenchPage()->editor()->setFocus();
    QSet<QWidget *> reached;
    for (int i = 0; i < 5; ++i) {
        press(Qt::Key_F6);
        reached.insert(QApplication::focusWidget());
    }
    QCOMPARE(reached.size(), 5); // rail, task, editor, output, checks
    QCOMPARE(QApplication::focusWidget(), m_window->workbenchPage()->editor());
    press(Qt::Key_F6, Qt::ShiftModifier);
    QVERIFY(QApplication::focusWidget() != m_window->workbenchPage()->editor());
}

void TestWindow::backAndForth()
{
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    m_window->go({Screen::Lesson, {u"small"_s, u"P2"_s}, {}});
    openExercise();
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->location().place.part, u"P2"_s);
    press(Qt::Key_Left, Qt::AltModifier);
    QCOMPARE(m_window->location().place.part, u"P1"_s);
    press(Qt::Key_Right, Qt::AltModifier);
    press(Qt::Key_Right, Qt::AltModifier);
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s);
    QVERIFY(!m_window->actions().action(Command::Forward)->isEnabled());
}

void TestWindow::linksGoWhereTheySay_data()
{
    QTest::addColumn<QString>("link");
    QTest::addColumn<bool>("opens");
    QTest::addColumn<QString>("where");
    QTest::newRow("a lesson") << u"lesson:small"_s << true << u"begin-here"_s;
    QTest::newRow("a part") << u"lesson:small#P2"_s << true << u"P2"_s;
    QTest::newRow("a heading inside a part") << u"lesson:small#inside"_s << true << u"P1"_s;
    QTest::newRow("from the desktop") << u"ringside:lesson/small#P1"_s << true << u"P1"_s;
    QTest::newRow("as an address on the web") << u"ringside://lesson/small#P2"_s << true << u"P2"_s;
    QTest::newRow("an exercise") << u"exercise:count-by-extension"_s << true << u"count-by-extension"_s;
    QTest::newRow("an exercise from the desktop")
        << u"ringside:exercise/count-by-extension"_s << true << u"count-by-extension"_s;
    QTest::newRow("nothing of ours") << u"file:///etc/passwd"_s << false << u""_s;
    QTest::newRow("nothing at all") << u"ringside:lesson/"_s << false << u""_s;
}

void TestWindow::linksGoWhereTheySay()
{
    QFETCH(QString, link);
    QFETCH(bool, opens);
    QFETCH(QString, where);
    QCOMPARE(m_window->openLink(link), opens);
    const Location here = m_window->location();
    QCOMPARE(here.screen == Screen::Exercises ? here.exercise : here.place.part, where);
}

void TestWindow::goToByAFewLetters()
{
    press(Qt::Key_K, Qt::ControlModifier);
    QVERIFY(chooser()->isVisible());
    QTest::keyClicks(QApplication::focusWidget(), u"middle"_s);
    press(Qt::Key_Return);
    QVERIFY(!chooser()->isVisible());
    QCOMPARE(m_window->location().place.part, u"P1"_s);
    press(Qt::Key_K, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"count"_s);
    press(Qt::Key_Return);
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s);
}

void TestWindow::commandsByAFewLetters()
{
    openExercise();
    m_window->workbenchPage()->editor()->setFocus();
    m_window->workbenchPage()->editor()->selectAll();
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"comment"_s); // a command of the editor that was focused
    press(Qt::Key_Return);
    QVERIFY(m_window->workbenchPage()->editor()->toPlainText().startsWith(u"# \"\"\""));
    QVERIFY(m_window->workbenchPage()->editor()->hasFocus());
    press(Qt::Key_P, Qt::ControlModifier | Qt::ShiftModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"dark"_s);
    press(Qt::Key_Return);
    QCOMPARE(DesktopTest::theme().scheme(), Scheme::Dark);
}

void TestWindow::choosingCanBeLeft()
{
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    const QWidget *before = QApplication::focusWidget();
    press(Qt::Key_K, Qt::ControlModifier);
    press(Qt::Key_Escape);
    QVERIFY(!chooser()->isVisible());
    QCOMPARE(QApplication::focusWidget(), before);
    QVERIFY(unnamedFocusStops(chooser()).isEmpty());
}

void TestWindow::readingIsRemembered()
{
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), 60'000);
    m_window->readerPage()->view()->verticalScrollBar()->setValue(99999);
    auto *next = visible<QAbstractButton>(u"Next: The end"_s);
    QVERIFY(next);
    next->click(); // reads and goes on
    QCOMPARE(m_window->location().place.part, u"P2"_s);
    restart();
    QCOMPARE(m_window->location().place.part, u"P2"_s); // where one was
    goTo(Screen::Course);
    QVERIFY(visible<QAbstractButton>(u"Continue: The end"_s));
    QVERIFY(visible<QLabel>(u"Course"_s));
    QVERIFY(visible<QLabel>(u"1 lesson, 1 exercise. 1 of 3 parts read."_s));
    auto *card = visible<LessonCard>(u"A small lesson"_s);
    QVERIFY(card->accessibleName().contains(u"1 of 3 parts read"));
    card->setFocus();
    press(Qt::Key_Return); // chooses it
    auto *row = visible<QAbstractButton>(u"Begin here"_s);
    QVERIFY(row);
    row->setFocus();
    press(Qt::Key_Return);
    QCOMPARE(m_window->location().place.part, u"begin-here"_s);
}

void TestWindow::findOnThePage()
{
    m_window->resize(1024, 560);
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    const QScrollBar *bar = m_window->readerPage()->view()->verticalScrollBar();
    QTRY_VERIFY(bar->maximum() > 0);
    press(Qt::Key_F, Qt::ControlModifier);
    QTest::keyClicks(QApplication::focusWidget(), u"words"_s);
    QCOMPARE(m_window->readerPage()->view()->matchCount(), 1);
    press(Qt::Key_F3);
    const int place = bar->value();
    press(Qt::Key_Escape);
    QCOMPARE(bar->value(), place);
    QCOMPARE(m_window->readerPage()->view()->matchCount(), 0);
    QCOMPARE(QApplication::focusWidget(), m_window->readerPage()->view()->column());
}

void TestWindow::notesOnAnExerciseAreKept()
{
    const QString words = u"ask for the kind, not for the size"_s;
    openExercise();
    press(Qt::Key_N, Qt::ControlModifier | Qt::AltModifier);
    NotesPane *notes = m_window->workbenchPage()->notes();
    QCOMPARE(QApplication::focusWidget(), notes->field());
    QTRY_VERIFY_WITH_TIMEOUT(!notes->field()->isReadOnly(), 60'000);
    QTest::keyClicks(notes->field(), words);
    QVERIFY(notes->hasUnsaved());
    QTRY_VERIFY_WITH_TIMEOUT(!notes->hasUnsaved(), 60'000);
    restart();
    openExercise();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->workbenchPage()->notes()->field()->toPlainText(), words, 60'000);
}

void TestWindow::coloursAndSizesAreKept()
{
    m_window->setThemeChoice(ThemeChoice::HighContrast);
    press(Qt::Key_Plus, Qt::ControlModifier);
    press(Qt::Key_Plus, Qt::ControlModifier);
    QCOMPARE(DesktopTest::theme().zoom(), 1.2);
    restart();
    QCOMPARE(DesktopTest::theme().scheme(), Scheme::HighContrast);
    QCOMPARE(m_window->preferences().zoom, 1.2);
    press(Qt::Key_0, Qt::ControlModifier);
    QCOMPARE(DesktopTest::theme().zoom(), 1.0);
}

void TestWindow::nothingMovesWhenToldSo()
{
    const int usual = QApplication::cursorFlashTime();
    QVERIFY(usual > 0);
    QVERIFY(!QApplication::isEffectEnabled(Qt::UI_AnimateMenu)); // that much holds for everybody
    QCOMPARE(m_window->style()->styleHint(QStyle::SH_Widget_Animation_Duration), 0);
    goTo(Screen::Settings);
    const auto *still = visible<QAbstractButton>(u"Let nothing move: the caret does not blink"_s);
    QVERIFY(still);
    click(const_cast<QAbstractButton *>(still), {10, still->height() / 2});
    QCOMPARE(QApplication::cursorFlashTime(), 0);
    restart();
    QVERIFY(m_window->preferences().still);
    QCOMPARE(QApplication::cursorFlashTime(), 0);
}

void TestWindow::oneComesBackToTheScreen_data()
{
    QTest::addColumn<int>("screen");
    for (const auto &[name, screen] : {std::pair("the course", Screen::Course), std::pair("a lesson", Screen::Lesson),
             std::pair("the exercises", Screen::Exercises), std::pair("the settings", Screen::Settings),
             std::pair("the keys", Screen::Shortcuts)})
        QTest::newRow(name) << int(screen);
}

void TestWindow::oneComesBackToTheScreen()
{
    QFETCH(int, screen);
    goTo(Screen(screen));
    restart();
    QCOMPARE(int(m_window->location().screen), screen);
}

void TestWindow::narrowAndWideWindows_data()
{
    QTest::addColumn<QSize>("size");
    QTest::addColumn<int>("characters"); // of a line of code, next to the task
    QTest::newRow("the smallest there is") << QSize(800, 560) << 20;
    QTest::newRow("an old laptop") << QSize(1024, 700) << 60;
    QTest::newRow("as designed") << QSize(1440, 900) << 77; // task and checks keep what they need
    QTest::newRow("a large screen") << QSize(3840, 2160) << 79;
}

void TestWindow::narrowAndWideWindows()
{
    QFETCH(QSize, size);
    QFETCH(int, characters);
    m_window->resize(size);
    QCOMPARE(m_window->size(), size);
    openExercise();
    const CodeEditor *editor = m_window->workbenchPage()->editor();
    const double room = characters * QFontMetricsF(editor->font()).horizontalAdvance(u'x');
    QTRY_VERIFY_WITH_TIMEOUT(editor->viewport()->width() >= room, 60'000);
    for (const QString &text : {u"Run"_s, u"Check"_s}) {
        const auto *button = visible<QAbstractButton>(text);
        QVERIFY(button);
        QVERIFY(m_window->rect().contains(QRect(button->mapTo(m_window.get(), QPoint()), button->size())));
    }
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->columnWidth() >= 400, 60'000);
    for (const Screen screen : {Screen::Settings, Screen::Shortcuts}) { // a column in the middle
        goTo(screen);
        const Page *page = m_window->currentPage();
        const auto *title = page->findChild<Label *>();
        const auto *pane = page->findChild<Pane *>();
        const auto leftOf = [&](const QWidget *widget) { return widget->mapTo(page, QPoint()).x(); };
        QTRY_COMPARE_WITH_TIMEOUT(leftOf(pane), leftOf(title), 60'000);
        const int right = page->width() - leftOf(pane) - pane->width();
        QVERIFY2(qAbs(leftOf(pane) - right) <= 13, qPrintable(u"%1 %2"_s.arg(leftOf(pane)).arg(right))); // a scroll bar
    }
    m_window->resize(1440, 900); // and back
    openExercise();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->workbenchPage()->editor()->width() >= 400, 60'000);
}

void TestWindow::itOpensWholeOnItsScreen_data()
{
    QTest::addColumn<QRect>("saved");
    QTest::newRow("for the first time") << QRect();
    QTest::newRow("saved on a larger screen") << QRect(0, 0, 3000, 2000);
    QTest::newRow("saved right of what is there now") << QRect(5000, 20, 810, 600);
    QTest::newRow("saved above what is there now") << QRect(20, -3000, 810, 600);
}

void TestWindow::itOpensWholeOnItsScreen()
{
    QFETCH(QRect, saved);
    m_window.reset();
    QWidget before;
    before.setGeometry(saved);
    const QByteArray geometry = saved.isValid() ? before.saveGeometry().toBase64() : QByteArray();
    writeFile(m_paths.window, "{\"geometry\": \"" + geometry + "\"}");
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), *m_sandbox, m_paths, m_pages);
    m_window->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_window.get()));
    QRect screen = m_window->screen()->availableGeometry();
    // The offscreen platform has one of 800 by 800, where the narrowest window fits, but no frame around it.
    screen.setWidth(std::max(screen.width(), m_window->minimumWidth() + 8));
    QVERIFY2(screen.contains(m_window->geometry()), qPrintable(QDebug::toString(m_window->geometry())));
}

void TestWindow::everyFocusStopHasAName_data()
{
    QTest::addColumn<int>("screen");
    QTest::addColumn<QString>("exercise");
    QTest::newRow("course") << int(Screen::Course) << QString();
    QTest::newRow("lesson") << int(Screen::Lesson) << QString();
    QTest::newRow("exercises") << int(Screen::Exercises) << QString();
    QTest::newRow("workbench") << int(Screen::Exercises) << u"count-by-extension"_s;
    QTest::newRow("settings") << int(Screen::Settings) << QString();
    QTest::newRow("shortcuts") << int(Screen::Shortcuts) << QString();
}

void TestWindow::everyFocusStopHasAName()
{
    QFETCH(int, screen);
    QFETCH(QString, exercise);
    m_window->go({Screen(screen), {}, exercise});
    if (m_window->location().screen == Screen::Lesson)
        QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), 60'000);
    const QStringList unnamed = unnamedFocusStops(m_window.get());
    QVERIFY2(unnamed.isEmpty(), qPrintable(unnamed.join(u' ')));
}

void TestWindow::tabReachesWhatIsThere()
{
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), 60'000);
    QStringList reached;
    for (int i = 0; i < 40; ++i) {
        press(Qt::Key_Tab);
        if (const QWidget *focused = QApplication::focusWidget())
            reached.append(QAccessible::queryAccessibleInterface(const_cast<QWidget *>(focused))
                               ->text(QAccessible::Name));
    }
    for (const QString &name : {u"Course"_s, u"Lessons"_s, u"Find"_s, u"link to the end"_s, u"Copy"_s,
             u"Run"_s, u"Next: The middle"_s}) // the rail is one stop; the arrows go through it
        QVERIFY2(reached.contains(name), qPrintable(name + u" is not among "_s + reached.join(u" | ")));
}

void TestWindow::brokenContentIsShownWithItsMistake()
{
    writeFile(m_paths.course + u"/lessons/02-bad/lesson.md"_s, "+++\nid = \"bad\"\n");
    restart();
    goTo(Screen::Course);
    bool told = false;
    for (const Notice *notice : m_window->findChildren<Notice *>())
        told = told || (notice->isVisible() && notice->accessibleName().contains(u"02-bad"));
    QVERIFY(told);
    QVERIFY(visible<QAbstractButton>(u"A small lesson"_s)); // the rest goes on
}

void TestWindow::anEmptyCourseSaysSo()
{
    m_paths.course = m_folder->filePath(u"nowhere"_s);
    restart();
    for (const Screen screen : {Screen::Course, Screen::Lesson, Screen::Exercises}) {
        goTo(screen);
        bool told = false;
        for (const EmptyState *state : m_window->findChildren<EmptyState *>())
            told = told || state->isVisible();
        for (const Notice *notice : m_window->findChildren<Notice *>())
            told = told || notice->isVisible();
        QVERIFY(told);
    }
}

CodeEditor *TestWindow::typed(const QString &solution)
{
    openExercise();
    CodeEditor *editor = m_window->workbenchPage()->editor();
    editor->replaceText(solution);
    return editor;
}

void TestWindow::draftsComeBackAfterARestart()
{
    CodeEditor *editor = typed(u""_s);
    editor->setFocus();
    QTest::keyClicks(editor, u"x = 1"_s);
    QSignalSpy saved(m_window->workbenchPage(), &WorkbenchPage::draftSaved);
    QTRY_VERIFY_WITH_TIMEOUT(saved.size() > 0, 60'000); // without closing anything: as after a kill
    m_window.reset();
    openWindow();
    QCOMPARE(m_window->location().exercise, u"count-by-extension"_s);
    QCOMPARE(m_window->workbenchPage()->editor()->toPlainText(), u"x = 1"_s);
}

void TestWindow::startingOverCanBeUndone()
{
    CodeEditor *editor = typed(u"mine"_s);
    m_window->perform(Command::Restart);
    QVERIFY(editor->toPlainText().contains(u"def count_by_extension"));
    editor->undo();
    QCOMPARE(editor->toPlainText(), u"mine"_s);
}

void TestWindow::hintsAreShownOneByOne()
{
    openExercise();
    auto *first = visible<QAbstractButton>(u"Show a hint"_s);
    QVERIFY(first);
    click(first);
    QVERIFY(visible<QAbstractButton>(u"Show hint 2"_s));
    m_window->perform(Command::NextHint);
    m_window->perform(Command::NextHint);
    QVERIFY(!visible<QAbstractButton>(u"Show hint 4"_s));
    QVERIFY(DesktopTest::heard(u"?"_s)); // the hints of this exercise are titled by questions
}

void TestWindow::anExampleRunsInTheSandbox()
{
    requireSandbox(*m_sandbox);
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    ExampleBlock *example = m_window->readerPage()->view()->visibleExample();
    QVERIFY(example);
    click(visible<QAbstractButton>(u"Run"_s));
    QVERIFY(example->isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 20'000);
    QCOMPARE(example->outputText(), u"42"_s);
    example->editor()->replaceText(u"import os\nprint(os.getuid() == 0, os.getcwd())"_s);
    m_window->perform(Command::Run);
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 20'000);
    QCOMPARE(example->outputText(), u"False /home/learner"_s);
}

void TestWindow::anExampleShowsItsCalls()
{
    requireLens(*m_sandbox);
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    ExampleBlock *example = m_window->readerPage()->view()->visibleExample();
    QVERIFY(example);
    example->startRun();
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 120'000);
    QVERIFY(example->callsButton());
    QCOMPARE(example->callsButton()->text(), u"System calls"_s); // the lens is asked for
    QVERIFY(!example->callsButton()->geometry().intersects(example->editor()->geometry()));
    QVERIFY(example->callsButton()->y() > example->editor()->geometry().bottom());
    const int closed = example->heightForColumn(700);
    click(example->callsButton());
    QVERIFY(example->isRunning());
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 120'000);
    QVERIFY2(example->callsButton()->text().endsWith(u"system calls"), qPrintable(example->callsButton()->text()));
    QVERIFY(example->lens()->isVisible());
    QVERIFY(example->heightForColumn(700) > closed);
    example->lens()->filterField()->setText(u"made.txt"_s);
    QVERIFY(example->lens()->model()->listedCalls() > 0);
    QVERIFY(example->lens()->step(1));
    QVERIFY2(example->editor()->pointedText().contains(u"open("), qPrintable(example->editor()->pointedText()));
    QVERIFY(example->lens()->explanation());
    click(example->callsButton());
    QVERIFY(!example->lens()->isVisible());
    QVERIFY(example->editor()->pointedText().isEmpty());
    example->startRun();
    QTRY_VERIFY_WITH_TIMEOUT(!example->isRunning(), 120'000);
    QCOMPARE(example->callsButton()->text(), u"System calls"_s);
}

void TestWindow::callsAreShownOnTheirLines()
{
    requireLens(*m_sandbox);
    CodeEditor *editor = typed(u"import os\n\n\ndef count_by_extension(directory):\n"
                               "    for name in os.listdir(directory):\n        os.stat(os.path.join(directory, name))\n"
                               "    return {}\n"_s);
    WorkbenchPage *page = m_window->workbenchPage();
    QSignalSpy finished(page, &WorkbenchPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(finished.wait(120'000));
    const QMap<int, QString> notes = editor->lineNotes();
    QVERIFY(notes.contains(5));
    QVERIFY(notes.contains(6));
    QVERIFY(!notes.contains(7));
    editor->goToLine(6);
    press(Qt::Key_L, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(page->lens()->isVisible());
    int chosenTabs = 0;
    for (const auto *tab : page->findChildren<QAbstractButton *>())
        chosenTabs += tab->isVisible() && tab->isChecked();
    QCOMPARE(chosenTabs, 2); // “System calls”, and “Explained” in it
    QCOMPARE(QString::number(page->lens()->model()->listedCalls()), notes.value(6));
    QCOMPARE(editor->pointedText(), u"os.stat(os.path.join(directory, name))"_s);
    const qsizetype first = page->lens()->chosenCall();
    press(Qt::Key_F8);
    QVERIFY(page->lens()->chosenCall() > first);
    press(Qt::Key_F8, Qt::ShiftModifier);
    QCOMPARE(page->lens()->chosenCall(), first);
    press(Qt::Key_Return); // in the table: to the line
    QCOMPARE(editor->textCursor().blockNumber() + 1, 6);
    QVERIFY(editor->hasFocus());
}

void TestWindow::crashesAreShownOnTheirLines()
{
    requireLens(*m_sandbox);
    CodeEditor *editor = typed(u"import os\n\n\ndef count_by_extension(directory):\n"
                               "    for name in os.listdir(directory):\n        os.remove(os.path.join(directory, name))\n"
                               "    os.rmdir(directory)\n    return {}\n"_s);
    CrashView *crashes = m_window->workbenchPage()->crashes();
    QSignalSpy explored(crashes, &CrashView::explored);
    press(Qt::Key_K, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY_WITH_TIMEOUT(!explored.isEmpty(), 120'000);
    QVERIFY(crashes->isVisible());
    QVERIFY(crashes->model()->rowCount() > 0);
    QCOMPARE(crashes->model()->index(0, CrashModel::LineColumn).data().toString(), u"6"_s);
    for (int row = 0; row < crashes->files()->model()->rowCount(); ++row)
        QVERIFY(crashes->files()->model()->index(row, 0).data().toString() != u"main.py"_s); // it is ours
    crashes->table()->setCurrentIndex(crashes->model()->index(0, 0));
    QCOMPARE(editor->pointedText(), u"os.remove(os.path.join(directory, name))"_s);
    QTest::keyClick(crashes->table(), Qt::Key_Return);
    QCOMPARE(editor->textCursor().blockNumber() + 1, 6);
    QVERIFY(editor->hasFocus());
}

void TestWindow::anExampleGoesOnInTheTreeBefore()
{
    requireSandbox(*m_sandbox);
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    m_window->readerPage()->view()->column()->completeAll();
    QList<ExampleBlock *> examples;
    for (BlockWidget *block : m_window->readerPage()->view()->column()->blocks()) {
        if (auto *example = qobject_cast<ExampleBlock *>(block))
            examples.append(example);
    }
    QCOMPARE(examples.size(), 2);
    examples[1]->startRun(); // the one before was not run: it is, first
    QTRY_VERIFY_WITH_TIMEOUT(!examples[1]->isRunning(), 20'000);
    QCOMPARE(examples[1]->outputText(), u"made"_s);
}

void TestWindow::undoSurvivesARestart()
{
    openExercise();
    CodeEditor *editor = m_window->workbenchPage()->editor();
    const QString starter = editor->toPlainText();
    editor->moveCursor(QTextCursor::Start);
    QTest::keyClicks(editor, u"one = 1"_s);
    QTest::keyClick(editor, Qt::Key_Return);
    QTest::keyClicks(editor, u"two = 2"_s);
    const QString both = editor->toPlainText();
    restart();
    editor = m_window->workbenchPage()->editor();
    QCOMPARE(editor->toPlainText(), both);
    editor->undo();
    QVERIFY(editor->toPlainText() != both);
    for (int i = 0; i < 20 && editor->document()->isUndoAvailable(); ++i)
        editor->undo();
    QCOMPARE(editor->toPlainText(), starter);
    for (int i = 0; i < 20 && editor->document()->isRedoAvailable(); ++i)
        editor->redo();
    QCOMPARE(editor->toPlainText(), both);
}

void TestWindow::aStoreInUseIsTold()
{
    MainWindow second(DesktopTest::theme(), *m_sandbox, m_paths, m_pages);
    second.show();
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Your attempts are not being kept"_s), 60'000);
    QVERIFY(DesktopTest::heard(u"Your progress is open in another program"_s));
    QSignalSpy loaded(&second, &MainWindow::courseLoaded);
    second.loadCourse();
    QVERIFY(loaded.wait(60'000));
    QVERIFY(second.openLink(u"exercise:count-by-extension"_s)); // work goes on
    QVERIFY(!second.workbenchPage()->editor()->toPlainText().isEmpty());
}

void TestWindow::passagesAreHighlightedAndNoted()
{
    m_window->resize(1024, 560);
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    ReaderPage *reader = m_window->readerPage();
    QTRY_VERIFY_WITH_TIMEOUT(reader->view()->column()->isComplete(), 60'000);
    press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(DesktopTest::heard(u"Select some text first."_s));
    QCOMPARE(QToolTip::text(), u"Select some text first."_s);
    ReaderColumn *column = reader->view()->column();
    auto *words = dynamic_cast<TextBlock *>(column->parts().at(1));
    QVERIFY(words && words->partText().startsWith(u"Some words"));
    const QPoint at = words->mapTo(column, words->rectAt(2).center());
    QTest::mouseDClick(column, Qt::LeftButton, {}, at);
    QCOMPARE(column->selection().text(), u"Some"_s);
    press(Qt::Key_N, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(reader->noteEditor()->isVisible());
    QTest::keyClicks(QApplication::focusWidget(), u"mine"_s);
    const QScrollBar *bar = reader->view()->verticalScrollBar();
    QVERIFY(bar->maximum() > 0 && bar->value() == 0);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return, Qt::ControlModifier);
    QCOMPARE(QApplication::focusWidget(), column);
    QCOMPARE(bar->value(), 0);

    restart();
    reader = m_window->readerPage();
    QTRY_COMPARE_WITH_TIMEOUT(reader->notes()->notes().size(), 1, 60'000);
    QCOMPARE(reader->notes()->notes().first().body, u"mine"_s);
    QTRY_VERIFY_WITH_TIMEOUT(reader->view()->column()->isComplete(), 60'000);
    column = reader->view()->column();
    words = dynamic_cast<TextBlock *>(column->parts().at(1));
    QTest::mouseClick(column, Qt::LeftButton, {}, words->mapTo(column, words->rectAt(2).center()));
    QVERIFY(reader->noteEditor()->isVisible()); // a click on the passage opens its note
    click(visible<QAbstractButton>(u"Remove"_s));
    QVERIFY(reader->notes()->notes().isEmpty());
    click(visible<QAbstractButton>(u"Undo"_s));
    QCOMPARE(reader->notes()->notes().first().body, u"mine"_s);
    QVERIFY(!visible<QAbstractButton>(u"Undo"_s));
    press(Qt::Key_K, Qt::ControlModifier); // and it can be searched
    QTest::keyClicks(QApplication::focusWidget(), u"mine"_s);
    const auto *list = chooser()->findChild<QListView *>();
    QTRY_VERIFY_WITH_TIMEOUT(list->model()->rowCount() == 1, 60'000);
}

void TestWindow::keysCanBeChanged()
{
    goTo(Screen::Shortcuts);
    ShortcutsPage *page = m_window->shortcutsPage();
    const auto choose = [&page](const QString &command) {
        const auto *model = page->table()->model();
        for (int row = 0; row < model->rowCount(); ++row) {
            if (model->index(row, 0).data().toString() == command)
                page->table()->setCurrentIndex(model->index(row, 0));
        }
    };
    choose(u"Duplicate line"_s);
    QTest::keyClick(page->keyField(), Qt::Key_J, Qt::ControlModifier);
    QTRY_COMPARE_WITH_TIMEOUT(m_window->actions().action(Command::DuplicateLine)->shortcut(), QKeySequence(u"Ctrl+J"_s), 60'000);
    QTest::keyClick(page->keyField(), Qt::Key_K, Qt::ControlModifier); // taken
    QTRY_VERIFY2_WITH_TIMEOUT(page->remark().contains(u"already means"), qPrintable(page->remark()), 60'000);
    QCOMPARE(m_window->actions().action(Command::DuplicateLine)->shortcut(), QKeySequence(u"Ctrl+J"_s));
    restart();
    QCOMPARE(m_window->actions().action(Command::DuplicateLine)->shortcut(), QKeySequence(u"Ctrl+J"_s));
    goTo(Screen::Shortcuts);
    page = m_window->shortcutsPage();
    choose(u"Duplicate line"_s);
    click(visible<QAbstractButton>(u"The usual keys"_s));
    QCOMPARE(m_window->actions().action(Command::DuplicateLine)->shortcut(), QKeySequence(u"Ctrl+D"_s));
}

void TestWindow::everyPartIsLeftWhereItWas()
{
    m_window->resize(900, 560);
    for (int i = 0; i < 10; ++i) // so large that the page has to be scrolled
        m_window->perform(Command::ZoomIn);
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    ReaderView *view = m_window->readerPage()->view();
    view->column()->completeAll();
    QScrollBar *bar = view->verticalScrollBar();
    QVERIFY(bar->maximum() > 0);
    bar->setValue(bar->maximum() / 2);
    const int left = bar->value();
    m_window->go({Screen::Lesson, {u"small"_s, u"P2"_s}, {}});
    m_window->go({Screen::Lesson, {u"small"_s, u"begin-here"_s}, {}});
    QVERIFY(qAbs(bar->value() - left) <= 2);
}

void TestWindow::linksLeadToTheTopOfAPart()
{
    m_window->resize(900, 560);
    for (int i = 0; i < 10; ++i)
        m_window->perform(Command::ZoomIn);
    QVERIFY(m_window->openLink(u"lesson:small#P1"_s));
    ReaderView *view = m_window->readerPage()->view();
    view->column()->completeAll();
    QScrollBar *bar = view->verticalScrollBar();
    const auto scrollDown = [bar] {
        bar->setValue(bar->maximum());
        QVERIFY(bar->value() > 0);
    };
    scrollDown();
    QVERIFY(m_window->openLink(u"ringside:lesson/small#P1"_s)); // where one is
    QCOMPARE(bar->value(), 0);
    view->column()->completeAll();
    scrollDown();
    m_window->go({Screen::Lesson, {u"small"_s, u"P2"_s}, {}});
    QVERIFY(m_window->openLink(u"lesson:small#P1"_s)); // where one was
    QCOMPARE(bar->value(), 0);
    press(Qt::Key_Left, Qt::AltModifier);
    press(Qt::Key_Left, Qt::AltModifier); // back is where one was
    QCOMPARE(m_window->location().place.part, u"P1"_s);
    QVERIFY(bar->value() > 0);
    QVERIFY(m_window->openLink(u"lesson:small#inside"_s)); // and a heading is at the heading
    QVERIFY(bar->value() > 0);
}

void TestWindow::theScrollBarIsThatOfTheText()
{
    ReaderPage *reader = m_window->readerPage();
    const QScrollBar *shown = nullptr;
    for (const auto *bar : reader->findChildren<QScrollBar *>())
        if (bar->accessibleName() == u"Scroll the lesson")
            shown = bar;
    QVERIFY(shown);
    const auto isMatched = [&] {
        const QScrollBar *inner = reader->view()->verticalScrollBar();
        const int beyond = reader->view()->column()->height() - reader->view()->viewport()->height();
        return shown->maximum() == std::max(0, beyond) && shown->pageStep() == reader->view()->viewport()->height()
            && shown->value() == inner->value();
    };
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(reader->view()->column()->isComplete(), 60'000);
    QTRY_VERIFY_WITH_TIMEOUT(isMatched(), 60'000);
    for (int i = 0; i < 8; ++i)
        press(Qt::Key_Plus, Qt::ControlModifier);
    QTRY_VERIFY_WITH_TIMEOUT(isMatched(), 60'000);
    m_window->resize(1024, 560);
    QTRY_VERIFY_WITH_TIMEOUT(isMatched(), 60'000);
    reader->view()->verticalScrollBar()->setValue(70);
    QTRY_VERIFY_WITH_TIMEOUT(isMatched(), 60'000);
    QVERIFY(shown->maximum() > 0);
}

void TestWindow::dataCanBeExportedAndDeleted()
{
    m_window->go({Screen::Lesson, {u"small"_s, u"P1"_s}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), 60'000);
    visible<QAbstractButton>(u"Next: The end"_s)->click();
    openExercise();
    QTest::keyClicks(m_window->workbenchPage()->editor(), u"mine"_s);
    goTo(Screen::Settings);
    const QString file = m_folder->filePath(u"mine.jsonl"_s);
    emit m_window->settingsPage()->exportRequested(file);
    QTRY_VERIFY_WITH_TIMEOUT(QFile::exists(file), 60'000);
    QVERIFY(readFile(file).contains(u"\"small\""));
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(file), 60'000);
    const QString data = QFileInfo(m_paths.progress).path();
    QVERIFY(classroom::OpenLabs(data).add(m_folder->filePath(u"lab"_s)));
    QVERIFY(QFile::exists(data + u"/labs.json"_s));

    emit m_window->settingsPage()->deleteRequested();
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Your data was deleted"_s), 60'000);
    QVERIFY(!QFile::exists(m_paths.drafts));
    QVERIFY(!QFile::exists(data + u"/labs.json"_s));
    QVERIFY(visible<QAbstractButton>(u"Start: Begin here"_s));
    openExercise();
    QVERIFY(!m_window->workbenchPage()->editor()->toPlainText().startsWith(u"mine"));
}

void TestWindow::wordsThatAreLabsAreLinks_data()
{
    QTest::addColumn<QString>("word");
    QTest::addColumn<QString>("link");
    QTest::newRow("a path") << u"/home/ann/week 3#1?.ringlab"_s << u"ringside:labs//home/ann/week%203%231%3F.ringlab"_s;
    QTest::newRow("a URL, as file managers have it") << u"file:///home/ann/week%203.ringlab"_s << u"ringside:labs//home/ann/week%203.ringlab"_s;
    QTest::newRow("beside where one is") << u"week3.RINGLAB"_s << u"ringside:labs/"_s + QDir::currentPath() + u"/week3.RINGLAB"_s;
    QTest::newRow("a link") << u"ringside:lesson/small"_s << u"ringside:lesson/small"_s;
    QTest::newRow("anything else") << u"week3.zip"_s << u"week3.zip"_s;
    const QString program = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension/solution.py");
    QTest::newRow("a Python file") << program << u"file://"_s + program;
    QTest::newRow("a folder") << u"."_s << u"file://"_s + QDir::currentPath();
}

void TestWindow::wordsThatAreLabsAreLinks()
{
    QFETCH(QString, word);
    QTEST(linkOf(word), "link");
}

/// What a double click comes to, also while the course is still being read.
void TestWindow::aLabOpensInTheWindow()
{
    const classroom::LabKey key = classroom::makeLabKey();
    const QString file = m_folder->filePath(u"week 3#é.ringlab"_s);
    QVERIFY(classroom::writeFile(file, classroom::packLab({.id = key.labId, .title = u"Week 3"_s, .publicKey = key.keys.publicKey}, key).value()));
    QVERIFY(m_window->openLink(linkOf(file)));
    QCOMPARE(m_window->location().page, u"labs"_s);
    QCOMPARE(m_window->location().where, file);
    QVERIFY(visible<QAbstractButton>(u"Start"_s));
    goTo(Screen::Exercises);
    click(visible<QAbstractButton>(u"Labs"_s));
    QCOMPARE(m_window->location().where, file);
    QVERIFY(m_window->openLink(linkOf(m_folder->filePath(u"none.ringlab"_s))));
    QVERIFY(DesktopTest::heard(u"No such file"_s));
    restart();
    QCOMPARE(m_window->location().page, u"labs"_s);
}

void TestWindow::aLessonBecomesAPdf()
{
    m_window->go({Screen::Lesson, {u"small"_s, {}}, {}});
    const QString file = m_folder->filePath(u"small.pdf"_s);
    m_window->readerPage()->savePdf(file);
    QFile pdf(file);
    QVERIFY(pdf.open(QIODevice::ReadOnly));
    QVERIFY(pdf.readAll().startsWith("%PDF-"));
    QVERIFY(DesktopTest::heard(file));
    m_window->readerPage()->savePdf(m_folder->filePath(u"nowhere/small.pdf"_s));
    QVERIFY(DesktopTest::heard(u"could not be saved"_s));
}

void TestWindow::runShowsWhatTheCodeDoes()
{
    requireSandbox(*m_sandbox);
    const CodeEditor *editor = typed(
        u"def count_by_extension(directory):\n    print('here')\n    return {'.py': 1}\n"_s);
    QSignalSpy finished(m_window->workbenchPage(), &WorkbenchPage::runFinished);
    press(Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(m_window->workbenchPage()->isBusy());
    QTest::keyClicks(m_window->workbenchPage()->editor(), u"# "_s); // typing goes on meanwhile
    QVERIFY(finished.wait(120'000));
    const QString output = m_window->workbenchPage()->output()->toPlainText();
    QVERIFY2(output.contains(u">>> count_by_extension('tree')"), qPrintable(output));
    QVERIFY(output.contains(u"here"));
    QVERIFY(output.contains(u"{'.py': 1}"));
    QVERIFY(editor->toPlainText().startsWith(u"# "));
}

void TestWindow::checkGradesTheSolution_data()
{
    QTest::addColumn<QString>("solution");
    QTest::addColumn<int>("outcome");
    QTest::addColumn<QString>("says");
    QTest::newRow("the textbook solution passes")
        << readFile(exerciseFolder + u"/wrong/textbook.py"_s) << int(grading::Outcome::Passed) << u"Passed"_s;
    QTest::newRow("the starter does not")
        << readFile(exerciseFolder + u"/starter.py"_s) << int(grading::Outcome::Failed) << u"Not passed"_s;
    QTest::newRow("what is not Python is told as that")
        << u"def count_by_extension(directory:\n    pass\n"_s << int(grading::Outcome::Failed) << u"Not passed"_s;
    QTest::newRow("an endless loop is told as that")
        << u"def count_by_extension(directory):\n    while True:\n        pass\n"_s
        << int(grading::Outcome::Failed) << u"loop"_s;
}

void TestWindow::checkGradesTheSolution()
{
    requireSandbox(*m_sandbox);
    QFETCH(QString, solution);
    QFETCH(int, outcome);
    QFETCH(QString, says);
    typed(solution);
    WorkbenchPage *workbench = m_window->workbenchPage();
    QSignalSpy finished(workbench, &WorkbenchPage::checkFinished);
    click(visible<QAbstractButton>(u"Check"_s));
    QVERIFY(finished.wait(120'000));
    QVERIFY(workbench->verdict());
    QCOMPARE(int(workbench->verdict()->outcome), outcome);
    QVERIFY2(DesktopTest::heard(says), qPrintable(DesktopTest::announcements().join(u'\n')));
    const bool passed = outcome != int(grading::Outcome::Failed);
    goTo(Screen::Exercises);
    const QModelIndex row = m_window->exercisesPage()->list()->model()->index(0, 0);
    QCOMPARE(row.data(ExerciseListModel::StatusRole).value<ExerciseListModel::Status>(),
        passed ? ExerciseListModel::Status::Passed : ExerciseListModel::Status::Failed);
}

void TestWindow::passingLeadsToTheNextExercise()
{
    requireSandbox(*m_sandbox);
    addExercise(m_folder->filePath(u"course"_s), QFileInfo(exerciseFolder).path() + u"/list-sorted"_s);
    restart();
    for (const auto &[solution, leadsOn] : {std::pair(u"/starter.py"_s, false), {u"/wrong/textbook.py"_s, true}}) {
        typed(readFile(exerciseFolder + solution));
        QSignalSpy finished(m_window->workbenchPage(), &WorkbenchPage::checkFinished);
        m_window->perform(Command::Check);
        QVERIFY(finished.wait(120'000));
        QCOMPARE(visible<QAbstractButton>(u"Next exercise"_s) != nullptr, leadsOn);
    }
    click(visible<QAbstractButton>(u"Next exercise"_s));
    QCOMPARE(m_window->location().exercise, u"list-sorted"_s);
    QVERIFY(!visible<QAbstractButton>(u"Next exercise"_s));
    m_window->workbenchPage()->editor()->replaceText(
        readFile(QFileInfo(exerciseFolder).path() + u"/list-sorted/solution.py"_s));
    QSignalSpy finished(m_window->workbenchPage(), &WorkbenchPage::checkFinished);
    m_window->perform(Command::Check);
    QVERIFY(finished.wait(120'000));
    QCOMPARE(m_window->workbenchPage()->verdict()->outcome, grading::Outcome::Mastered);
    QVERIFY(!visible<QAbstractButton>(u"Next exercise"_s)); // it is the last
}

void TestWindow::aVerdictTakesThePlaceOfTheLast()
{
    requireSandbox(*m_sandbox);
    const auto found = [this](const QString &text) {
        for (auto *view : m_window->workbenchPage()->findChildren<ReaderView *>())
            if (view->column()->accessibleName() == u"Finding")
                return view->search(text, editing::MatchCase::Yes) > 0;
        return false;
    };
    const auto checked = [this](const QString &solution) {
        typed(solution);
        QSignalSpy finished(m_window->workbenchPage(), &WorkbenchPage::checkFinished);
        m_window->perform(Command::Check);
        return finished.size() > 0 || finished.wait(120'000);
    };
    QVERIFY(checked(readFile(exerciseFolder + u"/wrong/split_last.py"_s)));
    QVERIFY(found(u"Counts the files of each extension"_s));
    QVERIFY(checked(readFile(exerciseFolder + u"/solution.py"_s)));
    QVERIFY(found(u"Mastered"_s));
    QVERIFY(!found(u"Counts the files of each extension"_s));
}

void TestWindow::attemptsAreKeptAndCompared()
{
    requireSandbox(*m_sandbox);
    const QString starter = readFile(exerciseFolder + u"/starter.py"_s);
    const QString textbook = readFile(exerciseFolder + u"/wrong/textbook.py"_s);
    WorkbenchPage *workbench = m_window->workbenchPage();
    const QAbstractItemModelTester tester(workbench->attempts()->model());
    for (const QString &solution : {starter, textbook}) {
        typed(solution);
        QSignalSpy finished(workbench, &WorkbenchPage::checkFinished);
        QSignalSpy loaded(workbench->attempts(), &AttemptsPane::loaded);
        m_window->perform(Command::Check);
        QVERIFY(finished.wait(120'000));
        QVERIFY(loaded.size() > 0 || loaded.wait(60'000));
    }
    press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier);
    AttemptsPane *attempts = workbench->attempts();
    QVERIFY(attempts->isVisible());
    QTRY_COMPARE_WITH_TIMEOUT(attempts->model()->rowCount(), 2, 60'000);
    QCOMPARE(attempts->model()->index(0).data(AttemptModel::SourceRole).toString(), textbook);
    QCOMPARE(attempts->difference()->changedLines(), 0); // the newest, and the text in the editor
    attempts->list()->setCurrentIndex(attempts->model()->index(1));
    QVERIFY(attempts->difference()->changedLines() > 0);
    const auto buttons = attempts->findChildren<QAbstractButton *>();
    const auto restore = std::ranges::find(buttons, u"Put into the editor"_s, &QWidget::accessibleName);
    QVERIFY(restore != buttons.end());
    click(*restore);
    QCOMPARE(workbench->editor()->toPlainText(), starter);
    workbench->editor()->undo();
    QCOMPARE(workbench->editor()->toPlainText(), textbook);
    QVERIFY(unnamedFocusStops(attempts).isEmpty());

    restart(); // attempts are in the learner's store
    openExercise();
    QTRY_COMPARE_WITH_TIMEOUT(m_window->workbenchPage()->attempts()->model()->rowCount(), 2, 60'000);
}

bool TestWindow::saysSolutionSeen() const
{
    const auto labels = m_window->workbenchPage()->findChildren<QLabel *>();
    return std::ranges::any_of(labels, [](const QLabel *label) { return label->text().contains(u"solution seen"); });
}

void TestWindow::aPassedSolutionStandsBesideTheReference()
{
    requireSandbox(*m_sandbox);
    const QString asksAboutEach = readFile(exerciseFolder + u"/wrong/listdir_isfile.py"_s);
    typed(asksAboutEach);
    WorkbenchPage *workbench = m_window->workbenchPage();
    QSignalSpy finished(workbench, &WorkbenchPage::checkFinished);
    m_window->perform(Command::Check);
    QVERIFY(finished.wait(120'000));
    SolutionComparison *solution = workbench->solution();
    QSignalSpy compared(solution, &SolutionComparison::compared);
    click(visible<QAbstractButton>(u"Compare solutions"_s));
    QVERIFY(solution->isVisible());
    QCOMPARE(solution->own()->toPlainText(), asksAboutEach);
    QCOMPARE(solution->reference()->toPlainText(), readFile(exerciseFolder + u"/solution.py"_s));
    QVERIFY(compared.size() > 0 || compared.wait(120'000));
    requireLens(*m_sandbox);
    // One asks about every entry, the other about none.
    const auto count = [solution](const QString &call, ComparisonModel::Column run) {
        const QModelIndexList rows = solution->calls()->match(solution->calls()->index(0, 0), Qt::DisplayRole, call);
        return rows.isEmpty() ? 0 : solution->calls()->index(rows.first().row(), run).data().toInt();
    };
    QVERIFY(count(u"newfstatat"_s, ComparisonModel::FirstColumn) > 0);
    QCOMPARE(count(u"newfstatat"_s, ComparisonModel::SecondColumn), 0);
    QVERIFY(solution->summary().contains(u"yours makes"_s));
    QVERIFY(unnamedFocusStops(solution).isEmpty());
    press(Qt::Key_Escape);
    QVERIFY(!solution->isVisible());
    QVERIFY(workbench->editor()->hasFocus());
    QVERIFY(!saysSolutionSeen()); // it was passed before
}

void TestWindow::theSolutionIsShownBeforeOnlyOnPurpose()
{
    openExercise();
    WorkbenchPage *workbench = m_window->workbenchPage();
    const auto answer = [&](const QString &button) {
        m_window->perform(Command::CompareReference);
        auto *question = workbench->findChild<QMessageBox *>();
        QVERIFY(question && question->isVisible());
        const auto buttons = question->buttons();
        const auto chosen = std::ranges::find(buttons, button, &QAbstractButton::text);
        QVERIFY(chosen != buttons.end());
        QTest::mouseClick(*chosen, Qt::LeftButton);
        QTRY_VERIFY(!workbench->findChild<QMessageBox *>());
    };
    answer(u"Cancel"_s);
    QVERIFY(!workbench->solution()->isVisible());
    answer(u"Show the solution"_s);
    QVERIFY(workbench->solution()->isVisible());
    QVERIFY(!workbench->solution()->reference()->toPlainText().isEmpty());
    restart(); // it is remembered, and asked no more
    openExercise();
    QTRY_VERIFY_WITH_TIMEOUT(saysSolutionSeen(), 60'000);
    m_window->perform(Command::CompareReference);
    QVERIFY(m_window->workbenchPage()->solution()->isVisible());
}

void TestWindow::pythonsComplaintIsUnderlined()
{
    requireSandbox(*m_sandbox);
    CodeEditor *editor = typed(u"def f(:\n    pass\n"_s);
    QTRY_VERIFY_WITH_TIMEOUT(!editor->problem().isEmpty(), 60'000);
    editor->selectAll();
    QTest::keyClicks(editor, u"x = 1"_s);
    QTRY_VERIFY_WITH_TIMEOUT(editor->problem().isEmpty(), 60'000);
}

void TestWindow::savingCanCheck()
{
    requireSandbox(*m_sandbox);
    openExercise();
    press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(!m_window->workbenchPage()->isBusy());
    goTo(Screen::Settings);
    visible<QCheckBox>(u"Check an exercise when it is saved (Ctrl+S)"_s)->click();
    openExercise();
    QSignalSpy finished(m_window->workbenchPage(), &WorkbenchPage::checkFinished);
    press(Qt::Key_S, Qt::ControlModifier);
    QVERIFY(finished.wait(120'000));
    QVERIFY(m_window->workbenchPage()->verdict());
}

void TestWindow::aCheckCanBeStopped()
{
    requireSandbox(*m_sandbox);
    typed(u"import time\ndef count_by_extension(directory):\n    time.sleep(4)\n"_s);
    WorkbenchPage *workbench = m_window->workbenchPage();
    QSignalSpy finished(workbench, &WorkbenchPage::checkFinished);
    m_window->perform(Command::Check);
    QVERIFY(workbench->isBusy());
    press(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(finished.size() > 0 || finished.wait(60'000));
    QVERIFY(!workbench->isBusy());
    QVERIFY(!workbench->verdict());
}

void TestWindow::aStoppedRunBlamesNobody()
{
    requireSandbox(*m_sandbox);
    typed(u"import time\ndef count_by_extension(directory):\n    time.sleep(60)\n"_s);
    WorkbenchPage *workbench = m_window->workbenchPage();
    QSignalSpy ran(workbench, &WorkbenchPage::runFinished);
    m_window->perform(Command::Run);
    QVERIFY(workbench->isBusy());
    press(Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(ran.size() > 0 || ran.wait(60'000));
    const QString output = workbench->output()->toPlainText();
    QVERIFY2(output.contains(u"stopped"_s, Qt::CaseInsensitive), qPrintable(output));
    QVERIFY2(!output.contains(u"a run may take"_s), qPrintable(output)); // it was not the limit
}

void TestWindow::whatWasLeftSaysNothingElsewhere()
{
    requireSandbox(*m_sandbox);
    m_paths.course = QStringLiteral(RINGSIDE_SOURCE_FOLDER); // has another exercise to go to
    restart();
    const auto goElsewhere = [this] { m_window->go({Screen::Exercises, {}, u"dir-size"_s}); };
    const auto saysWhatItTook = [this] {
        const auto labels = m_window->workbenchPage()->findChildren<QLabel *>();
        return std::ranges::any_of(labels, [](const QLabel *label) { return label->text().startsWith(u"took "); });
    };
    typed(u"def count_by_extension(directory):\n    return {}\n"_s);
    WorkbenchPage *workbench = m_window->workbenchPage();
    QSignalSpy checked(workbench, &WorkbenchPage::checkFinished);
    m_window->perform(Command::Check);
    QVERIFY(checked.wait(120'000));
    QVERIFY(saysWhatItTook());
    goElsewhere();
    QVERIFY(!saysWhatItTook());

    typed(u"import time\ndef count_by_extension(directory):\n    print('begun', flush=True)\n    time.sleep(60)\n"_s);
    QSignalSpy ran(workbench, &WorkbenchPage::runFinished);
    m_window->perform(Command::Run);
    QVERIFY(workbench->isBusy());
    goElsewhere();
    QVERIFY(ran.size() > 0 || ran.wait(60'000));
    QVERIFY(!workbench->isBusy());
    QCOMPARE(workbench->output()->toPlainText(), QString());
}

void TestWindow::settingsThatCannotBeKeptAreTold()
{
    const QString blocked = m_folder->filePath(u"blocked"_s);
    writeFile(blocked, "no folder");
    m_paths.preferences = blocked + u"/settings.json"_s;
    restart();
    m_window->setThemeChoice(ThemeChoice::Dark);
    QVERIFY(visible<QLabel>(u"The settings could not be kept"_s));
    QCOMPARE(DesktopTest::theme().scheme(), Scheme::Dark); // they hold all the same
}

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
