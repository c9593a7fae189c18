#include "base/filedescriptor.h"
#include "supervisor/sharedmemory.h"

#include <QTest>

#include <array>
#include <fcntl.h>
#include <span>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::supervisor;

/// What a process has written to since it was forked, and only that, is told to the one it was forked from.
class TestSharedMemory : public QObject
{
    Q_OBJECT

private slots:
    void writtenPagesAreTold();
    void copiedPagesAreNotSharedAnyMore();
    void whatIsNoListOfPagesIsRefused_data();
    void whatIsNoListOfPagesIsRefused();

private:
    using Act = void (*)(const SharedMemory &, std::span<char> page);
    static std::optional<SharedMemory> writtenBy(Act act, std::span<char> page);
    static std::span<char> usedPages();
};

namespace {

const auto pageBytes = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
constexpr std::size_t pageCount = 64;

struct Pipe
{
    Pipe()
    {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC) == 0) {
            readEnd.reset(ends[0]);
            writeEnd.reset(ends[1]);
        }
    }
    FileDescriptor readEnd;
    FileDescriptor writeEnd;
};

} // namespace

std::span<char> TestSharedMemory::usedPages()
{
    void *place = ::mmap(nullptr, pageCount * pageBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (place == MAP_FAILED)
        return {};
    ::madvise(place, pageCount * pageBytes, MADV_NOHUGEPAGE);
    const std::span<char> pages(static_cast<char *>(place), pageCount * pageBytes);
    std::ranges::fill(pages, 'x');
    return pages;
}

/// What a forked process that acts so says it has written to.
std::optional<SharedMemory> TestSharedMemory::writtenBy(Act act, std::span<char> pages)
{
    const SharedMemory memory = SharedMemory::current();
    Pipe pipe;
    const pid_t child = ::fork();
    if (child == 0) {
        act(memory, pages);
        ::_exit(memory.written().send(pipe.writeEnd.get()) ? 0 : 1);
    }
    pipe.writeEnd.reset();
    std::optional<SharedMemory> written = SharedMemory::receive(pipe.readEnd.get());
    int status = 0;
    ::waitpid(child, &status, 0);
    return status == 0 ? written : std::nullopt;
}

void TestSharedMemory::writtenPagesAreTold()
{
    const std::span<char> pages = usedPages();
    QVERIFY(!pages.empty());
    QVERIFY(SharedMemory::current().contains(pages.data()));
    const auto written = writtenBy(
        [](const SharedMemory &, std::span<char> all) { all[7 * pageBytes + 1] = 'y'; }, pages);
    QVERIFY(written.has_value());
    for (std::size_t page = 0; page < pageCount; ++page)
        QCOMPARE(written->contains(&pages[page * pageBytes]), page == 7);
    QCOMPARE(pages[7 * pageBytes + 1], 'x');
    ::munmap(pages.data(), pages.size());
}

void TestSharedMemory::copiedPagesAreNotSharedAnyMore()
{
    const std::span<char> pages = usedPages();
    QVERIFY(!pages.empty());
    const auto written
        = writtenBy([](const SharedMemory &memory, std::span<char>) { memory.copy(); }, pages);
    QVERIFY(written.has_value());
    for (std::size_t page = 0; page < pageCount; ++page)
        QVERIFY(written->contains(&pages[page * pageBytes]));
    ::munmap(pages.data(), pages.size());
}

void TestSharedMemory::whatIsNoListOfPagesIsRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("a part of an entry") << QByteArray(3, 'x');
    QTest::newRow("an entry and a part of one") << QByteArray(17, 'x');
}

void TestSharedMemory::whatIsNoListOfPagesIsRefused()
{
    QFETCH(QByteArray, bytes);
    Pipe pipe;
    QCOMPARE(::write(pipe.writeEnd.get(), bytes.constData(), static_cast<size_t>(bytes.size())), bytes.size());
    pipe.writeEnd.reset();
    QVERIFY(!SharedMemory::receive(pipe.readEnd.get()).has_value());
}

QTEST_GUILESS_MAIN(TestSharedMemory)
#include "tst_sharedmemory.moc"
