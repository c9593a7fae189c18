#include "sandbox/protocol.h"

#include <QTest>

#include <random>

using namespace ringside::sandbox::protocol;

class TestProtocol : public QObject
{
    Q_OBJECT

private slots:
    void framesComeBackAsTheyWere();
    void framesMayArriveInPieces();
    void wrongBodiesAreRefused_data();
    void wrongBodiesAreRefused();
    void wrongLengthsEndTheStream_data();
    void wrongLengthsEndTheStream();
    void hugeCountsTakeNoMemory();
    void randomBytesNeverPassAsMore();
    void damagedFramesNeverPassAsMore();
};

static Entry sampleEntry()
{
    return {.run = 7,
        .tree = 1,
        .path = std::string("a\0b", 3),
        .kind = EntryKind::Fifo,
        .mode = 04755,
        .size = -1,
        .blocks = 8,
        .modifiedNs = 1LL << 62,
        .inode = ~0ULL,
        .device = 3,
        .linkCount = 2,
        .target = "t",
        .content = "\xff",
        .contentComplete = false,
        .digest = std::string(32, 'd'),
        .attributes = {{"user.a", ""}, {"user.b", "c"}}};
}

static std::string bodyOf(const std::string &frame)
{
    return frame.substr(sizeof(std::uint32_t) + sizeof(FrameType));
}

static std::string asBytes(std::uint32_t number)
{
    return {reinterpret_cast<const char *>(&number), sizeof number};
}

void TestProtocol::framesComeBackAsTheyWere()
{
    const Entry sent = sampleEntry();
    FrameBuffer buffer;
    buffer.append(encode(sent));
    const auto frame = buffer.next();
    QVERIFY(frame);
    QCOMPARE(frame->type, FrameType::Entry);
    const auto got = decode<Entry>(frame->body);
    QVERIFY(got);
    QCOMPARE(got->path, sent.path);
    QCOMPARE(got->kind, sent.kind);
    QCOMPARE(got->size, sent.size);
    QCOMPARE(got->modifiedNs, sent.modifiedNs);
    QCOMPARE(got->inode, sent.inode);
    QCOMPARE(got->content, sent.content);
    QCOMPARE(got->contentComplete, false);
    QCOMPARE(got->attributes, sent.attributes);
    QVERIFY(!buffer.next());
}

void TestProtocol::framesMayArriveInPieces()
{
    const std::string stream = encode(sampleEntry()) + encode(Stop{.run = 3}) + encode(sampleEntry());
    FrameBuffer buffer;
    std::vector<FrameType> types;
    for (const char byte : stream) {
        buffer.append({&byte, 1});
        while (const auto frame = buffer.next())
            types.push_back(frame->type);
    }
    QCOMPARE(types, (std::vector{FrameType::Entry, FrameType::Stop, FrameType::Entry}));
    QVERIFY(buffer.isValid());
}

void TestProtocol::wrongBodiesAreRefused_data()
{
    QTest::addColumn<std::string>("body");
    const std::string good = bodyOf(encode(sampleEntry()));
    QTest::newRow("nothing at all") << std::string();
    QTest::newRow("one byte short") << good.substr(0, good.size() - 1);
    QTest::newRow("one byte more") << good + 'x';
    QTest::newRow("a text longer than the frame")
        << good.substr(0, 8) + asBytes(0x7fffffff) + good.substr(12);
    // run, tree, length and bytes of the path come before the kind
    std::string wrong = good;
    wrong[8 + 4 + 3] = 42;
    QTest::newRow("a kind that does not exist") << wrong;
    wrong = good;
    wrong[wrong.find(std::string(32, 'd')) - 5] = 2; // the bool before the digest's length
    QTest::newRow("neither true nor false") << wrong;
}

void TestProtocol::wrongBodiesAreRefused()
{
    QFETCH(std::string, body);
    QVERIFY(!decode<Entry>(body));
}

void TestProtocol::wrongLengthsEndTheStream_data()
{
    QTest::addColumn<std::uint32_t>("length");
    QTest::newRow("no room for the type") << 0U;
    QTest::newRow("beyond the limit") << std::uint32_t(maximumFrame + 1);
    QTest::newRow("the largest number") << ~0U;
}

void TestProtocol::wrongLengthsEndTheStream()
{
    QFETCH(std::uint32_t, length);
    FrameBuffer buffer;
    buffer.append(encode(Stop{.run = 1}) + asBytes(length) + encode(Stop{.run = 2}));
    QVERIFY(buffer.next()); // what came before still counts
    QVERIFY(!buffer.next());
    QVERIFY(!buffer.isValid());
    buffer.append(encode(Stop{.run = 3}));
    QVERIFY(!buffer.next());
}

void TestProtocol::hugeCountsTakeNoMemory()
{
    std::vector<std::string> list;
    const std::string bytes = asBytes(~0U) + asBytes(0) + asBytes(0);
    Reader reader(bytes);
    reader(list);
    QVERIFY(!reader.isComplete());
    QVERIFY(list.size() <= 3);
}

void TestProtocol::randomBytesNeverPassAsMore()
{
    std::mt19937 random(1);
    int decoded = 0;
    for (int round = 0; round < 200'000; ++round) {
        std::string body(random() % 96, '\0');
        for (char &byte : body)
            byte = static_cast<char>(random() % 4 == 0 ? random() : 0);
        // Whatever passes must be exactly what would have been sent.
        if (const auto entry = decode<Entry>(body)) {
            ++decoded;
            QCOMPARE(bodyOf(encode(*entry)), body);
        }
        if (const auto begin = decode<RunBegin>(body))
            QCOMPARE(bodyOf(encode(*begin)), body);
    }
    QVERIFY(decoded > 0); // or the test would show nothing
}

void TestProtocol::damagedFramesNeverPassAsMore()
{
    std::mt19937 random(2);
    const std::string good = encode(sampleEntry());
    for (int round = 0; round < 100'000; ++round) {
        std::string stream = good + good;
        for (int damage = 0; damage < 3; ++damage)
            stream[random() % stream.size()] = static_cast<char>(random());
        FrameBuffer buffer;
        buffer.append(stream);
        while (const auto frame = buffer.next())
            if (const auto entry = decode<Entry>(frame->body))
                QCOMPARE(bodyOf(encode(*entry)), std::string(frame->body));
    }
}

QTEST_GUILESS_MAIN(TestProtocol)
#include "tst_protocol.moc"
