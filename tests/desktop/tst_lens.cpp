#include "desktop/lens/callexplanation.h"
#include "desktop/lens/calllanes.h"
#include "desktop/lens/callmarks.h"
#include "desktop/lens/calltablemodel.h"
#include "desktop/lens/comparisonmodel.h"
#include "desktop/lens/descriptormodel.h"
#include "desktop/lens/lensview.h"
#include "desktop/lens/livetrace.h"
#include "desktop/lens/processmodel.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktoptest.h"
#include "tracerecords.h"
#include "wording/callwords.h"

#include <QAbstractItemModelTester>
#include <QCheckBox>
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTableView>
#include <QTreeView>

#include <cerrno>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;
using Phase = TraceRecords::Phase;

namespace {

constexpr char program[] = "import json\n\n\nwith open(\"a.json\") as f:\n    json.load(f)\n";

// Python's start, an import, and five calls of lines 4 and 5, of which one failed.
TraceRecords someRun()
{
    TraceRecords records;
    records.site(1, 0, Phase::Startup).site(2, 1, Phase::Import, "json").site(3, 4).site(4, 5);
    records.site(5, 0, Phase::Shutdown).object(1);
    records.open("/usr/lib/a", 3, 1).close(3, 1).open("/usr/lib/b", -ENOENT, 1);
    records.open("/usr/lib/json", 3, 2).close(3, 2);
    records.open("missing.json", -ENOENT, 3).open("a.json", 3, 3, O_RDONLY | O_CLOEXEC, 1);
    records.call(SYS_fstat, 0, 3, {.arguments = {3, 0}, .base = 1, .numbers = {1, 2, 0100644, 42}}, 1);
    records.call(SYS_read, 42, 4, {.arguments = {3, 0, 4096}, .data = "{}"}, 1);
    records.close(3, 4);
    records.close(4, 5);
    return records;
}

QStringList texts(const CallTableModel &model, int column)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row)
        all.append(model.index(row, column).data().toString());
    return all;
}

} // namespace

class TestLens : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();

    void noiseIsFolded();
    void foldsOpenAndClose();
    void callsComeInWhileItRuns();
    void aFoldGrowsWhereItStands();
    void callsAreSelected_data();
    void callsAreSelected();
    void manyCallsAreSelected();
    void everyCallHasItsRow();

    void everyTracedCallHasItsWords();
    void argumentsAreExplained_data();
    void argumentsAreExplained();
    void aCallIsExplained();
    void toldLinesAreMarked();

    void descriptorsAsOfACall();
    void processesAsOfACall();
    void foldsSayWhatTheyAreOf_data();
    void foldsSayWhatTheyAreOf();
    void runsAreCompared();

    void theViewFilters();
    void theViewFollowsAFile();
    void theViewFollowsTheLine();
    void stepsFromCallToCall();
    void theSidesBelongToTheCall();
    void theKeyboardOpensFolds();
    void aPressOnALaneChoosesACall();
    void theLanesHaveKeys();
    void theLanesSayWhereTheKeysAre();
    void whatIsMissingIsSaid();
    void theFocusIsSeen();
    void namesForScreenReaders();

    void theGutterCountsCalls();
    void notesMoveWithTheirLines();
    void theExpressionIsShown();
    void anOldRunIsNotTakenForTheNew();
};

void TestLens::initTestCase()
{
    static DesktopTest desktop;
}

void TestLens::noiseIsFolded()
{
    CallTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTrace(someRun().trace());
    QCOMPARE(texts(model, CallTableModel::LineColumn),
        QStringList({u"Python starts"_s, u"import json"_s, u"main.py:4"_s, u"main.py:4"_s, u"main.py:4"_s,
            u"main.py:5"_s, u"main.py:5"_s, u"Python ends"_s}));
    QCOMPARE(model.index(0, CallTableModel::CallColumn).data().toString(), u"3 calls"_s);
    QCOMPARE(model.index(2, CallTableModel::CallColumn).data().toString(), u"openat"_s);
    QCOMPARE(model.index(2, CallTableModel::ResultColumn).data().toString(), u"-1 ENOENT"_s);
    QVERIFY(model.index(2, 0).data(CallTableModel::FailedRole).toBool());
    QCOMPARE(model.listedCalls(), 11);
    QCOMPARE(model.failedCalls(), 2);
}

