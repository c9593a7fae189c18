#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/undobar.h"
#include "desktop/window/settingspage.h"
#include "progress/exchange.h"
#include "windowtest.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QMessageBox>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr auto lessonText = R"(# Begin here

Some words.

## The end {#P1}

Last words.
)";

} // namespace

// What is kept of a learner, brought in from another machine and gone back from.
class TestLearnerFiles : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void dataIsImported();
    void anImportIsTakenBack();
    void aBadImportChangesNothing();
    void oneCanGoBackToAnEarlierCopy();
    void copiesGoWithTheRest();

private:
    void openWindow();
    QString exportOfAnotherMachine();
    void goTo(Screen screen)
    {
        m_window->go({screen, {}, {}});
        QCoreApplication::processEvents();
    }
    template <typename T> T *visible(const QString &text) const { return visibleIn<T>(*m_window, text); }

    DesktopTest m_look;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<QTemporaryDir> m_folder;
    WindowPaths m_paths;
    std::unique_ptr<MainWindow> m_window;
};

void TestLearnerFiles::init()
{
    DesktopTest::announcements().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString course = m_folder->filePath(u"course"_s);
    addLesson(course, lessonText);
    addExercise(course);
    m_paths = pathsIn(m_folder->path(), course);
    openWindow();
}

void TestLearnerFiles::cleanup()
{
    m_window.reset();
    m_folder.reset();
}

void TestLearnerFiles::openWindow()
{
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), m_sandbox, m_paths);
    m_window->loadCourse();
    m_window->show();
    QTRY_VERIFY_WITH_TIMEOUT(m_window->isCourseLoaded(), 60'000);
    QCOMPARE(m_window->course()->exercises.size(), 1);
}

/// What another machine has: one answer, one solution, one part read.
QString TestLearnerFiles::exportOfAnotherMachine()
{
    const QString other = m_folder->filePath(u"other"_s);
    const auto store = progress::Store::open(other + u"/progress.sqlite"_s);
    const QString file = m_folder->filePath(u"theirs.jsonl"_s);
    progress::Review review{.cardUid = u"question:Q05.1"_s,
        .at = progress::currentMoment(),
        .kind = progress::ReviewKind::Learn,
        .grade = progress::Grade::Good};
    writeFile(other + u"/drafts/%1.py"_s.arg(m_window->course()->exercises.first().id), "theirs = True\n");
    writeFile(other + u"/playground/state"_s, "theirs");
    if (!store || !(*store)->reviews().append(review, {}) || !(*store)->reading().markRead(u"small"_s, u"P1"_s, true, 1)
        || !progress::exportToFile(**store, file, 1))
        qFatal("no other machine");
    return file;
}

void TestLearnerFiles::dataIsImported()
{
    const QString theirs = exportOfAnotherMachine();
    const QString solution = m_paths.drafts + u"/%1.py"_s.arg(m_window->course()->exercises.first().id);
    goTo(Screen::Settings);
    QVERIFY(!m_window->settingsPage()->copies()->isVisible());
    emit m_window->settingsPage()->importRequested(theirs);
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"The data was imported"_s), 60'000);
    QVERIFY(DesktopTest::heard(u"solutions written: 1"_s));
    QVERIFY(DesktopTest::heard(u"The playground is the one that came"_s));
    const QString playground = QFileInfo(m_paths.progress).path() + u"/playground/state"_s;
    QCOMPARE(readFile(playground), u"theirs"_s);
    QCOMPARE(readFile(solution), u"theirs = True\n"_s);
    QVERIFY(m_window->settingsPage()->copies()->isVisible());
    m_window->go({Screen::Exercises, {}, u"count-by-extension"_s});
    QCOMPARE(m_window->workbenchPage()->editor()->toPlainText(), u"theirs = True\n"_s);

    goTo(Screen::Settings);
    emit m_window->settingsPage()->importRequested(theirs);
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Everything in it was already here"_s), 60'000);
    QCOMPARE(m_window->settingsPage()->copies()->count(), 1);
}

