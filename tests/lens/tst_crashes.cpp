#include "lens/crashes.h"
#include "lens/traced.h"

using namespace ringside;
using namespace ringside::tests;
using namespace Qt::StringLiterals;
using lens::Standing;

/// What a crash leaves beside what was before and what is to be.
class TestCrashes : public QObject
{
    Q_OBJECT

private slots:
    void leftIsCompared_data();
    void leftIsCompared();
    void everyKillHasItsTree();
    void aStoppedRunShowsWhatItDid();
    void aLongLookIsEnded();
};

static filesystem::Tree treeOf(const QList<filesystem::Entry> &entries)
{
    filesystem::Tree tree{.entries = entries};
    for (filesystem::Entry &entry : tree.entries)
        entry.size = entry.content.size();
    std::ranges::sort(tree.entries, {}, &filesystem::Entry::path);
    return tree;
}

static QByteArray standingsOf(const lens::LeftTree &left)
{
    QByteArrayList texts;
    for (const lens::LeftEntry &entry : left.entries)
        texts.append(entry.entry.path + ' ' + "oanml"[static_cast<int>(entry.standing)]);
    return texts.join(", ");
}

void TestCrashes::leftIsCompared_data()
{
    using Trees = QList<filesystem::Entry>;
    QTest::addColumn<Trees>("left");
    QTest::addColumn<QByteArray>("standings"); // o: as before, a: as at the end, n: neither, m: missing, l: left over
    QTest::addColumn<QByteArray>("judgement");
    const auto row = [](const char *name, const Trees &left, const QByteArray &standings, const QByteArray &judgement) {
        QTest::newRow(name) << left << standings << judgement;
    };
    const filesystem::Entry kept = file("kept", "k");
    row("nothing happened", {kept, file("state", "old"), file("gone", "g")}, "gone o, kept o, state o", "before");
    row("all is done", {kept, file("state", "new"), file("log", "said")}, "kept o, log a, state a", "after");
    row("half is done", {kept, file("state", "new"), file("gone", "g")}, "gone o, kept o, state a", "between");
    row("an empty file", {kept, file("state", ""), file("gone", "g")}, "gone o, kept o, state n", "broken");
    row("a new file that is not whole", {kept, file("state", "old"), file("gone", "g"), file("log", "sa")},
        "gone o, kept o, log n, state o", "broken");
    row("a name that is missing", {kept, file("gone", "g")}, "gone o, kept o, state m", "broken");
    row("a file that is in the way", {kept, file("state", "old"), file("gone", "g"), file("tmp", "n")},
        "gone o, kept o, state o, tmp l", "between");
    row("a folder where a file was", {kept, folder("state"), file("gone", "g")}, "gone o, kept o, state n", "broken");
}

void TestCrashes::leftIsCompared()
{
    QFETCH(QList<filesystem::Entry>, left);
    const filesystem::Tree before = treeOf({file("kept", "k"), file("state", "old"), file("gone", "g")});
    const filesystem::Tree after = treeOf({file("kept", "k"), file("state", "new"), file("log", "said")});
    const lens::LeftTree compared = lens::compareLeft(before, treeOf(left), after);
    QTEST(standingsOf(compared), "standings");
    const QByteArray judgement = compared.isBroken() ? "broken"
        : compared.isAsBefore                        ? "before"
        : compared.isAsAfter                         ? "after"
                                                     : "between";
    QTEST(judgement, "judgement");
}

void TestCrashes::everyKillHasItsTree()
{
    sandbox::Sandbox sandbox;
    if (const QString reason = missingLens(sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    sandbox::RunRequest request = program("import os\n"
                                          "with open('state', 'w') as f: f.write('new')\n"
                                          "os.mkdir('made')\n");
    request.workspace.entries.append(file("state", "old"));
    int told = 0;
    request.trace.emplace().receiveSnapshot = [&told](const sandbox::TraceSnapshot &) { ++told; };
    const auto run = sandbox::waitFor(lens::exploreCrashes(sandbox, request));
    QVERIFY(run.has_value());
    QCOMPARE(told, 4); // before the first change, and after each
    const QList<lens::CrashState> states = lens::afterKills(*run);
    QByteArrayList calls;
    QByteArrayList judgements;
    for (const lens::CrashState &state : states) {
        calls.append(run->trace->event(state.after).name());
        judgements.append(
            standingsOf(lens::compareLeft(run->snapshots.first().tree, state.tree, run->report.tree)));
    }
    QCOMPARE(calls, (QByteArrayList{"openat", "write", "mkdir"}));
    QCOMPARE(judgements,
        (QByteArrayList{"main.py o, state n", "main.py o, state a", "made a, main.py o, state a"}));
}

void TestCrashes::aStoppedRunShowsWhatItDid()
{
    sandbox::Sandbox sandbox;
    if (const QString reason = missingLens(sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    sandbox::RunRequest request
        = program("import os, time\nos.mkdir('made')\nwhile True: time.sleep(0.01)\n");
    std::stop_source stop;
    request.trace.emplace().receiveSnapshot = [&stop](const sandbox::TraceSnapshot &snapshot) {
        if (snapshot.change == 1)
            stop.request_stop();
    };
    const auto run = sandbox::waitFor(lens::exploreCrashes(sandbox, request, stop.get_token()));
    QVERIFY(run.has_value());
    QCOMPARE(run->report.ending, sandbox::Ending::Stopped);
    const QList<lens::CrashState> states = lens::afterKills(*run);
    QCOMPARE(states.size(), 1);
    QVERIFY(states.first().tree.find("made"));
}

void TestCrashes::aLongLookIsEnded()
{
    sandbox::Sandbox sandbox;
    if (const QString reason = missingLens(sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    sandbox::RunRequest request = program("for i in range(30):\n    with open('state', 'w') as f: f.write('x')\n");
    request.trace.emplace().positions = true;
    const auto run = sandbox::waitFor(lens::watch(sandbox, request));
    QVERIFY(run.has_value());
    const lens::PowerModel model(request.workspace, *run->trace);
    int asked = 0;
    const auto states = lens::afterPowerFailures(
        model, *run->trace, lens::PowerProfile::Strict, [&asked](qsizetype, qsizetype) { return ++asked < 40; });
    QCOMPARE(asked, 40); // though every state is found at the first of the thirty
    QVERIFY2(states.size() < 10, QByteArray::number(states.size()));
}

QTEST_GUILESS_MAIN(TestCrashes)
#include "tst_crashes.moc"