void TestLens::foldsOpenAndClose()
{
    CallTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTrace(someRun().trace());
    const QStringList closed = texts(model, CallTableModel::CallColumn);
    model.toggleFold(1);
    QCOMPARE(model.rowCount(), 10);
    QVERIFY(model.index(1, 0).data(CallTableModel::OpenRole).toBool());
    QCOMPARE(model.index(2, CallTableModel::ArgumentsColumn).data().toString(),
        u"AT_FDCWD, \"/usr/lib/json\", O_RDONLY, 0644"_s);
    QVERIFY(!model.index(2, 0).data(CallTableModel::OwnRole).toBool());
    model.toggleFold(0);
    QCOMPARE(model.rowCount(), 13);
    model.toggleFold(8); // a call has no fold
    QCOMPARE(model.rowCount(), 13);
    model.toggleFold(0);
    model.toggleFold(1);
    QCOMPARE(texts(model, CallTableModel::CallColumn), closed);
}

void TestLens::callsComeInWhileItRuns()
{
    TraceRecords records;
    records.site(1, 4);
    auto trace = records.trace();
    CallTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTrace(trace);
    QCOMPARE(model.rowCount(), 0);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QVERIFY(trace->add(records.open("a", 3, 1).open("b", 4, 1).take()));
    model.traceGrew();
    model.traceGrew(); // and nothing new
    QCOMPARE(inserted.count(), 1); // a batch is one signal
    QCOMPARE(model.rowCount(), 2);
    model.select({.failedOnly = true});
    QVERIFY(trace->add(records.open("c", -EACCES, 1).open("d", 5, 1).take()));
    model.traceGrew();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, CallTableModel::ResultColumn).data().toString(), u"-1 EACCES"_s);
}

void TestLens::aFoldGrowsWhereItStands()
{
    TraceRecords records;
    records.site(1, 0, Phase::Startup);
    auto trace = records.open("a", 3, 1).trace();
    CallTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTrace(trace);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    QVERIFY(trace->add(records.open("b", 3, 1).take()));
    model.traceGrew();
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, CallTableModel::CallColumn).data().toString(), u"2 calls"_s);
    QCOMPARE(changed.count(), 1);
    model.toggleFold(0);
    QVERIFY(trace->add(records.open("c", 3, 1).take()));
    model.traceGrew();
    QCOMPARE(model.rowCount(), 4); // the fold and its three calls
    QCOMPARE(model.index(0, 0).data(CallTableModel::CountRole).toInt(), 3);
}

void TestLens::callsAreSelected_data()
{
    using Selection = CallSelection;
    QTest::addColumn<Selection>("selection");
    QTest::addColumn<QStringList>("calls");
    const QString fold2 = u"2 calls"_s;
    QTest::newRow("all") << Selection()
                         << QStringList{u"3 calls"_s, fold2, u"openat"_s, u"openat"_s, u"fstat"_s, u"read"_s,
                                u"close"_s, u"1 call"_s};
    QTest::newRow("those of a line")
        << Selection{.file = TraceRecords::mainFile, .line = 5} << QStringList{u"read"_s, u"close"_s};
    QTest::newRow("those of a line nobody is on") << Selection{.file = TraceRecords::mainFile, .line = 2}
                                                  << QStringList();
    QTest::newRow("those of a group") << Selection{.group = CallGroup::Data} << QStringList{u"read"_s};
    QTest::newRow("those of an object")
        << Selection{.object = 1} << QStringList{u"openat"_s, u"fstat"_s, u"read"_s};
    QTest::newRow("the failed, also in folds")
        << Selection{.failedOnly = true} << QStringList{u"1 call"_s, u"openat"_s};
    QTest::newRow("by name") << Selection{.text = u"FSTAT"_s} << QStringList{u"fstat"_s};
    QTest::newRow("by path") << Selection{.text = u"learner/a.js"_s} << QStringList{u"openat"_s};
    QTest::newRow("by errno") << Selection{.text = u"noent"_s} << QStringList{u"1 call"_s, u"openat"_s};
    QTest::newRow("by several") << Selection{.line = 4, .failedOnly = true, .text = u"open"_s}
                                << QStringList{u"openat"_s};
}

void TestLens::callsAreSelected()
{
    QFETCH(CallSelection, selection);
    CallTableModel model;
    const QAbstractItemModelTester tester(&model);
    model.setTrace(someRun().trace());
    model.select(selection);
    QTEST(texts(model, CallTableModel::CallColumn), "calls");
    // The same when they come in one by one, under the filter.
    TraceRecords records = someRun();
    auto trace = std::make_shared<lens::Trace>();
    CallTableModel live;
    live.setTrace(trace);
    live.select(selection);
    QVERIFY(trace->add(records.take()));
    live.traceGrew();
    QTEST(texts(live, CallTableModel::CallColumn), "calls");
}

