// What the window shows of crashes, with a real box: every moment, the files that are there then, and what is in them.

#include "base/paths.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/leftmodel.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/outputview.h"
#include "desktoptest.h"

#include <QAbstractItemModelTester>
#include <QComboBox>
#include <QSignalSpy>
#include <QTableView>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000;
constexpr char mainFile[] = "/home/learner/main.py";
const QByteArray inPlace = "with open('state', 'w') as f:\n    f.write('new')\nprint('saved', flush=True)\n";
const QByteArray replaced = "import os\nwith open('tmp', 'w') as f:\n    f.write('new')\nos.replace('tmp', 'state')\n";

QStringList rows(const QAbstractItemModel &model)
{
    QStringList all;
    for (int row = 0; row < model.rowCount(); ++row) {
        QStringList cells;
        for (int column = 0; column < model.columnCount(); ++column)
            cells.append(model.index(row, column).data().toString());
        all.append(cells.join(u" | "_s));
    }
    return all;
}

filesystem::Entry file(const QByteArray &path, const QByteArray &content)
{
    return {.path = path, .size = content.size(), .content = content};
}

} // namespace

class TestCrashView : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup();

    void everyMomentIsShown();
    void whatIsLeftCanBeRead();
    void theKeyboardIsEnough();
    void aPowerFailureLosesMore_data();
    void aPowerFailureLosesMore();
    void aProgramThatChangesNothing();
    void filesOfOursAreNotShown();
    void aRunCanBeStopped();
    void aProgramThatNeverEndsIsEnded();
    void aLongLookCanBeStopped();
    void anotherProgramBegins();
    void withoutALensItSaysSo();
    void withoutASandboxItSaysSo();
    void everyFocusStopHasAName();

private:
    void explore(const QByteArray &program, const QByteArrayList &callers = {});
    void waitForFindings();

    DesktopTest m_look;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<CrashView> m_view;
};

