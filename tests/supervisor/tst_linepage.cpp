#include "supervisor/linepage.h"

#include <QTest>

#include <algorithm>
#include <sys/mman.h>
#include <unistd.h>

using namespace ringside::supervisor;

/// What a program says of itself is looked at as what it is: bytes that anybody may have put there.
class TestLinePage : public QObject
{
    Q_OBJECT

private slots:
    void slotsAreDoubted_data();
    void slotsAreDoubted();
    void pagesAreRead();
};

void TestLinePage::slotsAreDoubted_data()
{
    QTest::addColumn<int>("thread");
    QTest::addColumn<int>("line");
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QByteArray>("function");
    QTest::addColumn<bool>("believed"); // as what the program says
    const QByteArray file = "/home/learner/main.py";
    const auto row = [](const char *name, int thread, int line, const QByteArray &in, const QByteArray &function, bool believed) {
        QTest::newRow(name) << thread << line << in << function << believed;
    };
    row("a line", 2, 7, file, "count", true);
    row("names in other letters", 2, 7, "/home/learner/gr\xc3\xb6\xc3\x9f" "e \xe2\x82\xac \xf0\x9f\x90\x8d.py", "z\xc3\xa4hle", true);
    row("a module", 2, 7, file, "<module>", true);
    row("another thread's", 3, 7, file, "count", false);
    row("nobody's", 0, 7, file, "count", false);
    row("no line", 2, 0, file, "count", false);
    row("a line before the first", 2, -1, file, "count", false);
    row("no file", 2, 7, "", "count", false);
    row("a file without an end", 2, 7, QByteArray(184, 'a'), "count", false);
    row("a function without an end", 2, 7, file, QByteArray(64, 'a'), false);
    row("what is no text", 2, 7, "/home/learner/\xff.py", "count", false);
    row("half a letter", 2, 7, "/home/learner/\xc3", "count", false);
    row("a letter written longer than need be", 2, 7, "/home/learner/\xc0\xaf", "count", false);
    row("the same of three bytes", 2, 7, "/home/learner/\xe0\x80\xaf", "count", false);
    row("half a pair", 2, 7, "/home/learner/\xed\xa0\x80", "count", false);
    row("beyond the last letter", 2, 7, "/home/learner/\xf4\x90\x80\x80", "count", false);
    row("what moves the cursor", 2, 7, "/home/learner/\x1b[2J", "count", false);
    row("a second line", 2, 7, file, "count\nos.mkdir()", false);
}

void TestLinePage::slotsAreDoubted()
{
    QFETCH(int, thread);
    QFETCH(int, line);
    QFETCH(QByteArray, file);
    QFETCH(QByteArray, function);
    QFETCH(bool, believed);
    LineSlot slot{.thread = thread, .line = line};
    std::ranges::copy(file, slot.file.begin());
    std::ranges::copy(function, slot.function.begin());
    const std::optional<ToldLine> told = toldLine(slot, 2);
    QCOMPARE(told.has_value(), believed);
    if (told) {
        QCOMPARE(told->line, line);
        QCOMPARE(QByteArray::fromStdString(told->file), file);
        QCOMPARE(QByteArray::fromStdString(told->function), function);
    }
}

/// From this process; also a page that ends too early, or is not there any more.
void TestLinePage::pagesAreRead()
{
    constexpr int thread = 64 + 5;
    void *const memory = ::mmap(nullptr, sizeof(LinePage), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(memory != MAP_FAILED);
    LineSlot &slot = static_cast<LinePage *>(memory)->threads[5];
    slot.thread = thread;
    slot.line = 3;
    std::ranges::copy(std::string_view("main.py"), slot.file.begin());
    const auto page = reinterpret_cast<std::uint64_t>(memory);
    const std::optional<ToldLine> told = readToldLine(::getpid(), page, thread);
    QVERIFY(told);
    QCOMPARE(told->line, 3);
    QVERIFY(!readToldLine(::getpid(), page, thread + 64));
    QVERIFY(!readToldLine(::getpid(), page, -thread));
    QCOMPARE(::munmap(memory, sizeof(LinePage)), 0);
    QVERIFY(!readToldLine(::getpid(), page, thread));
    QVERIFY(!readToldLine(::getpid(), ~std::uint64_t(0), thread));
}

QTEST_GUILESS_MAIN(TestLinePage)
#include "tst_linepage.moc"