void TestLens::manyCallsAreSelected()
{
    constexpr int count = 20'000;
    TraceRecords records;
    for (std::uint32_t line = 1; line <= 30; ++line)
        records.site(line, int(line));
    for (int i = 0; i < count; ++i)
        records.open("file-" + std::to_string(i % 1000), i % 40 == 0 ? -ENOENT : 3, std::uint32_t(1 + i % 30));
    CallTableModel model;
    model.setTrace(records.trace());
    QCOMPARE(model.rowCount(), count);
    while (model.learnPaths()) { }
    model.select({.text = u"file-12"_s});
    QCOMPARE(model.rowCount(), count / 1000 * 11); // file-12 and file-120 to file-129
    model.select({.line = 7});
    QCOMPARE(model.rowCount(), count / 30 + (count % 30 >= 7 ? 1 : 0));
}

void TestLens::everyCallHasItsRow()
{
    CallTableModel model;
    model.setTrace(someRun().trace());
    model.toggleFold(0);
    for (int row = 0; row < model.rowCount(); ++row) {
        const QModelIndex index = model.index(row, 0);
        const bool isOpenFold = index.data(CallTableModel::OpenRole).toBool();
        QCOMPARE(model.rowOf(CallTableModel::eventOf(index)), isOpenFold ? row + 1 : row);
    }
    QCOMPARE(model.rowOf(4), 4); // in the import's fold, which is closed
    QCOMPARE(model.rowOf(-1), -1);
    QCOMPARE(model.rowOf(1000), -1);
    model.select({.line = 5});
    QCOMPARE(model.rowOf(5), -1);
}

void TestLens::everyTracedCallHasItsWords()
{
    for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls) {
        const QByteArray name(call.name.data(), qsizetype(call.name.size()));
        QVERIFY2(!wording::callPurpose(name).isEmpty(), name.constData());
        QVERIFY2(wording::manualPage(name).endsWith(u"(2)"), name.constData());
    }
    QVERIFY(wording::callPurpose("no_such_call").isEmpty());
    QCOMPARE(wording::manualPage("newfstatat"), u"stat(2)"_s);
}

void TestLens::argumentsAreExplained_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<qint64>("result");
    QTest::addColumn<lens::CallDetails>("details");
    QTest::addColumn<QStringList>("meanings");
    QTest::addColumn<QString>("ofResult");
    const auto current = static_cast<quint64>(AT_FDCWD);
    QTest::newRow("an open that makes a file")
        << SYS_openat << qint64(3)
        << lens::CallDetails{.arguments = {current, 0, O_WRONLY | O_CREAT | O_EXCL, 0600},
               .base = "/home/learner", .path = "a.tmp"}
        << QStringList{u"the path begins at the current directory, /home/learner"_s, u"/home/learner/a.tmp"_s,
               u"for writing · made if it is missing · refused if it is there already"_s,
               u"rw-------, less what the umask takes away"_s}
        << u"the new descriptor"_s;
    QTest::newRow("a path written in full needs no words")
        << SYS_newfstatat << qint64(-ENOENT)
        << lens::CallDetails{.arguments = {current, 0, 0, 0}, .base = "/home/learner", .path = "/etc/x"}
        << QStringList{u"the path begins at the current directory, /home/learner"_s, {}, {}, {}}
        << u"There is nothing under this name, or a directory on the way is missing."_s;
    QTest::newRow("a write to standard output")
        << SYS_write << qint64(6) << lens::CallDetails{.arguments = {1, 0, 6}, .data = "hello\n"}
        << QStringList{u"standard output"_s, {}, {}} << u"6 bytes were written"_s;
    QTest::newRow("a read at the end") << SYS_read << qint64(0) << lens::CallDetails{.arguments = {3, 0, 8192}}
                                       << QStringList{{}, {}, {}} << u"nothing more to read: the end"_s;
    QTest::newRow("what stat found")
        << SYS_fstat << qint64(0) << lens::CallDetails{.arguments = {3, 0}, .numbers = {1, 2, 0100644, 120}}
        << QStringList{{}, u"-rw-r--r--, 120 bytes"_s} << u"it worked"_s;
    QTest::newRow("a child that was waited for")
        << SYS_wait4 << qint64(12) << lens::CallDetails{.arguments = {12, 0, 0, 0}, .numbers = {3 << 8}}
        << QStringList{{}, {}, {}} << u"process 12 ended with status 3"_s;
}

