#include "desktop/course/lessontreemodel.h"
#include "desktop/course/readingstate.h"
#include "desktop/exercise/draftstore.h"
#include "desktop/exercise/exerciselistmodel.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/exercise/hintladder.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/window/actionregistry.h"
#include "desktop/window/chooser.h"
#include "desktop/window/history.h"
#include "desktop/window/shortcutspage.h"
#include "desktop/widgets/filekeeper.h"
#include "desktoptest.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

/// Actions that only some pages have: one command stands for all of them.
int ofPages(const ActionRegistry &registry)
{
    const QList<CommandEntry> entries = registry.entries();
    return int(std::ranges::count(entries, Command::OfPage, &CommandEntry::command));
}

course::Course someCourse()
{
    course::Lesson lesson;
    lesson.id = u"os"_s;
    lesson.number = 5;
    lesson.title = u"The os module"_s;
    lesson.blocks = {{0, course::Heading{1, u"Hook"_s, u"hook"_s}}, {0, course::Heading{2, u"One"_s, u"P0"_s}},
        {0, course::Heading{2, u"Two"_s, u"P1"_s}}};
    course::Lesson small;
    small.id = u"small"_s;
    small.number = 6;
    small.title = u"Small"_s;
    small.blocks = {{0, course::Prose{u"text"_s}}};
    course::Exercise first;
    first.id = u"id-1"_s;
    first.slug = u"count"_s;
    first.code = u"E05.1"_s;
    first.title = u"Count"_s;
    first.lesson = u"os"_s;
    course::Exercise second = first;
    second.id = u"id-2"_s;
    second.slug = u"find"_s;
    course::Course course;
    course.lessons = {lesson, small};
    course.exercises = {first, second};
    course.broken = {{u"/x/lessons/07-broken"_s, {{Error::Kind::Content, u"no title"_s, 0, u"lesson.md"_s, 3}}},
        {u"/x/exercises/05/bad"_s, {{Error::Kind::Content, u"no id"_s, 0, u"exercise.toml"_s, 1}}}};
    return course;
}

grading::Verdict someVerdict(grading::Outcome outcome = grading::Outcome::Passed, double points = 40)
{
    grading::Verdict verdict;
    verdict.exercise = u"id-1"_s;
    verdict.outcome = outcome;
    verdict.total = {points, 100};
    const auto checked = [](const QString &id, course::Tier tier, grading::CheckOutcome result) {
        grading::CheckResult check;
        check.id = id;
        check.title = u"Title of "_s + id;
        check.tier = tier;
        check.outcome = result;
        check.maxPoints = 20;
        check.points = result == grading::CheckOutcome::Passed ? 20 : 0;
        return check;
    };
    verdict.checks = {checked(u"a"_s, course::Tier::Core, grading::CheckOutcome::Passed),
        checked(u"b"_s, course::Tier::Engineering, grading::CheckOutcome::NotRun),
        checked(u"c"_s, course::Tier::Core, grading::CheckOutcome::Failed),
        checked(u"d"_s, course::Tier::Engineering, grading::CheckOutcome::Ungraded)};
    verdict.checks[2].expected = u"{'.py': 2}"_s;
    verdict.checks[2].found = u"{'.py': 1}"_s;
    return verdict;
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void lessonTree();
    void lessonTreeShowsWhatIsRead();
    void readingSurvivesARestart();
    void aBrokenStateFileIsKeptAside();
    void exerciseList();
    void exerciseStatus_data();
    void exerciseStatus();
    void recordsKeepTheBest();
    void verdictRows();
    void verdictBeforeACheck();
    void hintsComeInOrder();
    void hintsAnswerAFailure();
    void choicesAreFiltered_data();
    void choicesAreFiltered();
    void choicesModel();
    void shortcuts();
    void noTwoCommandsShareAKey();
    void clashesAreSeen_data();
    void clashesAreSeen();
    void pagesBringTheirCommands();
    void commandsFollowTheirContext();
    void historyGoesBackAndForth();

private:
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }

    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
};

