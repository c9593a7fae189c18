#include "lens/calltext.h"
#include "lens/queries.h"
#include "sandbox/protocol.h"

#include <QRandomGenerator>
#include <QTest>

#include <csignal>
#include <fcntl.h>
#include <sys/syscall.h>

using namespace ringside;
using namespace ringside::lens;
namespace protocol = ringside::sandbox::protocol;

/// A stream of records as a lens writes it, put together by hand.
class Records
{
public:
    template <typename Record> Records &add(const Record &record)
    {
        m_writer(Record::kind, record);
        return *this;
    }

    Records &name(std::uint32_t id, const std::string &bytes)
    {
        return add(protocol::TraceName{.id = id, .bytes = bytes});
    }

    Records &site(std::uint32_t id, int line, protocol::TracePhase phase = protocol::TracePhase::User)
    {
        return add(protocol::TraceSite{.id = id, .phase = phase, .file = "/home/learner/main.py", .line = line});
    }

    Records &process(std::uint32_t id, std::uint32_t parent = 0, std::uint32_t site = 0)
    {
        return add(protocol::TraceProcess{
            .id = id, .pid = static_cast<int>(id) + 1, .parent = parent, .site = site, .timeNs = 1});
    }

    Records &object(std::uint32_t id)
    {
        return add(protocol::TraceObject{.id = id, .device = 7, .inode = 100 + id});
    }

    Records &call(int number, std::int64_t result, const protocol::TraceDetails &details, std::uint32_t site = 1,
        std::uint32_t object = 0, std::uint32_t process = 1)
    {
        protocol::Writer writer;
        writer(details);
        return add(protocol::TraceCall{.process = process,
            .number = static_cast<std::uint16_t>(number),
            .result = result,
            .site = site,
            .object = object,
            .details = writer.take()});
    }

    [[nodiscard]] QByteArray bytes() const { return QByteArray::fromStdString(m_writer.bytes()); }

private:
    protocol::Writer m_writer;
};

static Records beginning()
{
    return Records().site(1, 3).process(1).name(1, "/home/learner").object(1);
}

class TestTrace : public QObject
{
    Q_OBJECT

private slots:
    void takesWhatALensWrites();
    void takesBatchesCutAnywhereBetweenRecords();
    void refusesBrokenStreams_data();
    void refusesBrokenStreams();
    void survivesAnyBytes();
    void followsDescriptors();
    void execClosesWhatIsNotListed();
    void countsExactlyWhatIsNotShown();
    void callsOfAnUnreadStackAreUnknown();
    void toldLinesAreMarked();
    void callsAreTexts_data();
    void callsAreTexts();
    void groupsAndNames();
    void ordersAreOfObjects();
    void zombiesAndOrphans();
};

void TestTrace::takesWhatALensWrites()
{
    Trace trace;
    QVERIFY(trace.add(beginning()
                          .call(SYS_openat, 3,
                              {.arguments = {static_cast<std::uint64_t>(AT_FDCWD), 0, O_RDONLY, 0},
                                  .base = 1,
                                  .path = "notes.txt"},
                              1, 1)
                          .add(protocol::TraceProcessEnd{.process = 1, .waitStatus = 0, .timeNs = 5})
                          .add(protocol::TraceEnd{.calls = 1, .walksPython = true})
                          .bytes()));
    QVERIFY(trace.isComplete());
    QVERIFY(trace.walksPython());
    QCOMPARE(trace.events().size(), 1U);
    QCOMPARE(trace.details(trace.events()[0]).fullPath(), QByteArray("/home/learner/notes.txt"));
    QCOMPARE(trace.object(1).names, QByteArrayList{"/home/learner/notes.txt"});
    QCOMPARE(trace.callsOfLine("/home/learner/main.py", 3), 1U);
    QVERIFY(trace.process(1).hasEnded);
}

void TestTrace::takesBatchesCutAnywhereBetweenRecords()
{
    Trace trace;
    QVERIFY(trace.add(Records().site(1, 3).bytes()));
    QVERIFY(trace.add(QByteArray()));
    QVERIFY(trace.add(Records().process(1).bytes()));
    QVERIFY(trace.add(Records().call(SYS_umask, 18, {.arguments = {022}}).bytes()));
    QCOMPARE(trace.events().size(), 1U);
    QVERIFY(!trace.isComplete());
}