void TestLens::argumentsAreExplained()
{
    QFETCH(int, number);
    QFETCH(qint64, result);
    QFETCH(lens::CallDetails, details);
    lens::Event event;
    event.number = static_cast<quint16>(number);
    event.result = result;
    QStringList meanings;
    for (const wording::ArgumentWords &argument : wording::argumentWords(event, details))
        meanings.append(argument.meaning);
    QTEST(meanings, "meanings");
    QTEST(wording::resultMeaning(event, details), "ofResult");
}

void TestLens::aCallIsExplained()
{
    CallExplanation explanation;
    QVERIFY(explanation.toPlainText().contains(u"Choose a call"));
    explanation.showCall(someRun().trace(), 6, {{TraceRecords::mainFile, program}});
    const QString text = explanation.toPlainText();
    for (const QString &part : {u"openat"_s, u"man 2 open"_s, u"gives a descriptor"_s, u"for reading"_s,
             u"the new descriptor"_s, u"main.py, line 4, in save()"_s, u"with open(\"a.json\") as f:"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" in "_s + text));
    QVERIFY(explanation.toHtml().contains(u"href=\"line\""));
    DesktopTest::theme().setScheme(Scheme::Dark);
    QCOMPARE(explanation.toPlainText(), text);
    QVERIFY(explanation.toHtml().contains(DesktopTest::theme().color(ColorRole::Accent).name()));
    DesktopTest::theme().setScheme(Scheme::Light);
    QVERIFY(!text.contains(u"what the program says of itself"));
    explanation.showCall(someRun().trace(), 0, {});
    QVERIFY(explanation.toPlainText().contains(u"Python starts"));
}

/// Of a Python the lens does not know.
void TestLens::toldLinesAreMarked()
{
    TraceRecords records;
    records.add(sandbox::protocol::TraceSite{.id = 1, .file = TraceRecords::mainFile, .line = 4, .isTold = true});
    const std::shared_ptr<lens::Trace> trace
        = records.open("a.json", -ENOENT, 1).add(sandbox::protocol::TraceEnd{.calls = 1}).trace();
    CallExplanation explanation;
    explanation.showCall(trace, 0, {{TraceRecords::mainFile, program}});
    const QString text = explanation.toPlainText();
    for (const QString &part : {u"main.py, line 4"_s, u"with open(\"a.json\") as f:"_s,
             u"The line is what the program says of itself"_s})
        QVERIFY2(text.contains(part), qPrintable(part + u" in "_s + text));
    LensView view;
    view.showRun(trace, {});
    QVERIFY2(view.summary().contains(u"lines as the program tells them"), qPrintable(view.summary()));
}

void TestLens::descriptorsAsOfACall()
{
    DescriptorModel model;
    const QAbstractItemModelTester tester(&model);
    QCOMPARE(model.rowCount(), 0);
    const auto trace = someRun().trace();
    model.setMoment(trace, 6);
    QCOMPARE(model.rowCount(), 1);
    QCOMPARE(model.index(0, DescriptorModel::NumberColumn).data().toString(), u"3"_s);
    QCOMPARE(model.index(0, DescriptorModel::TargetColumn).data().toString(), u"/home/learner/a.json"_s);
    QCOMPARE(model.index(0, DescriptorModel::LineColumn).data().toString(), u"main.py:4"_s);
    model.setMoment(trace, 5);
    QCOMPARE(model.rowCount(), 0); // the call before it had not opened it yet
    model.setMoment(trace, 9);
    QCOMPARE(model.rowCount(), 0); // closed
    model.setMoment(nullptr, -1);
    QCOMPARE(model.rowCount(), 0);
}

void TestLens::foldsSayWhatTheyAreOf_data()
{
    QTest::addColumn<int>("width");
    QTest::addColumn<bool>("besideTheirCount");
    QTest::newRow("narrow") << 700 << true;
    QTest::newRow("wide") << 1600 << false; // the first column has room
}

void TestLens::foldsSayWhatTheyAreOf()
{
    QFETCH(int, width);
    QFETCH(bool, besideTheirCount);
    LensView view;
    view.resize(width, 500);
    view.show();
    view.showRun(someRun().trace(), {});
    const QModelIndex place = view.model()->index(0, CallTableModel::LineColumn);
    QVERIFY(place.data(CallTableModel::CountRole).toInt() > 0);
    view.table()->setColumnWidth(CallTableModel::LineColumn, width < 1000 ? 40 : 300);
    const QRect arguments = view.table()->visualRect(place.siblingAtColumn(CallTableModel::ArgumentsColumn));
    const QImage seen = view.table()->viewport()->grab(arguments).toImage();
    bool isWritten = false;
    for (int x = 0; x < seen.width(); ++x)
        for (int y = 0; y < seen.height(); ++y)
            isWritten = isWritten || seen.pixel(x, y) != seen.pixel(0, 0);
    QCOMPARE(isWritten, besideTheirCount);
}

