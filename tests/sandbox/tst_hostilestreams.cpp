#include "base/paths.h"
#include "sandbox/protocol.h"
#include "sandbox/requests.h"

#include <QProcess>
#include <QTemporaryFile>

#include <random>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

/// What supervisor and client do when the other side sends what nobody sane would: wrong numbers, wrong order, damaged
/// frames, half ones. The seeds are fixed; RINGSIDE_FUZZ_ROUNDS asks for more of them.
class TestHostileStreams : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void supervisorSurvives_data();
    void supervisorSurvives();
    void clientSurvives_data();
    void clientSurvives();

private:
    static void addSeeds();
};

namespace {

using protocol::encode;

class Random
{
public:
    explicit Random(quint32 seed)
        : m_numbers(seed)
    {
    }
    std::uint32_t operator()() { return static_cast<std::uint32_t>(m_numbers()); }

private:
    std::mt19937 m_numbers;
};

int rounds()
{
    const int wanted = qEnvironmentVariableIntValue("RINGSIDE_FUZZ_ROUNDS");
    return wanted > 0 ? wanted : 8;
}

std::string randomText(Random &random)
{
    static const std::array<std::string, 12> texts{"", ".", "..", "main.py", "d", "d/f", "../x", "/etc/passwd",
        std::string("a\0b", 3), "\xff\n", std::string(300, 'n'), "/home/learner/d"};
    return texts[random() % texts.size()];
}

std::int64_t randomNumber(Random &random)
{
    static constexpr std::array<std::int64_t, 10> numbers{0, 1, -1, 2, 64, 4096, 1 << 20, 16 << 20,
        std::numeric_limits<std::int64_t>::max(), std::numeric_limits<std::int64_t>::min()};
    return numbers[random() % numbers.size()];
}

protocol::RunBegin randomBegin(Random &random, std::uint32_t run)
{
    const bool isSane = random() % 2 == 0;
    const auto number = [&](std::int64_t usual) { return isSane ? usual : randomNumber(random); };
    protocol::RunBegin begin{.run = run,
        .wallMs = 500,
        .cpuMs = number(500),
        .memoryBytes = number(64 << 20),
        .outputBytes = number(1000),
        .valueBytes = number(1000),
        .diskBytes = number(1 << 20),
        .fileBytes = number(1 << 20),
        .inodes = static_cast<std::int32_t>(number(64)),
        .processes = static_cast<std::int32_t>(number(8)),
        .descriptors = static_cast<std::int32_t>(number(64)),
        .start = static_cast<protocol::StartKind>(random() % 3),
        .valueChannel = random() % 2 == 0,
        .session = random() % 2 == 0};
    if (random() % 3 == 0)
        begin.arguments = {randomText(random), randomText(random)};
    if (random() % 3 == 0)
        begin.environment = {{randomText(random), randomText(random)}};
    if (random() % 3 == 0)
        begin.mounts = {{.path = randomText(random), .bytes = number(4096), .inodes = 8}};
    return begin;
}

protocol::Entry randomEntry(Random &random, std::uint32_t run)
{
    return {.run = run,
        .tree = static_cast<std::uint32_t>(random() % 8 == 0 ? random() : 0),
        .path = random() % 2 == 0 ? "main.py" : randomText(random),
        .kind = static_cast<protocol::EntryKind>(random() % 4 == 0 ? random() % 7 : 1),
        .mode = static_cast<std::uint32_t>(random()),
        .size = random() % 4 == 0 ? randomNumber(random) : 0,
        .blocks = random() % 4 == 0 ? randomNumber(random) : 0,
        .modifiedNs = randomNumber(random),
        .inode = random() % 3,
        .target = randomText(random),
        .content = random() % 2 == 0 ? "print(1)" : randomText(random),
        .digest = randomText(random)};
}

/// A frame of one of the kinds the client sends, with fields it never would. `begun` is how many runs there are.
std::string frameFromClient(Random &random, std::uint32_t &begun)
{
    const std::uint32_t run = begun - random() % 3;
    const std::uint32_t edit = random() % 3;
    switch (random() % 18) {
    case 0:
    case 1:
    case 2:
        return encode(randomBegin(random, random() % 64 == 0 ? run : ++begun));
    case 3:
    case 4:
        return encode(randomEntry(random, run));
    case 5:
        return encode(protocol::Content{.run = run, .bytes = randomText(random)});
    case 6:
        return encode(protocol::Input{.run = run, .bytes = randomText(random)});
    case 7:
    case 8:
        return encode(protocol::RunStart{.run = run});
    case 9:
        return encode(protocol::Stop{.run = run});
    case 10:
        return encode(protocol::ProgramStart{.run = run,
            .command = {random() % 2 == 0 ? "true" : randomText(random), randomText(random)},
            .terminal = random() % 2 == 0,
            .rows = static_cast<std::uint16_t>(random()),
            .columns = 0});
    case 11:
        return encode(protocol::ProgramStop{.run = run});
    case 12:
        return encode(protocol::Resize{.run = run, .rows = 0, .columns = static_cast<std::uint16_t>(random())});
    case 13:
        return encode(protocol::Snapshot{.run = run});
    case 14:
        return encode(protocol::EditEnd{.run = run, .edit = edit});
    case 15:
        return encode(protocol::Remove{
            .run = run, .edit = edit, .path = randomText(random), .withContent = random() % 2 == 0});
    case 16:
        return encode(protocol::Rename{.run = run, .edit = edit, .from = randomText(random), .to = randomText(random)})
            + encode(protocol::SetMode{.run = run, .edit = edit, .path = randomText(random), .mode = 0777});
    default:
        return encode(protocol::RestoreBegin{.run = run}) + encode(protocol::WatchTree{.run = run})
            + encode(protocol::InputEnd{.run = run});
    }
}

std::string frameFromSupervisor(Random &random)
{
    const std::uint32_t run = random() % 3;
    switch (random() % 9) {
    case 0:
        return encode(protocol::Output{.run = run, .bytes = randomText(random)});
    case 1:
        return encode(randomEntry(random, run));
    case 2:
        return encode(protocol::Content{.run = run, .bytes = randomText(random)});
    case 3:
        return encode(protocol::TreeEnd{.run = run, .tree = static_cast<std::uint32_t>(random() % 3)});
    case 4:
        return encode(protocol::Finished{.run = run, .exitStatus = static_cast<std::int32_t>(random())});
    case 5:
        return encode(protocol::Failed{.run = run, .step = randomText(random)});
    case 6:
        return encode(protocol::SessionOpened{.run = run});
    case 7:
        return encode(protocol::ProgramEnded{.run = run}) + encode(protocol::TreeChanged{.run = run});
    default:
        return encode(protocol::EditDone{.run = run, .edit = static_cast<std::uint32_t>(random() % 3)});
    }
}

/// Some streams get a wrong byte, or end too early.
void damage(std::string &stream, Random &random)
{
    if (random() % 3 == 0)
        stream[random() % stream.size()] = static_cast<char>(random());
    if (random() % 3 == 0)
        stream.resize(random() % stream.size());
}

} // namespace