void TestCrashView::init()
{
    const auto features = sandbox::waitFor(m_sandbox.features());
    if (!features || !features->trace) {
        if (qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
            QFAIL("no lens here");
        QSKIP("no lens here: `ringside doctor` tells what to change");
    }
    DesktopTest::announcements().clear();
    m_view = std::make_unique<CrashView>(m_sandbox);
    m_view->resize(900, 400);
    m_view->show();
}

void TestCrashView::cleanup()
{
    m_view.reset();
}

void TestCrashView::waitForFindings()
{
    QTRY_VERIFY_WITH_TIMEOUT(!m_view->isBusy(), patience);
}

void TestCrashView::explore(const QByteArray &program, const QByteArrayList &callers)
{
    sandbox::RunRequest request;
    request.workspace.entries = {file("main.py", program), file("state", "old")};
    request.limits.cpu = std::chrono::milliseconds(patience);
    request.limits.wall = std::chrono::milliseconds(patience);
    QSignalSpy explored(m_view.get(), &CrashView::explored);
    m_view->explore(request, mainFile, callers);
    QVERIFY(m_view->isBusy());
    QTRY_VERIFY_WITH_TIMEOUT(!explored.isEmpty(), patience);
    QVERIFY(!m_view->isBusy());
}

void TestCrashView::everyMomentIsShown()
{
    const QAbstractItemModelTester tester(m_view->model());
    const QAbstractItemModelTester leftTester(m_view->findChild<LeftModel *>());
    QVERIFY(m_view->message().contains(u"Your own files stay as they are"));
    explore(inPlace);
    const QStringList moments = rows(*m_view->model());
    QCOMPARE(moments.size(), 2);
    QCOMPARE(moments[0], u"1 | openat state | state is empty"_s);
    QCOMPARE(moments[1], u"1 | write state | as at the end"_s); // a `with` writes where it ends
    QVERIFY(m_view->model()->index(1, CrashModel::CallColumn).data(Qt::ToolTipRole).toString().contains(u"\"new\", 3) = 3"));
    QCOMPARE(m_view->summary(), u"2 moments · 1 broken"_s);
    QCOMPARE(m_view->model()->index(0, CrashModel::LeftColumn).data(Qt::AccessibleTextRole).toString(),
        u"broken: state is empty"_s); // the cross in words
    QVERIFY(DesktopTest::heard(m_view->summary()));
    explore(replaced);
    QStringList left;
    for (const QString &moment : rows(*m_view->model()))
        left.append(moment.section(u" | "_s, -1));
    QCOMPARE(left, (QStringList{u"tmp is left over"_s, u"tmp is left over"_s, u"as at the end"_s}));
    QCOMPARE(rows(*m_view->model()).last(), u"4 | rename tmp → state | as at the end"_s);
    QCOMPARE(m_view->summary(), u"3 moments · always old or new"_s);
}

void TestCrashView::whatIsLeftCanBeRead()
{
    explore(inPlace);
    QCOMPARE(m_view->table()->currentIndex().row(), 0); // the broken one
    QCOMPARE(rows(*m_view->files()->model()).last(), u"state | 0 bytes | broken"_s);
    QCOMPARE(m_view->files()->currentIndex().row(), 1);
    QCOMPARE(m_view->content()->toPlainText(), u"The file is empty."_s);
    m_view->table()->setCurrentIndex(m_view->model()->index(1, 0));
    QCOMPARE(rows(*m_view->files()->model()).last(), u"state | 3 bytes | as at the end"_s);
    QCOMPARE(m_view->content()->toPlainText(), u"new"_s);
    explore("import os\nos.symlink('nowhere', 'link')\nos.remove('state')\nopen('state', 'wb').write(b'\\xff' * 30000)\n");
    QCOMPARE(m_view->content()->toPlainText(), u"There is no such name. It was there before."_s);
    m_view->table()->setCurrentIndex(m_view->model()->index(m_view->model()->rowCount() - 1, 0));
    QCOMPARE(m_view->content()->toPlainText(), u"leads to nowhere"_s);
    m_view->files()->setCurrentIndex(m_view->files()->model()->index(2, 0));
    QVERIFY(m_view->content()->toPlainText().startsWith(u"\\xff\\xff"_s));
    QVERIFY(m_view->content()->toPlainText().endsWith(u"the file has 29.3 KiB."_s));
}

void TestCrashView::theKeyboardIsEnough()
{
    QSignalSpy wanted(m_view.get(), &CrashView::explorationRequested);
    m_view->startButton()->setFocus();
    QCOMPARE(m_view->focusTarget(), m_view->startButton());
    QTest::keyClick(m_view->startButton(), Qt::Key_Space);
    QCOMPARE(wanted.count(), 1);
    explore(replaced);
    QSignalSpy chosen(m_view.get(), &CrashView::callChosen);
    QSignalSpy requested(m_view.get(), &CrashView::lineRequested);
    m_view->focusTarget()->setFocus();
    QTest::keyClick(m_view->table(), Qt::Key_End, Qt::ControlModifier);
    QCOMPARE(m_view->table()->currentIndex().row(), 2);
    QCOMPARE(chosen.last().first().value<lens::Site>().line, 4);
    QTest::keyClick(m_view->table(), Qt::Key_Return);
    QCOMPARE(requested.last().first().value<lens::Site>().line, 4);
}

void TestCrashView::aPowerFailureLosesMore_data()
{
    QTest::addColumn<QByteArray>("program");
    QTest::addColumn<QString>("failure");
    QTest::addColumn<bool>("breaks");
    QTest::addColumn<bool>("losesData"); // and with it a tree that a kill does not leave
    QTest::newRow("replaced, strict") << replaced << u"Power fails, strict"_s << true << true;
    QTest::newRow("replaced, journal") << replaced << u"Power fails, journal"_s << true << true;
    QTest::newRow("replaced, ext4") << replaced << u"Power fails, ext4"_s << true << true;
    QTest::newRow("in place, ext4") << inPlace << u"Power fails, ext4"_s << true << true;
}

void TestCrashView::aPowerFailureLosesMore()
{
    QFETCH(QByteArray, program);
    QFETCH(QString, failure);
    QFETCH(bool, breaks);
    QFETCH(bool, losesData);
    explore(program);
    const int field = m_view->failureField()->findText(failure);
    QVERIFY(field > 0);
    m_view->failureField()->setCurrentIndex(field); // of the same run
    QVERIFY(m_view->isBusy());
    waitForFindings();
    QVERIFY2(m_view->summary().contains(u"possible trees"), qPrintable(m_view->summary()));
    QCOMPARE(m_view->model()->brokenCount() > 0, breaks);
    bool tellsLoss = false;
    for (int row = 0; row < m_view->model()->rowCount(); ++row) {
        m_view->table()->setCurrentIndex(m_view->model()->index(row, 0));
        tellsLoss = tellsLoss || m_view->message().contains(u"Lost: write(3<"_s);
    }
    QCOMPARE(tellsLoss, losesData);
    QVERIFY(m_view->failureField()->toolTip().startsWith(u"The power fails."));
    m_view->failureField()->setCurrentIndex(0);
    waitForFindings();
    QVERIFY(m_view->summary().contains(u"moments"));
}

void TestCrashView::aProgramThatChangesNothing()
{
    explore("print(open('state').read())\n");
    QVERIFY2(m_view->message().startsWith(u"The program changes nothing on disk."), qPrintable(m_view->message()));
    QVERIFY(DesktopTest::heard(u"The program changes nothing on disk."_s));
    QCOMPARE(m_view->summary(), QString());
    explore("raise SystemExit(3)\n");
    QVERIFY2(m_view->message().endsWith(u"The program ended with status 3."), qPrintable(m_view->message()));
}

void TestCrashView::filesOfOursAreNotShown()
{
    explore(inPlace, {mainFile});
    QCOMPARE(m_view->model()->rowCount(), 0); // what our caller does is none of the program's
    explore(inPlace);
    QCOMPARE(rows(*m_view->files()->model()).first(), u"main.py | %1 bytes | as before"_s.arg(inPlace.size()));
}

void TestCrashView::aRunCanBeStopped()
{
    sandbox::RunRequest request;
    request.workspace.entries = {
        file("main.py", "import os, time\nos.mkdir('made')\nwhile True: time.sleep(0.01)\n")};
    m_view->explore(request, mainFile);
    QTRY_VERIFY_WITH_TIMEOUT(m_view->summary() == u"running, 1 change so far"_s, patience);
    QCOMPARE(m_view->startButton()->text(), u"Stop"_s);
    m_view->startButton()->click();
    waitForFindings();
    QCOMPARE(rows(*m_view->model()).size(), 1);
    QVERIFY2(m_view->summary().endsWith(u"The program was stopped."), qPrintable(m_view->summary()));
    QCOMPARE(m_view->startButton()->text(), u"Crash after every change"_s);
}

void TestCrashView::aProgramThatNeverEndsIsEnded()
{
    m_view->setMostMoments(5);
    explore("import os\nwhile True:\n    os.mkdir('made')\n    os.rmdir('made')\n");
    QCOMPARE(m_view->model()->rowCount(), 5);
    QCOMPARE(m_view->summary(), u"5 moments · always old or new · there are more"_s);
    m_view->failureField()->setCurrentIndex(1);
    waitForFindings();
    QVERIFY2(m_view->model()->rowCount() <= 5, qPrintable(m_view->summary()));
}

void TestCrashView::aLongLookCanBeStopped()
{
    // Few trees, but many ways to come by them: nothing is found any more, and it must end all the same.
    explore("for i in range(150):\n    with open('state', 'w') as f: f.write('x')\n");
    QCOMPARE(m_view->model()->rowCount(), 300);
    m_view->failureField()->setCurrentIndex(1);
    QVERIFY(m_view->isBusy());
    QCOMPARE(m_view->startButton()->text(), u"Stop"_s);
    m_view->startButton()->click();
    waitForFindings();
    QCOMPARE(m_view->message(), u"Stopped."_s);
    m_view->failureField()->setCurrentIndex(0); // the run is still known
    waitForFindings();
    QCOMPARE(m_view->model()->rowCount(), 300);
}

void TestCrashView::anotherProgramBegins()
{
    sandbox::RunRequest request;
    request.workspace.entries = {file("main.py", inPlace)};
    QSignalSpy explored(m_view.get(), &CrashView::explored);
    m_view->explore(request, mainFile);
    m_view->forget();
    QVERIFY(!m_view->isBusy());
    explore(replaced);
    QCOMPARE(explored.count(), 1); // the first never comes
    QCOMPARE(m_view->model()->rowCount(), 3);
    m_view->forget();
    QCOMPARE(m_view->model()->rowCount(), 0);
    QCOMPARE(m_view->summary(), QString());
}

void TestCrashView::withoutALensItSaysSo()
{
    sandbox::Sandbox untraced({QStringLiteral(OBSTRUCT), u"no-trace"_s, helperProgram(u"ringside-supervisor"_s)});
    CrashView view(untraced);
    QSignalSpy explored(&view, &CrashView::explored);
    sandbox::RunRequest request;
    request.workspace.entries = {file("main.py", inPlace)};
    view.explore(request, mainFile);
    QTRY_VERIFY_WITH_TIMEOUT(!explored.isEmpty(), patience);
    QVERIFY2(view.message().startsWith(u"This machine has no lens."), qPrintable(view.message()));
    QVERIFY(view.message().contains(u"ringside doctor"));
    QVERIFY(DesktopTest::heard(u"This machine has no lens."_s));
    QVERIFY(!view.isBusy());
}

void TestCrashView::withoutASandboxItSaysSo()
{
    sandbox::Sandbox broken({u"/bin/false"_s});
    CrashView view(broken);
    QSignalSpy explored(&view, &CrashView::explored);
    sandbox::RunRequest request;
    request.workspace.entries = {file("main.py", inPlace)};
    view.explore(request, mainFile);
    QTRY_VERIFY_WITH_TIMEOUT(!explored.isEmpty(), patience);
    QVERIFY(!view.message().isEmpty());
    QVERIFY(!view.message().contains(u"would a crash leave"));
    QVERIFY(!view.isBusy());
}

void TestCrashView::everyFocusStopHasAName()
{
    QCOMPARE(unnamedFocusStops(m_view.get()), QStringList());
    explore(inPlace);
    QCOMPARE(unnamedFocusStops(m_view.get()), QStringList());
}

QTEST_MAIN(TestCrashView)
#include "tst_crashview.moc"