void TestLens::processesAsOfACall()
{
    TraceRecords records;
    records.site(1, 4).site(2, 5);
    records.call(SYS_vfork, 12, 1).process(2, 1, 1);
    records.call(SYS_execve, 0, 1, {.path = "/bin/true"}, 0, 2);
    records.end(2, 3 << 8);
    records.call(SYS_getcwd, 1, 2);
    records.call(SYS_wait4, 12, 2, {.arguments = {12, 0, 0, 0}, .numbers = {3 << 8}});
    const auto trace = records.trace();
    ProcessModel model;
    const QAbstractItemModelTester tester(&model);
    model.setMoment(trace, 1);
    QCOMPARE(model.rowCount(), 1);
    const auto child = [&model](int column) {
        return model.index(0, column, model.index(0, 0)).data().toString();
    };
    QCOMPARE(child(ProcessModel::ProcessColumn), u"12 true"_s);
    QCOMPARE(child(ProcessModel::StateColumn), u"running"_s);
    QCOMPARE(child(ProcessModel::LineColumn), u"main.py:4"_s);
    model.setMoment(trace, 2);
    QCOMPARE(child(ProcessModel::StateColumn), u"zombie, status 3"_s);
    model.setMoment(trace, 3);
    QCOMPARE(child(ProcessModel::StateColumn), u"ended, status 3"_s);
    model.setMoment(nullptr, -1);
    QCOMPARE(model.rowCount(), 0);
}

void TestLens::runsAreCompared()
{
    TraceRecords slow;
    slow.site(1, 4).site(2, 0, Phase::Startup).open("x", 3, 2);
    slow.call(SYS_getdents64, 0, 1);
    for (int i = 0; i < 1000; ++i)
        slow.call(SYS_newfstatat, 0, 1);
    TraceRecords quick;
    quick.site(1, 4).call(SYS_getdents64, 0, 1).call(SYS_close, 0, 1);
    ComparisonModel model(u"Before"_s, u"Now"_s);
    const QAbstractItemModelTester tester(&model);
    const auto rows = [&model] {
        QStringList texts;
        for (int row = 0; row < model.rowCount(); ++row) {
            QStringList cells;
            for (int column = 0; column < ComparisonModel::ColumnCount; ++column)
                cells.append(model.index(row, column).data().toString().remove(u','));
            texts.append(cells.join(u' '));
        }
        return texts;
    };
    // Python's own start is not counted.
    const std::shared_ptr<const lens::Trace> now = quick.trace();
    model.setRuns(slow.trace(), now);
    QCOMPARE(rows(), QStringList({u"newfstatat 1000 none −1000"_s, u"close none 1 +1"_s, u"getdents64 1 1 same"_s}));
    // No run before is not one without calls.
    model.setRuns(nullptr, now);
    QCOMPARE(rows(), QStringList({u"close – 1 –"_s, u"getdents64 – 1 –"_s}));
}

void TestLens::theViewFilters()
{
    LensView view;
    view.resize(900, 400);
    view.show();
    view.showRun(someRun().trace(), {{TraceRecords::mainFile, program}}, TraceRecords::mainFile);
    QCOMPARE(view.summary(), u"11 calls · 2 failed"_s);
    QCOMPARE(view.model()->index(2, 0).data().toString(), u"4"_s); // the main file needs no name
    view.failedField()->click();
    QCOMPARE(view.summary(), u"2 calls · 2 failed · of 11"_s);
    view.failedField()->click();
    view.groupField()->setCurrentIndex(view.groupField()->findData(int(CallGroup::Data)));
    QCOMPARE(view.model()->rowCount(), 1);
    view.groupField()->setCurrentIndex(0);
    QTest::keyClicks(view.filterField(), u"json"_s);
    QCOMPARE(view.model()->listedCalls(), 3);
    view.filterField()->clear();
    view.filterLine(TraceRecords::mainFile, 5);
    QCOMPARE(view.model()->listedCalls(), 2);
    QCOMPARE(view.chosenCall(), 8);
    view.filterLine({}, 0);
    QCOMPARE(view.chosenCall(), 8); // it stays chosen
    QCOMPARE(view.summary(), u"11 calls · 2 failed"_s);
}