void TestModels::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void TestModels::lessonTree()
{
    ReadingState reading(file(u"reading.json"_s));
    LessonTreeModel model(reading);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCourse(someCourse());
    QCOMPARE(model.rowCount(), 4); // two lessons, two broken folders
    const QModelIndex lesson = model.index(0, 0);
    QCOMPARE(model.rowCount(lesson), 3);
    QCOMPARE(lesson.data(LessonTreeModel::NumberRole).toInt(), 5);
    QCOMPARE(model.index(1, 0, lesson).data().toString(), u"One"_s);
    QCOMPARE(model.index(1, 0, lesson).data(LessonTreeModel::PartRole).toString(), u"P0"_s);
    QCOMPARE(model.index(1, 0, lesson).parent(), lesson);
    const QModelIndex broken = model.index(2, 0);
    QCOMPARE(broken.data(LessonTreeModel::KindRole).value<LessonTreeModel::Kind>(),
        LessonTreeModel::Kind::Broken);
    QVERIFY(broken.data(Qt::ToolTipRole).toString().contains(u"lesson.md:3"));
    QCOMPARE(model.indexOf(u"os"_s, u"P1"_s), model.index(2, 0, lesson));
    QVERIFY(!model.indexOf(u"nowhere"_s).isValid());
    model.setCurrent(u"os"_s, u"P0"_s);
    QVERIFY(model.index(1, 0, lesson).data(LessonTreeModel::CurrentRole).toBool());
    model.setCurrent(u"os"_s, u"P1"_s);
    QVERIFY(!model.index(1, 0, lesson).data(LessonTreeModel::CurrentRole).toBool());
}

void TestModels::lessonTreeShowsWhatIsRead()
{
    ReadingState reading(file(u"reading.json"_s));
    LessonTreeModel model(reading);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCourse(someCourse());
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    reading.setRead(u"os"_s, u"P0"_s, true);
    QVERIFY(changed.size() > 0);
    const QModelIndex lesson = model.index(0, 0);
    QCOMPARE(lesson.data(LessonTreeModel::ReadRole).toInt(), 1);
    QVERIFY(model.index(1, 0, lesson).data(LessonTreeModel::ReadRole).toBool());
    QVERIFY(model.index(1, 0, lesson).data(Qt::AccessibleTextRole).toString().contains(u"read"));
    QVERIFY(lesson.data(Qt::AccessibleTextRole).toString().contains(u"1 of 3"));
}

void TestModels::readingSurvivesARestart()
{
    {
        ReadingState reading(file(u"reading.json"_s));
        reading.setRead(u"os"_s, u"P0"_s, true);
        reading.setPlace({u"os"_s, u"P1"_s, 0.5});
    }
    ReadingState again(file(u"reading.json"_s));
    QVERIFY(again.isRead(u"os"_s, u"P0"_s));
    QVERIFY(!again.isRead(u"os"_s, u"P1"_s));
    QCOMPARE(again.place().part, u"P1"_s);
    QCOMPARE(again.place().scroll, 0.5);
}

void TestModels::aBrokenStateFileIsKeptAside()
{
    QFile broken(file(u"reading.json"_s));
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write("{ not json");
    broken.close();
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(u"not readable"_s));
    ReadingState reading(file(u"reading.json"_s));
    QVERIFY(reading.place().lesson.isEmpty());
    QVERIFY(QFile::exists(file(u"reading.json.broken"_s)));
}

void TestModels::exerciseList()
{
    const DraftStore drafts(file(u"drafts"_s));
    ExerciseRecords records(file(u"records.json"_s));
    ExerciseListModel model(records, drafts);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setCourse(someCourse());
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(0).data(ExerciseListModel::SlugRole).toString(), u"count"_s);
    QCOMPARE(model.index(0).data(ExerciseListModel::LessonRole).toString(), u"The os module"_s);
    QCOMPARE(model.index(2).data(ExerciseListModel::StatusRole).value<ExerciseListModel::Status>(),
        ExerciseListModel::Status::Broken);
    QVERIFY(model.index(2).data(Qt::AccessibleTextRole).toString().contains(u"no id"));
}