void TestHostileStreams::initTestCase()
{
    Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

void TestHostileStreams::addSeeds()
{
    QTest::addColumn<quint32>("seed");
    for (int seed = 1; seed <= rounds(); ++seed)
        QTest::addRow("seed %d", seed) << quint32(seed);
}

void TestHostileStreams::supervisorSurvives_data()
{
    addSeeds();
}

/// It may stop listening to such a client, with a status of its own, but not crash, and not stay behind.
void TestHostileStreams::supervisorSurvives()
{
    QFETCH(quint32, seed);
    Random random(seed);
    std::uint32_t begun = 0;
    std::string stream = encode(protocol::Hello{});
    for (int i = 0; i < 60; ++i)
        stream += frameFromClient(random, begun);
    if (seed % 2 == 0)
        damage(stream, random);

    QProcess supervisor;
    supervisor.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    supervisor.start(helperProgram(u"ringside-supervisor"_s), QStringList());
    QVERIFY(supervisor.waitForStarted(patience));
    supervisor.write(stream.data(), static_cast<qint64>(stream.size()));
    // Give what was started the time to come about: the first word says that the supervisor is ready.
    const bool hasSpoken = supervisor.waitForReadyRead(patience);
    supervisor.waitForFinished(700);
    supervisor.closeWriteChannel();
    QVERIFY(supervisor.state() == QProcess::NotRunning || supervisor.waitForFinished(patience));
    QCOMPARE(supervisor.exitStatus(), QProcess::NormalExit);
    QCOMPARE(supervisor.exitCode(), 0); // 128 and up: the steward died of a signal
    QVERIFY(hasSpoken);
    protocol::FrameBuffer said;
    const QByteArray answers = supervisor.readAllStandardOutput();
    said.append({answers.data(), static_cast<std::size_t>(answers.size())});
    QCOMPARE(said.next()->type, protocol::FrameType::Ready);
    while (said.next()) { }
    QVERIFY(said.isValid());
}

void TestHostileStreams::clientSurvives_data()
{
    addSeeds();
}

/// Every future finishes, and nothing but an error or a report comes out.
void TestHostileStreams::clientSurvives()
{
    QFETCH(quint32, seed);
    Random random(seed);
    std::string stream = encode(protocol::Ready{.kernel = "6.1", .python = "3.13"});
    for (int i = 0; i < 30; ++i)
        stream += frameFromSupervisor(random);
    if (seed % 2 == 0)
        damage(stream, random);
    QTemporaryFile answers;
    QVERIFY(answers.open() && answers.write(stream.data(), static_cast<qint64>(stream.size())) == qint64(stream.size()));
    answers.close();

    Sandbox sandbox(QStringList{u"/bin/cat"_s, answers.fileName()});
    const auto features = sandbox.features();
    const auto run = sandbox.run(program("print(1)"));
    const std::unique_ptr<Session> session = sandbox.openSession({});
    bool isOver = false;
    connect(session.get(), &Session::failed, this, [&] { isOver = true; });
    connect(session.get(), &Session::closed, this, [&] { isOver = true; });
    connect(session.get(), &Session::opened, this, [&] {
        (void)session->snapshot();
        (void)session->put(tests::file("f", "x"));
        (void)session->restore({});
        session->startProgram({});
    });
    (void)waitFor(features);
    (void)waitFor(run);
    QVERIFY(QTest::qWaitFor([&] { return isOver; }, patience));
    QCOMPARE(session->state(), Session::State::Closed);
}

QTEST_GUILESS_MAIN(TestHostileStreams)
#include "tst_hostilestreams.moc"