void TestLens::theViewFollowsAFile()
{
    LensView view;
    view.resize(900, 400);
    view.show();
    view.showRun(someRun().trace(), {{TraceRecords::mainFile, program}}, TraceRecords::mainFile);
    QVERIFY(!view.objectButton()->isVisible());
    view.chooseCall(6);
    QVERIFY(view.explanation()->toPlainText().contains(u"All calls on a.json"_s));
    view.explanation()->setFocus();
    QTest::keyClick(view.explanation(), Qt::Key_Tab); // to its first link
    QTest::keyClick(view.explanation(), Qt::Key_Return);
    QCOMPARE(view.summary(), u"3 calls · of 11"_s); // opened, asked about, and read
    QCOMPARE(view.chosenCall(), 6);
    QCOMPARE(view.objectButton()->text(), u"a.json"_s);
    QCOMPARE(unnamedFocusStops(&view), QStringList());
    view.objectButton()->click();
    QCOMPARE(view.summary(), u"11 calls · 2 failed"_s);
    view.filterObject(1);
    view.showRun(someRun().trace(), {}); // another run has other files
    QVERIFY(!view.objectButton()->isVisible());
    QCOMPARE(view.summary(), u"11 calls · 2 failed"_s);
}

void TestLens::theViewFollowsTheLine()
{
    LensView view;
    view.resize(900, 400);
    view.show();
    view.showRun(someRun().trace(), {{TraceRecords::mainFile, program}});
    QList<int> chosen;
    QList<int> requested;
    connect(&view, &LensView::callChosen, this, [&](qsizetype, const lens::Site &site) { chosen.append(site.line); });
    connect(&view, &LensView::lineRequested, this, [&](const lens::Site &site) { requested.append(site.line); });
    view.chooseCall(8);
    QCOMPARE(chosen, QList<int>{5});
    QVERIFY(view.explanation()->toPlainText().contains(u"42 bytes were read"));
    emit view.explanation()->lineActivated();
    QCOMPARE(requested, QList<int>{5});
    QTest::keyClick(view.table(), Qt::Key_Return);
    QCOMPARE(requested, (QList<int>{5, 5}));
}

void TestLens::stepsFromCallToCall()
{
    LensView view;
    view.showRun(someRun().trace(), {});
    QList<qsizetype> calls;
    while (view.step(1))
        calls.append(view.chosenCall());
    QCOMPARE(calls, (QList<qsizetype>{5, 6, 7, 8, 9})); // folds are passed over
    QVERIFY(view.step(-1));
    QCOMPARE(view.chosenCall(), 8);
}

void TestLens::theSidesBelongToTheCall()
{
    LensView view;
    view.resize(1000, 500);
    view.show();
    view.showRun(someRun().trace(), {});
    view.chooseCall(6);
    view.showSide(view.descriptors());
    QCOMPARE(view.descriptors()->model()->rowCount(), 1);
    view.chooseCall(9);
    QCOMPARE(view.descriptors()->model()->rowCount(), 0);
    view.showSide(view.processes());
    QCOMPARE(view.processes()->model()->rowCount(), 1);
    const QModelIndex program = view.processes()->model()->index(0, 0);
    QVERIFY(view.processes()->visualRect(program).height() >= view.table()->rowHeight(0));
    QCOMPARE(unnamedFocusStops(&view), QStringList());
    view.showRun(someRun().trace(), {});
    view.showSide(view.comparison());
    QCOMPARE(view.comparison()->model()->index(0, ComparisonModel::ChangeColumn).data().toString(), u"same"_s);
    view.showNoRun();
    QCOMPARE(view.comparison()->model()->rowCount(), 0);
}

void TestLens::theKeyboardOpensFolds()
{
    LensView view;
    view.resize(900, 400);
    view.show();
    view.showRun(someRun().trace(), {});
    view.table()->setCurrentIndex(view.model()->index(0, 0));
    const int closed = view.model()->rowCount();
    QTest::keyClick(view.table(), Qt::Key_Right);
    QCOMPARE(view.model()->rowCount(), closed + 3);
    QTest::keyClick(view.table(), Qt::Key_Left);
    QCOMPARE(view.model()->rowCount(), closed);
    QTest::keyClick(view.table(), Qt::Key_Return);
    QCOMPARE(view.model()->rowCount(), closed + 3);
}