void TestLearnerFiles::anImportIsTakenBack()
{
    const QString solution = m_paths.drafts + u"/%1.py"_s.arg(m_window->course()->exercises.first().id);
    writeFile(solution, "mine = True\n");
    QFile file(solution);
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(QDateTime::fromSecsSinceEpoch(1'000'000'000), QFileDevice::FileModificationTime));
    file.close();
    goTo(Screen::Settings);
    emit m_window->settingsPage()->importRequested(exportOfAnotherMachine());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->settingsPage()->undoBar()->isVisible(), 60'000);
    QCOMPARE(readFile(solution), u"theirs = True\n"_s);
    const QString playground = QFileInfo(m_paths.progress).path() + u"/playground/state"_s;
    QCOMPARE(readFile(playground), u"theirs"_s);
    m_window->settingsPage()->undoBar()->undo();
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Your progress is that of the copy"_s), 60'000);
    QCOMPARE(readFile(solution), u"mine = True\n"_s);
    QVERIFY(!QFile::exists(playground));
    goTo(Screen::Course);
    QVERIFY(visible<QAbstractButton>(u"Start: Begin here"_s));
}

void TestLearnerFiles::aBadImportChangesNothing()
{
    const QString file = m_folder->filePath(u"bad.jsonl"_s);
    writeFile(file, R"({"format":"ringside-progress","version":1,"schema":1})" "\n" R"({"table":"cooking"})" "\n");
    goTo(Screen::Settings);
    emit m_window->settingsPage()->importRequested(file);
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Nothing was imported"_s), 60'000);
    QVERIFY(DesktopTest::heard(u"bad.jsonl:2: "_s));
    QVERIFY(DesktopTest::heard(u"cooking"_s));
    QVERIFY(!m_window->settingsPage()->undoBar()->isVisible());
}

void TestLearnerFiles::oneCanGoBackToAnEarlierCopy()
{
    goTo(Screen::Settings);
    m_window.reset(); // the copy of the day is made at its end
    const QList<progress::Backup> copies = progress::listBackups(m_paths.progress);
    QCOMPARE(copies.size(), 1);
    openWindow();
    m_window->go({Screen::Lesson, {u"small"_s, u"begin-here"_s}, {}});
    QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), 60'000);
    visible<QAbstractButton>(u"Next: The end"_s)->click();
    goTo(Screen::Course);
    QVERIFY(!visible<QAbstractButton>(u"Start: Begin here"_s));
    goTo(Screen::Settings);
    QCOMPARE(m_window->settingsPage()->copies()->count(), 1);
    visible<QAbstractButton>(u"Go back to it …"_s)->click();
    auto *question = m_window->findChild<QMessageBox *>();
    QTRY_VERIFY_WITH_TIMEOUT(question && question->isVisible(), 60'000);
    QVERIFY(question->text().contains(u"set aside in the same folder, not deleted"));
    for (QAbstractButton *button : question->buttons())
        if (question->buttonRole(button) == QMessageBox::AcceptRole)
            button->click();
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Your progress is that of the copy"_s), 60'000);
    goTo(Screen::Course);
    QVERIFY(visible<QAbstractButton>(u"Start: Begin here"_s));
    const QDir folder = QFileInfo(m_paths.progress).dir();
    QVERIFY(!folder.entryList({u"progress.sqlite.aside-*"_s}, QDir::Files).isEmpty());
}

void TestLearnerFiles::copiesGoWithTheRest()
{
    goTo(Screen::Settings);
    emit m_window->settingsPage()->importRequested(exportOfAnotherMachine());
    QTRY_VERIFY_WITH_TIMEOUT(m_window->settingsPage()->copies()->isVisible(), 60'000);
    emit m_window->settingsPage()->deleteRequested();
    QTRY_VERIFY_WITH_TIMEOUT(DesktopTest::heard(u"Your data was deleted"_s), 60'000);
    goTo(Screen::Settings);
    QCOMPARE(m_window->settingsPage()->copies()->count(), 0);
    QVERIFY(!m_window->settingsPage()->copies()->isVisible());
    QVERIFY(progress::listBackups(m_paths.progress).isEmpty());
}

QTEST_MAIN(TestLearnerFiles)
#include "tst_learnerfiles.moc"