void TestModels::exerciseStatus_data()
{
    using Status = ExerciseListModel::Status;
    QTest::addColumn<bool>("draft");
    QTest::addColumn<int>("outcome"); // -1: never checked
    QTest::addColumn<int>("status");
    QTest::newRow("nothing yet") << false << -1 << int(Status::Untouched);
    QTest::newRow("a draft") << true << -1 << int(Status::Started);
    QTest::newRow("checked and failed") << true << int(grading::Outcome::Failed) << int(Status::Failed);
    QTest::newRow("passed") << true << int(grading::Outcome::Passed) << int(Status::Passed);
    QTest::newRow("mastered") << true << int(grading::Outcome::Mastered) << int(Status::Mastered);
    QTest::newRow("what we could not grade is no attempt")
        << true << int(grading::Outcome::Ungraded) << int(Status::Started);
}

void TestModels::exerciseStatus()
{
    QFETCH(bool, draft);
    QFETCH(int, outcome);
    QFETCH(int, status);
    const DraftStore drafts(file(u"drafts"_s));
    ExerciseRecords records(file(u"records.json"_s));
    ExerciseListModel model(records, drafts);
    model.setCourse(someCourse());
    if (draft) {
        QVERIFY(FileKeeper::write(drafts.path(u"id-1"_s), "x"));
        model.refresh(u"id-1"_s);
    }
    if (outcome >= 0)
        records.add(someVerdict(grading::Outcome(outcome)));
    QCOMPARE(int(model.index(0).data(ExerciseListModel::StatusRole).value<ExerciseListModel::Status>()), status);
    QCOMPARE(int(model.index(1).data(ExerciseListModel::StatusRole).value<ExerciseListModel::Status>()),
        int(ExerciseListModel::Status::Untouched));
}

void TestModels::recordsKeepTheBest()
{
    {
        ExerciseRecords records(file(u"records.json"_s));
        records.add(someVerdict(grading::Outcome::Failed, 10));
        records.add(someVerdict(grading::Outcome::Passed, 60));
        records.add(someVerdict(grading::Outcome::Failed, 90));
        records.add(someVerdict(grading::Outcome::Passed, 50));
        records.add(someVerdict(grading::Outcome::Ungraded, 100));
    }
    const ExerciseRecords again(file(u"records.json"_s));
    const auto record = again.record(u"id-1"_s);
    QVERIFY(record);
    QCOMPARE(record->outcome, grading::Outcome::Passed);
    QCOMPARE(record->points, 60.0);
    QCOMPARE(record->attempts, 4);
    QVERIFY(!again.record(u"id-2"_s));
}

void TestModels::verdictRows()
{
    VerdictModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setVerdict(someVerdict());
    QCOMPARE(model.rowCount(), 6); // two headings, four checks
    QCOMPARE(model.index(0).data(VerdictModel::KindRole).value<VerdictModel::Kind>(), VerdictModel::Kind::Tier);
    QCOMPARE(model.index(0).data(VerdictModel::PointsRole).toDouble(), 20.0);
    QCOMPARE(model.index(0).data(VerdictModel::MaxPointsRole).toDouble(), 40.0);
    QVERIFY(!(model.flags(model.index(0)) & Qt::ItemIsSelectable));
    QCOMPARE(model.index(2).data().toString(), u"Title of c"_s); // core before engineering
    QCOMPARE(model.firstFailed(), model.index(2));
    QVERIFY(model.index(2).data(VerdictModel::RemarkRole).toString().contains(u"{'.py': 1}"));
    QVERIFY(model.index(2).data(Qt::AccessibleTextRole).toString().contains(u"failed"));
    QVERIFY(model.index(5).data(Qt::AccessibleTextRole).toString().contains(u"could not be checked"));
    QCOMPARE(model.passedCount(), 1);
    QCOMPARE(model.checkCount(), 4);
    QVERIFY(!model.result(model.index(0)));
    QCOMPARE(model.result(model.index(2))->id, u"c"_s);
}

void TestModels::verdictBeforeACheck()
{
    course::Exercise exercise;
    course::Check check;
    check.id = u"a"_s;
    check.title = u"Counts"_s;
    check.group = course::Group::Visible;
    exercise.checks = {check};
    VerdictModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setExercise(exercise);
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(!model.result(model.index(1)));
    QVERIFY(!model.firstFailed().isValid());
    QCOMPARE(model.passedCount(), 0);
}