void TestLens::aPressOnALaneChoosesACall()
{
    CallLanes lanes;
    lanes.setTrace(someRun().trace());
    lanes.resize(600, lanes.sizeHint().height());
    lanes.show();
    QVERIFY2(lanes.accessibleDescription().contains(u"read, write: 1"), qPrintable(lanes.accessibleDescription()));
    QSignalSpy chosen(&lanes, &CallLanes::callChosen);
    QTest::mouseClick(&lanes, Qt::LeftButton, {}, {590, 26}); // the second lane: its only call is the read
    QCOMPARE(chosen.count(), 1);
    QCOMPARE(chosen[0][0].toLongLong(), 8);
    QTest::mouseClick(&lanes, Qt::LeftButton, {}, {590, lanes.height() - 2});
    QCOMPARE(chosen.count(), 1);
    QVERIFY(!lanes.grab().isNull());
}

void TestLens::theLanesHaveKeys()
{
    CallLanes lanes;
    lanes.setTrace(someRun().trace());
    lanes.resize(600, lanes.sizeHint().height());
    QSignalSpy chosen(&lanes, &CallLanes::callChosen);
    const auto callAfter = [&](std::initializer_list<Qt::Key> keys) {
        for (const Qt::Key key : keys)
            QTest::keyClick(&lanes, key);
        QTest::keyClick(&lanes, Qt::Key_Return);
        return chosen.takeLast()[0].toLongLong();
    };
    QCOMPARE(callAfter({}), 0);
    QCOMPARE(callAfter({Qt::Key_Right, Qt::Key_Right}), 2);
    QCOMPARE(callAfter({Qt::Key_Left}), 1);
    QCOMPARE(callAfter({Qt::Key_Down}), 8); // the only call of its lane
    QCOMPARE(callAfter({Qt::Key_Right}), 8);
    QCOMPARE(callAfter({Qt::Key_Down}), 7);
    QCOMPARE(callAfter({Qt::Key_Down}), 7); // the last lane
    QCOMPARE(callAfter({Qt::Key_Up, Qt::Key_Up, Qt::Key_Right}), 10); // past the two that are in other lanes
    lanes.setCurrent(5); // chosen in the table
    QCOMPARE(callAfter({Qt::Key_Right}), 6);
    lanes.setLayoutDirection(Qt::RightToLeft); // where the first call is rightmost
    QCOMPARE(callAfter({Qt::Key_Right}), 5);
    lanes.setTrace(nullptr);
    QTest::keyClick(&lanes, Qt::Key_Right);
    QCOMPARE(chosen.count(), 0);
}

void TestLens::theLanesSayWhereTheKeysAre()
{
    CallLanes lanes;
    lanes.setTrace(someRun().trace());
    lanes.resize(600, lanes.sizeHint().height());
    lanes.show();
    lanes.activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(&lanes));
    lanes.clearFocus();
    const QImage without = lanes.grab().toImage();
    lanes.setFocus(Qt::TabFocusReason);
    QVERIFY(lanes.hasFocus());
    QTest::keyClick(&lanes, Qt::Key_Down);
    const QImage with = lanes.grab().toImage();
    QVERIFY(with != without);
    DesktopTest::announcements().clear();
    QTest::keyClick(&lanes, Qt::Key_Down);
    QCOMPARE(DesktopTest::announcements(), QStringList(u"questions: fstat(3</home/learner>, {mode=0100644, size=42}) = 0"_s));
}

void TestLens::whatIsMissingIsSaid()
{
    LensView view;
    view.resize(600, 200);
    view.show();
    const auto says = [&view](const QString &text) {
        const QList<QLabel *> labels = view.findChildren<QLabel *>();
        return std::ranges::any_of(
            labels, [&](const QLabel *label) { return label->isVisible() && label->text().contains(text); });
    };
    QVERIFY(says(u"Nothing has been run yet."_s));
    view.showRun(someRun().trace(), {});
    QVERIFY(!says(u"Nothing has been run yet."_s));
    view.showNoLens(EPERM);
    QVERIFY(says(u"no lens"_s));
    QVERIFY(says(u"EPERM"_s));
    QCOMPARE(view.model()->rowCount(), 0);
}

/// Who goes through the calls by keys sees where the keys go.
void TestLens::theFocusIsSeen()
{
    LensView view;
    view.resize(1000, 600);
    view.show();
    view.showRun(someRun().trace(), {});
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QTableView *const table = view.table();
    table->setFocus();
    QTest::keyClick(table, Qt::Key_Down);
    QTest::keyClick(table, Qt::Key_Down);
    const auto row = [table] { return table->viewport()->grab(table->visualRect(table->currentIndex())).toImage(); };
    const QImage focused = row();
    QVERIFY(!focused.isNull());
    table->clearFocus();
    QVERIFY(row() != focused);
}