void TestTrace::refusesBrokenStreams_data()
{
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char *name, const Records &records) { QTest::newRow(name) << records.bytes(); };
    QTest::newRow("an unknown kind") << QByteArray("\x63xyz");
    QTest::newRow("kind 0") << QByteArray("\0xyz", 4);
    QTest::newRow("a record that is cut off") << beginning().bytes().chopped(3);
    QTest::newRow("a length beyond the end") << QByteArray("\x01\x01\0\0\0\xff\xff\xff\xff", 9);
    row("a name out of turn", beginning().name(5, "x"));
    row("a name given twice", beginning().name(1, "x"));
    row("a site out of turn", beginning().site(3, 1));
    row("an object out of turn", beginning().object(3));
    row("a process out of turn", beginning().process(3));
    row("a process that is its own parent", beginning().process(2, 2));
    row("a process of an unknown site", beginning().process(2, 1, 9));
    row("a call of an unknown process", beginning().call(SYS_read, 0, {}, 1, 0, 2));
    row("a call of no process", beginning().call(SYS_read, 0, {}, 1, 0, 0));
    row("a call from an unknown site", beginning().call(SYS_read, 0, {}, 2));
    row("a call about an unknown object", beginning().call(SYS_read, 0, {}, 1, 2));
    row("the end of an unknown process", beginning().add(protocol::TraceProcessEnd{.process = 2}));
    row("descriptors of an unknown process", beginning().add(protocol::TraceDescriptors{.process = 2}));
    row("a descriptor of an unknown object",
        beginning().add(protocol::TraceDescriptors{.process = 1, .open = {{.number = 1, .name = 0, .object = 9}}}));
    row("more failures than calls",
        beginning().add(protocol::TraceCounts{.counts = {{.site = 1, .number = 0, .calls = 1, .failed = 2}}}));
}

void TestTrace::refusesBrokenStreams()
{
    QFETCH(QByteArray, bytes);
    Trace trace;
    QVERIFY(!trace.add(bytes));
    QVERIFY(trace.isBroken());
    QVERIFY(!trace.add(beginning().bytes())); // nothing after it can be trusted
}

void TestTrace::survivesAnyBytes()
{
    const QByteArray whole = beginning()
                                 .call(SYS_pipe2, 0, {.arguments = {0, 0}, .numbers = {3, 4}})
                                 .call(SYS_close, 0, {.arguments = {3}})
                                 .bytes();
    QRandomGenerator random(1);
    for (int i = 0; i < 20'000; ++i) {
        QByteArray bytes = whole;
        for (int changes = random.bounded(4); changes >= 0; --changes)
            bytes[random.bounded(bytes.size())] = static_cast<char>(random.bounded(256));
        Trace trace;
        trace.add(bytes);
        for (const Event &event : trace.events())
            (void)callText(trace, event);
        (void)findLeaks(trace, {});
        (void)findUnreaped(trace);
    }
}

void TestTrace::followsDescriptors()
{
    Trace trace;
    QVERIFY(trace.add(beginning()
                          .call(SYS_openat, 3, {.arguments = {0, 0, 0, 0}, .base = 1, .path = "a"}, 1, 1)
                          .call(SYS_dup, 4, {.arguments = {3}}, 1, 1)
                          .call(SYS_close, 0, {.arguments = {3}})
                          .call(SYS_pipe2, 0, {.arguments = {0, 0}, .numbers = {3, 5}})
                          .call(SYS_dup3, 5, {.arguments = {4, 5, 0}}, 1, 1)
                          .bytes()));
    const auto &lives = trace.descriptorLives();
    QCOMPARE(lives.size(), 5U);
    QCOMPARE(lives[0].end, DescriptorLife::End::Closed);
    QCOMPARE(lives[0].closedBy, 2);
    QCOMPARE(lives[1].end, DescriptorLife::End::Open);
    QCOMPARE(lives[3].end, DescriptorLife::End::Replaced);
    QCOMPARE(trace.openDescriptors(1, 1), QList<qsizetype>{0});
    QCOMPARE(trace.openDescriptors(1, 2), (QList<qsizetype>{0, 1}));
    QCOMPARE(trace.openDescriptors(1, 5), (QList<qsizetype>{1, 2, 4}));
}