void TestModels::hintsComeInOrder()
{
    HintLadder ladder;
    ladder.setHints({{u"one"_s, {}, {}}, {u"two"_s, {}, {}}});
    QCOMPARE(ladder.count(), 2);
    QCOMPARE(ladder.take(), 0);
    QCOMPARE(ladder.take(), 1);
    QCOMPARE(ladder.shownCount(), 2);
    QVERIFY(!ladder.next());
    QVERIFY(!ladder.take());
    HintLadder none;
    QVERIFY(!none.next());
}

void TestModels::hintsAnswerAFailure()
{
    HintLadder ladder;
    ladder.setHints({{u"one"_s, {}, u"a"_s}, {u"two"_s, {}, u"b"_s}, {u"three"_s, {}, {}}});
    ladder.setFailedChecks({u"b"_s});
    QCOMPARE(ladder.occasion(), u"b"_s);
    QCOMPARE(ladder.take(), 1);
    QVERIFY(ladder.occasion().isEmpty());
    QCOMPARE(ladder.take(), 0);
}

void TestModels::choicesAreFiltered_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("found");
    QTest::newRow("nothing typed") << u"Go to line"_s << u""_s << true;
    QTest::newRow("a word of it") << u"Go to line"_s << u"line"_s << true;
    QTest::newRow("part of a word, other case") << u"Go to line"_s << u"LI"_s << true;
    QTest::newRow("words in any order") << u"Go to line"_s << u"line go"_s << true;
    QTest::newRow("a word that is not there") << u"Go to line"_s << u"go page"_s << false;
}

void TestModels::choicesAreFiltered()
{
    QFETCH(QString, text);
    QFETCH(QString, typed);
    QFETCH(bool, found);
    QCOMPARE(ChoiceModel::score(text, typed) > 0, found);
}

void TestModels::choicesModel()
{
    ChoiceModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.setChoices({{u"Paths are text"_s, u"Lesson 5"_s, u"book"_s, 1}, {u"A text"_s, {}, {}, 2},
        {u"Other"_s, u"text"_s, {}, 3}, {u"Nothing"_s, {}, {}, 4}});
    QCOMPARE(model.rowCount(), 4);
    model.setFilter(u"text"_s);
    QCOMPARE(model.rowCount(), 3);
    QCOMPARE(model.index(2).data(ChoiceModel::ValueRole).toInt(), 3); // in the title beats in the detail
    model.setFilter(u"zzz"_s);
    QCOMPARE(model.rowCount(), 0);
}

void TestModels::shortcuts()
{
    QWidget window;
    const ActionRegistry registry(&window);
    ShortcutModel model(registry);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(model.rowCount(), commandCount + ofPages(registry));
    for (int row = 0; row < model.rowCount(); ++row)
        QVERIFY(!model.index(row, ShortcutModel::CommandColumn).data().toString().isEmpty());
}

void TestModels::noTwoCommandsShareAKey()
{
    QWidget window;
    const ActionRegistry registry(&window);
    QCOMPARE(ActionRegistry::clashes(registry.entries()), QStringList());
    QSet<QString> ids;
    QSet<Command> commands;
    for (const CommandEntry &entry : registry.entries()) {
        ids.insert(entry.id);
        commands.insert(entry.command);
    }
    QCOMPARE(ids.size(), commandCount + ofPages(registry));
    QCOMPARE(commands.size(), commandCount + 1); // OfPage, which stands for all of them
}

void TestModels::clashesAreSeen_data()
{
    QTest::addColumn<int>("first");
    QTest::addColumn<int>("second");
    QTest::addColumn<bool>("clash");
    QTest::newRow("in one context") << int(CommandContext::Lesson) << int(CommandContext::Lesson) << true;
    QTest::newRow("in two pages") << int(CommandContext::Lesson) << int(CommandContext::Exercise) << false;
    QTest::newRow("anywhere meets a page") << int(CommandContext::Anywhere) << int(CommandContext::Exercise) << true;
    QTest::newRow("code is inside a page") << int(CommandContext::Code) << int(CommandContext::Lesson) << true;
    QTest::newRow("programs run on any page") << int(CommandContext::Program) << int(CommandContext::Lesson) << true;
}