void TestLens::namesForScreenReaders()
{
    LensView view;
    view.resize(1000, 600);
    view.show();
    view.showRun(someRun().trace(), {});
    QCOMPARE(unnamedFocusStops(&view), QStringList());
    QAccessibleInterface *table = QAccessible::queryAccessibleInterface(view.table());
    QCOMPARE(table->role(), QAccessible::Table);
    QCOMPARE(table->tableInterface()->rowCount(), view.model()->rowCount());
    QCOMPARE(table->tableInterface()->columnDescription(CallTableModel::CallColumn), u"Call"_s);
}

void TestLens::theGutterCountsCalls()
{
    CodeEditor editor;
    editor.setPlainText(QString::fromLatin1(program));
    editor.resize(500, 300);
    editor.show();
    const int before = editor.gutterWidth();
    showCallCounts(editor, *someRun().trace(), TraceRecords::mainFile);
    QCOMPARE(editor.lineNotes(), (QMap<int, QString>{{4, u"3"_s}, {5, u"2"_s}}));
    QVERIFY(editor.gutterWidth() > before);
    QSignalSpy clicked(&editor, &CodeEditor::lineNoteClicked);
    const int height = editor.cursorRect().height();
    auto *gutter = editor.childAt(14, 4);
    QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(14, 4 + height * 3 + height / 2));
    QCOMPARE(clicked.count(), 1);
    QCOMPARE(clicked[0][0].toInt(), 4);
    QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(14, 4 + height / 2)); // no call there
    QCOMPARE(clicked.count(), 1);
    editor.setLineNotes({});
    QCOMPARE(editor.gutterWidth(), before);
}

void TestLens::notesMoveWithTheirLines()
{
    CodeEditor editor;
    editor.setPlainText(u"a\nb\nc"_s);
    editor.setLineNotes({{2, {u"7"_s, {}}}, {99, {u"1"_s, {}}}}); // there is no line 99
    editor.moveCursor(QTextCursor::Start);
    editor.insertPlainText(u"one more\n"_s);
    QCOMPARE(editor.lineNotes(), (QMap<int, QString>{{3, u"7"_s}}));
}

void TestLens::theExpressionIsShown()
{
    CodeEditor editor;
    editor.setPlainText(u"s = \"ä\"; open(s)\nx = (1,\n  2)"_s);
    lens::Site site;
    site.line = site.endLine = 1;
    site.column = 10; // bytes: the letter before it has two
    site.endColumn = 17;
    pointAt(editor, site);
    QCOMPARE(editor.pointedText(), u"open(s)"_s);
    site.column = site.endColumn = -1;
    pointAt(editor, site);
    QCOMPARE(editor.pointedText(), u"s = \"ä\"; open(s)"_s);
    site = {.line = 2, .endLine = 3, .column = 4, .endColumn = 4};
    pointAt(editor, site);
    QCOMPARE(editor.pointedText(), u"(1,\u2029  2)"_s);
    site.line = site.endLine = 50;
    pointAt(editor, site);
    QVERIFY(editor.pointedText().isEmpty());
    goTo(editor, {.line = 2, .column = 4});
    QCOMPARE(editor.textCursor().blockNumber(), 1);
    QCOMPARE(editor.textCursor().positionInBlock(), 4);
}

void TestLens::anOldRunIsNotTakenForTheNew()
{
    LiveTrace live;
    QVERIFY(!live.trace());
    const sandbox::TraceOptions old = live.begin();
    const sandbox::TraceOptions now = live.begin({"/home/learner/main.py"});
    QCOMPARE(now.driverFiles, QByteArrayList{"/home/learner/main.py"});
    QSignalSpy grew(&live, &LiveTrace::grew);
    old.receiveRecords(someRun().take());
    QVERIFY(live.trace()->events().empty());
    QVERIFY(!grew.wait(50));
    now.receiveRecords(someRun().take());
    QCOMPARE(live.trace()->events().size(), 11U);
    QVERIFY(!grew.isEmpty() || grew.wait());
    live.forget();
    now.receiveRecords({}); // what still comes has nobody to tell
    QVERIFY(!live.trace());
}

QTEST_MAIN(TestLens)
#include "tst_lens.moc"