void TestTrace::execClosesWhatIsNotListed()
{
    Trace trace;
    QVERIFY(trace.add(beginning()
                          .call(SYS_openat, 3, {.arguments = {0, 0, 0, 0}, .base = 1, .path = "a"}, 1, 1)
                          .process(2, 1, 1)
                          .add(protocol::TraceDescriptors{.process = 2, .open = {{.number = 0, .name = 1, .object = 1}}})
                          .bytes()));
    const auto &lives = trace.descriptorLives();
    QCOMPARE(lives.size(), 3U);
    QCOMPARE(lives[0].end, DescriptorLife::End::Open); // the parent's own
    QCOMPARE(lives[1].process, 2U);
    QCOMPARE(lives[1].end, DescriptorLife::End::ByExec);
    QCOMPARE(lives[2].openedBy, -1);
}

void TestTrace::countsExactlyWhatIsNotShown()
{
    Trace trace;
    QVERIFY(trace.add(beginning()
                          .call(SYS_newfstatat, -ENOENT, {.path = "x"})
                          .add(protocol::TraceCounts{
                              .counts = {{.site = 1, .number = SYS_newfstatat, .calls = 1'000'000, .failed = 999}}})
                          .bytes()));
    QVERIFY(trace.isCapped());
    QCOMPARE(trace.callCount(), 1'000'001U);
    const CallCount count = trace.counts().at({1, SYS_newfstatat});
    QCOMPARE(count.calls, 1'000'001U);
    QCOMPARE(count.failed, 1000U);
    const CallFilter stats{.numbers = {SYS_newfstatat}};
    QCOMPARE(tally(trace, stats, 5).calls, 1'000'001U);
    QCOMPARE(trace.callsOfLine("/home/learner/main.py", 3), 1'000'001U);
}

void TestTrace::callsOfAnUnreadStackAreUnknown()
{
    for (const bool wasRead : {true, false}) {
        Trace trace;
        QVERIFY(trace.add(Records()
                              .add(protocol::TraceSite{.id = 1, .phase = protocol::TracePhase::Startup})
                              .process(1)
                              .call(SYS_umask, 18, {.arguments = {022}})
                              .add(protocol::TraceEnd{.calls = 1, .walksPython = wasRead})
                              .bytes()));
        QCOMPARE(trace.site(1).phase, wasRead ? Phase::Startup : Phase::Unknown);
        QCOMPARE(isLearners(trace.site(1).phase), !wasRead);
        QVERIFY(!trace.hasToldLines());
    }
}

void TestTrace::toldLinesAreMarked()
{
    Trace trace;
    QVERIFY(trace.add(Records()
                          .add(protocol::TraceSite{.id = 1, .file = "/home/learner/main.py", .line = 3, .isTold = true})
                          .process(1)
                          .call(SYS_umask, 18, {.arguments = {022}})
                          .add(protocol::TraceEnd{.calls = 1})
                          .bytes()));
    QVERIFY(trace.hasToldLines());
    QVERIFY(trace.site(1).isTold);
    QCOMPARE(trace.site(1).phase, Phase::Unknown);
    QCOMPARE(trace.callsOfLine("/home/learner/main.py", 3), 1U);
}

void TestTrace::callsAreTexts_data()
{
    QTest::addColumn<int>("number");
    QTest::addColumn<qint64>("result");
    QTest::addColumn<protocol::TraceDetails>("details");
    QTest::addColumn<QByteArray>("text");
    const auto here = static_cast<std::uint64_t>(AT_FDCWD);
    const auto row = [](const char *name, int number, qint64 result, const protocol::TraceDetails &details,
                         const char *text) { QTest::newRow(name) << number << result << details << QByteArray(text); };
    row("open flags", SYS_openat, 3,
        {.arguments = {here, 0, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600}, .path = "a b"},
        "openat(AT_FDCWD, \"a b\", O_WRONLY|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3");
    row("a failure", SYS_openat, -ENOENT, {.arguments = {here, 0, O_RDONLY, 0}, .path = "x"},
        "openat(AT_FDCWD, \"x\", O_RDONLY, 00) = -1 ENOENT");
    row("a name of odd bytes", SYS_unlink, 0, {.arguments = {0}, .path = "\xff\n\""}, "unlink(\"\\xff\\n\\\"\") = 0");
    row("what a descriptor leads to", SYS_write, 2, {.arguments = {1, 0, 2}, .base = 1, .data = "hi"},
        "write(1</home/learner>, \"hi\", 2) = 2");
    row("an offset from the end", SYS_lseek, 10, {.arguments = {3, static_cast<std::uint64_t>(-1), SEEK_END}},
        "lseek(3, -1, SEEK_END) = 10");
    row("a rename", SYS_rename, 0, {.path = "a", .otherPath = "b"}, "rename(\"a\", \"b\") = 0");
    row("a signal", SYS_kill, 0, {.arguments = {7, SIGTERM}}, "kill(7, SIGTERM) = 0");
    row("a pair", SYS_pipe2, 0, {.arguments = {0, O_CLOEXEC}, .numbers = {3, 4}}, "pipe2([3, 4], O_RDONLY|O_CLOEXEC) = 0");
    row("a program", SYS_execve, 0,
        {.arguments = {0, 0, 0}, .path = "/bin/ls", .numbers = {2}, .texts = {"ls", "-l", "A=b"}},
        "execve(\"/bin/ls\", [\"ls\", \"-l\"], [1 variables]) = 0");
    row("a wait", SYS_wait4, 5, {.arguments = {5, 1, 0, 0}, .numbers = {3 << 8}}, "wait4(5, [exit 3], 0x0) = 5");
}