void TestModels::clashesAreSeen()
{
    QFETCH(int, first);
    QFETCH(int, second);
    QFETCH(bool, clash);
    const QList<QKeySequence> keys{QKeySequence(u"Ctrl+J"_s)};
    const QList<CommandEntry> entries{
        {Command::Run, u"a"_s, {}, keys, CommandContexts(CommandContext(first)), {}},
        {Command::Stop, u"b"_s, {}, keys, CommandContexts(CommandContext(second)), {}}};
    QCOMPARE(!ActionRegistry::clashes(entries).isEmpty(), clash);
}

void TestModels::pagesBringTheirCommands()
{
    const auto page = [](const QString &id, const QString &pageKey, const QString &ownKey) {
        return PageEntry{.id = id, .title = id, .icon = u"box"_s, .position = 0,
            .keys = {QKeySequence(pageKey)}, .commands = {{u"step"_s, u"Step"_s, {QKeySequence(ownKey)}}},
            .make = {}};
    };
    QWidget window;
    ActionRegistry registry(&window, {page(u"a"_s, u"Ctrl+3"_s, u"F8"_s), page(u"b"_s, u"Ctrl+5"_s, u"F8"_s)});
    QCOMPARE(ActionRegistry::clashes(registry.entries()), QStringList()); // F8 is on one page or the other
    const auto *step = window.actions().at(0)->parent()->findChild<QAction *>(u"a.step"_s);
    QVERIFY(step && !step->isEnabled());
    registry.setActive({}, u"b"_s);
    QVERIFY(!step->isEnabled());
    registry.setActive({}, u"a"_s);
    QVERIFY(step->isEnabled());

    const ActionRegistry greedy(&window, {page(u"c"_s, u"Ctrl+K"_s, u"Ctrl+Return"_s)});
    QCOMPARE(ActionRegistry::clashes(greedy.entries()).size(), 2);
}

void TestModels::commandsFollowTheirContext()
{
    QWidget window;
    ActionRegistry registry(&window);
    QVERIFY(registry.action(Command::GoCourse)->isEnabled());
    QVERIFY(!registry.action(Command::Check)->isEnabled());
    registry.setActive(CommandContext::Exercise);
    QVERIFY(registry.action(Command::Check)->isEnabled());
    QVERIFY(!registry.action(Command::NextPart)->isEnabled());
    QVERIFY(!registry.action(Command::ToggleComment)->isEnabled());
    registry.setActive(CommandContexts(CommandContext::Exercise) | CommandContext::Code);
    QVERIFY(registry.action(Command::ToggleComment)->isEnabled());
    QVERIFY(!registry.action(Command::NextHeading)->shortcuts().isEmpty());
    registry.setLettersAllowed(false);
    QVERIFY(registry.action(Command::NextHeading)->shortcuts().isEmpty());
    QVERIFY(!registry.action(Command::Run)->shortcuts().isEmpty());
}

void TestModels::historyGoesBackAndForth()
{
    History history;
    QVERIFY(!history.canGo(-1));
    history.visit({Screen::Course, {}, {}});
    history.visit({Screen::Lesson, {u"os"_s, u"P0"_s, 0}, {}});
    history.visit({Screen::Lesson, {u"os"_s, u"P0"_s, 0.7}, {}}); // the same page, further down
    history.visit({Screen::Exercises, {}, u"count"_s});
    QVERIFY(!history.canGo(1));
    QCOMPARE(history.go(-1).place.scroll, 0.7);
    QCOMPARE(history.go(-1).screen, Screen::Course);
    QVERIFY(!history.canGo(-1));
    QCOMPARE(history.go(1).screen, Screen::Lesson);
    history.visit({Screen::Settings, {}, {}}); // what was forward is gone
    QVERIFY(!history.canGo(1));
}

QTEST_MAIN(TestModels)
#include "tst_models.moc"