void TestTrace::callsAreTexts()
{
    QFETCH(int, number);
    QFETCH(qint64, result);
    QFETCH(protocol::TraceDetails, details);
    QFETCH(QByteArray, text);
    Trace trace;
    QVERIFY(trace.add(beginning().call(number, result, details).bytes()));
    QCOMPARE(callText(trace, trace.events()[0]), text);
}

void TestTrace::groupsAndNames()
{
    QVERIFY(callNumbers({QStringLiteral("stats")})->contains(SYS_newfstatat));
    QCOMPARE(callNumbers({QStringLiteral("fsync")}), QList<int>{SYS_fsync});
    QVERIFY(!callNumbers({QStringLiteral("fsnyc")}));
}

void TestTrace::ordersAreOfObjects()
{
    const QList<int> syncs{SYS_fsync};
    const QList<int> renames{SYS_rename};
    const auto verdict = [&](const Records &records) {
        Trace trace;
        if (!trace.add(records.bytes()))
            qFatal("a broken stream");
        return checkOrder(trace, {.first = syncs, .then = renames, .object = "/home/learner/b"});
    };
    const protocol::TraceDetails rename{.base = 1, .otherBase = 1, .path = "tmp", .otherPath = "b"};
    QCOMPARE(verdict(beginning().call(SYS_fsync, 0, {.arguments = {3}}, 1, 1).call(SYS_rename, 0, rename, 1, 1)).outcome,
        OrderVerdict::Outcome::Kept);
    const OrderVerdict wrong
        = verdict(beginning().object(2).call(SYS_fsync, 0, {.arguments = {3}}, 1, 2).call(SYS_rename, 0, rename, 1, 1));
    QCOMPARE(wrong.outcome, OrderVerdict::Outcome::NotFirst); // it was another file
    QCOMPARE(wrong.event, std::optional<qsizetype>(1));
    QCOMPARE(verdict(beginning().call(SYS_rename, 0, rename, 1, 1).call(SYS_fsync, 0, {.arguments = {3}}, 1, 1).call(SYS_rename, 0, rename, 1, 1)).outcome,
        OrderVerdict::Outcome::Kept); // once too early, once in time
    QCOMPARE(verdict(beginning().call(SYS_fsync, 0, {.arguments = {3}}, 1, 1)).outcome,
        OrderVerdict::Outcome::NeverThen);
}

void TestTrace::zombiesAndOrphans()
{
    Trace trace;
    QVERIFY(trace.add(beginning()
                          .process(2, 1, 1)
                          .process(3, 1, 1)
                          .process(4, 1, 1)
                          .add(protocol::TraceProcessEnd{.process = 2, .timeNs = 2})
                          .call(SYS_wait4, 3, {.arguments = {3}})
                          .add(protocol::TraceProcessEnd{.process = 3, .timeNs = 3})
                          .add(protocol::TraceProcessEnd{.process = 1, .timeNs = 4})
                          .add(protocol::TraceProcessEnd{.process = 4, .timeNs = 5})
                          .bytes()));
    const QList<Unreaped> found = findUnreaped(trace);
    QCOMPARE(found.size(), 2);
    QCOMPARE(found[0].process, 3U);
    QCOMPARE(found[0].kind, Unreaped::Kind::Zombie);
    QCOMPARE(found[1].process, 4U);
    QCOMPARE(found[1].kind, Unreaped::Kind::Orphan);
}

QTEST_GUILESS_MAIN(TestTrace)
#include "tst_trace.moc"
