#include "supervisor/treereader.h"

#include <QCryptographicHash>
#include <QElapsedTimer>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <fcntl.h>
#include <filesystem>
#include <limits>
#include <map>
#include <random>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <thread>

using namespace ringside;
using namespace ringside::supervisor;
using sandbox::protocol::Entry;
using sandbox::protocol::EntryKind;

class TestTreeReader : public QObject
{
    Q_OBJECT

private slots:
    void capsAreKept_data();
    void capsAreKept();
    void deepChainsNeedFewDescriptors();
    void neverLeavesTheTree();
    void neverWaitsForAFifo();
    void randomTreesAreReadWhole();
    void treesThatChangeAreSurvived();
    void largeFilesEndAStep();
    void timesBeyondNanosecondsAreCut();
    void readsFourThousandEntries();

private:
    struct Found
    {
        std::map<std::string, Entry> entries;
        std::size_t contentBytes = 0;
        bool truncated = false;
    };
    static Found read(int root, const TreeCaps &caps = {});
};

TestTreeReader::Found TestTreeReader::read(int root, const TreeCaps &caps)
{
    Found found;
    std::string last;
    TreeReader reader(root, caps,
        {.entry =
                [&](Entry entry) {
                    last = entry.path;
                    const std::size_t slash = last.rfind('/');
                    if (slash != std::string::npos && !found.entries.contains(last.substr(0, slash)))
                        qFatal("a child came before its parent: %s", last.c_str());
                    if (!found.entries.emplace(last, std::move(entry)).second)
                        qFatal("an entry came twice: %s", last.c_str());
                },
            .content = [&](std::string bytes) { found.entries[last].content += bytes; }});
    while (reader.step(7)) { }
    for (const auto &[path, entry] : found.entries)
        found.contentBytes += entry.content.size();
    found.truncated = reader.isTruncated();
    return found;
}

static FileDescriptor openFolder(const QTemporaryDir &folder)
{
    return FileDescriptor(::open(qPrintable(folder.path()), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
}

static void write(int folder, const std::string &path, const std::string &content)
{
    const FileDescriptor file(::openat(folder, path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    if (::write(file.get(), content.data(), content.size()) != ssize_t(content.size()))
        qFatal("cannot write %s", path.c_str());
}

using Change = void (*)(TreeCaps &);

void TestTreeReader::capsAreKept_data()
{
    QTest::addColumn<Change>("change");
    QTest::addColumn<std::size_t>("entries");
    QTest::addColumn<std::size_t>("contentBytes");
    QTest::addColumn<bool>("truncated");
    // The tree: a/ (with b/ with file), f0 … f9 of 1,000 bytes each
    QTest::newRow("none") << Change([](TreeCaps &) { }) << std::size_t(13) << std::size_t(11'000) << false;
    QTest::newRow("entries") << Change([](TreeCaps &caps) { caps.entries = 5; }) << std::size_t(5)
                             << std::size_t(3000) << true;
    QTest::newRow("depth") << Change([](TreeCaps &caps) { caps.depth = 2; }) << std::size_t(12)
                           << std::size_t(10'000) << true;
    QTest::newRow("content of one file") << Change([](TreeCaps &caps) { caps.contentBytes = 10; })
                                         << std::size_t(13) << std::size_t(110) << false;
    QTest::newRow("content of all files") << Change([](TreeCaps &caps) { caps.allContentBytes = 1500; })
                                          << std::size_t(13) << std::size_t(1500) << false;
    QTest::newRow("digested bytes") << Change([](TreeCaps &caps) { caps.allDigestedBytes = 2500; })
                                    << std::size_t(13) << std::size_t(2000) << true;
    QTest::newRow("length of a path") << Change([](TreeCaps &caps) { caps.pathBytes = 3; })
                                      << std::size_t(12) << std::size_t(10'000) << true;
    QTest::newRow("attributes") << Change([](TreeCaps &caps) { caps.attributeBytes = 10; })
                                << std::size_t(13) << std::size_t(11'000) << true;
}

void TestTreeReader::capsAreKept()
{
    QFETCH(Change, change);
    QFETCH(std::size_t, entries);
    QFETCH(std::size_t, contentBytes);
    QFETCH(bool, truncated);
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    ::mkdirat(root.get(), "a", 0755);
    ::mkdirat(root.get(), "a/b", 0755);
    write(root.get(), "a/b/file", std::string(1000, 'x'));
    for (char digit = '0'; digit <= '9'; ++digit)
        write(root.get(), std::string("f") + digit, std::string(1000, digit));
    const std::string first = folder.filePath(QStringLiteral("f0")).toStdString();
    QCOMPARE(::setxattr(first.c_str(), "user.long", "123456789", 9, 0), 0);

    TreeCaps caps;
    change(caps);
    const Found found = read(root.get(), caps);
    QCOMPARE(found.entries.size(), entries);
    QCOMPARE(found.contentBytes, contentBytes);
    QCOMPARE(found.truncated, truncated);
    for (const auto &[path, entry] : found.entries)
        QCOMPARE(entry.contentComplete, std::int64_t(entry.content.size()) == entry.size || entry.kind != EntryKind::File);
}

static FileDescriptor makeChain(int root, int depth)
{
    FileDescriptor folder(::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int i = 0; i < depth; ++i) {
        ::mkdirat(folder.get(), "d", 0755);
        folder.reset(::openat(folder.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    }
    return folder;
}

static void removeChain(int root, int depth)
{
    // QTemporaryDir cannot: the path is too long. Upwards from the bottom, then.
    FileDescriptor folder(::openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int i = 0; i < depth; ++i)
        folder.reset(::openat(folder.get(), "d", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    ::unlinkat(folder.get(), "bottom", 0);
    for (int i = 0; i < depth; ++i) {
        ::unlinkat(folder.get(), "after", 0);
        folder.reset(::openat(folder.get(), "..", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
        ::unlinkat(folder.get(), "d", AT_REMOVEDIR);
    }
}

void TestTreeReader::deepChainsNeedFewDescriptors()
{
    constexpr int depth = 2500;
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    write(makeChain(root.get(), depth).get(), "bottom", "x");
    write(root.get(), "d/after", "y"); // to be read after the way back
    TreeReader *reader = nullptr;
    int most = 0;
    std::size_t count = 0;
    TreeReader counted(root.get(), {}, {.entry = [&](Entry) {
        if (++count % 500 == 0)
            most = std::max(most, ::dup(root.get())); // the lowest free number
    }, .content = [](std::string) { }});
    reader = &counted;
    while (reader->step(1000)) { }
    removeChain(root.get(), depth);
    QCOMPARE(count, std::size_t(depth + 2));
    QVERIFY(!counted.isTruncated());
    QVERIFY2(most < 120, qPrintable(QString::number(most)));
    ::close_range(100, ~0U, 0);
}

void TestTreeReader::neverLeavesTheTree()
{
    const QTemporaryDir folder;
    const QTemporaryDir outside;
    QFile secret(outside.filePath(QStringLiteral("secret")));
    QVERIFY(secret.open(QIODevice::WriteOnly) && secret.write("secret") == 6);
    secret.close();
    const FileDescriptor root = openFolder(folder);
    const std::string target = outside.path().toStdString();
    ::symlinkat(target.c_str(), root.get(), "toFolder");
    ::symlinkat((target + "/secret").c_str(), root.get(), "toFile");
    ::symlinkat("/proc/self/root", root.get(), "toRoot");
    ::symlinkat("..", root.get(), "up");
    const Found found = read(root.get());
    QCOMPARE(found.entries.size(), std::size_t(4));
    for (const auto &[path, entry] : found.entries) {
        QCOMPARE(entry.kind, EntryKind::SymbolicLink);
        QVERIFY(entry.content.empty());
    }
    QCOMPARE(found.entries.at("toFile").target, target + "/secret");
}

void TestTreeReader::neverWaitsForAFifo()
{
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    ::mkfifoat(root.get(), "fifo", 0644);
    ::mknodat(root.get(), "socket", S_IFSOCK | 0644, 0);
    const Found found = read(root.get());
    QCOMPARE(found.entries.at("fifo").kind, EntryKind::Fifo);
    QCOMPARE(found.entries.at("socket").kind, EntryKind::Socket);
}

/// Any tree of names, kinds, modes, links, holes and attributes comes back as it was made.
void TestTreeReader::randomTreesAreReadWhole()
{
    std::mt19937 random(4);
    for (int round = 0; round < 60; ++round) {
        const QTemporaryDir folder;
        const FileDescriptor root = openFolder(folder);
        std::map<std::string, EntryKind> made;
        std::map<std::string, std::string> contents;
        std::vector<std::string> folders{""};
        for (int i = 0; i < 60; ++i) {
            std::string name;
            for (std::size_t length = 1 + random() % 12; name.size() < length;)
                if (const char byte = char(random()); byte != '/' && byte != 0)
                    name += byte;
            const std::string path = folders[random() % folders.size()] + name;
            if (name == "." || name == ".." || made.contains(path))
                continue;
            switch (random() % 5) {
            case 0:
                ::mkdirat(root.get(), path.c_str(), 0755);
                folders.push_back(path + '/');
                made[path] = EntryKind::Directory;
                break;
            case 1:
                ::symlinkat(name.c_str(), root.get(), path.c_str());
                made[path] = EntryKind::SymbolicLink;
                break;
            case 2:
                ::mkfifoat(root.get(), path.c_str(), 0644);
                made[path] = EntryKind::Fifo;
                break;
            default:
                contents[path] = std::string(random() % 5000, char(random()));
                write(root.get(), path, contents[path]);
                made[path] = EntryKind::File;
            }
        }
        const Found found = read(root.get());
        QVERIFY(!found.truncated);
        QCOMPARE(found.entries.size(), made.size());
        for (const auto &[path, kind] : made) {
            const Entry &entry = found.entries.at(path);
            QCOMPARE(entry.kind, kind);
            QCOMPARE(entry.content, contents[path]);
        }
        std::filesystem::remove_all(folder.path().toStdString()); // Qt cannot: the names are not text
    }
}

/// A snapshot while a program runs meets trees that move under it. It must end, and stay inside.
void TestTreeReader::treesThatChangeAreSurvived()
{
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    ::mkdirat(root.get(), "a", 0755);
    ::mkdirat(root.get(), "b", 0755);
    std::atomic<bool> stop = false;
    std::jthread attacker([&] {
        std::mt19937 random(5);
        while (!stop) {
            const std::string from = random() % 2 ? "a" : "b";
            const std::string to = from == "a" ? "b" : "a";
            switch (random() % 6) {
            case 0:
                ::renameat2(root.get(), "a", root.get(), "b", 2 /* exchange */);
                break;
            case 1:
                ::mkdirat(root.get(), (from + "/x").c_str(), 0755);
                break;
            case 2:
                ::unlinkat(root.get(), (from + "/x").c_str(), random() % 2 ? AT_REMOVEDIR : 0);
                break;
            case 3:
                ::symlinkat("/etc", root.get(), (from + "/x").c_str());
                break;
            case 4:
                ::renameat(root.get(), (from + "/x").c_str(), root.get(), (to + "/y").c_str());
                break;
            default:
                ::mkfifoat(root.get(), (from + "/x").c_str(), 0644);
            }
        }
    });
    QElapsedTimer timer;
    timer.start();
    while (timer.elapsed() < 1500) {
        const Found found = read(root.get());
        for (const auto &[path, entry] : found.entries)
            QVERIFY2(!path.contains("passwd"), path.c_str());
    }
    stop = true;
}

void TestTreeReader::readsFourThousandEntries()
{
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    for (int i = 0; i < 4095; ++i)
        write(root.get(), "file" + std::to_string(i), "hello playground\n");
    QCOMPARE(read(root.get()).entries.size(), std::size_t(4095)); // how fast, tests/bench says
}

/// Nobody watches the boxes while a step lasts.
void TestTreeReader::largeFilesEndAStep()
{
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    for (const char *name : {"a", "b", "c"}) {
        write(root.get(), name, "");
        QCOMPARE(::truncate(qPrintable(folder.filePath(QLatin1StringView(name))), 5 << 20), 0);
    }
    int entries = 0;
    TreeReader reader(root.get(), {}, {.entry = [&](const Entry &) { ++entries; }, .content = [](const std::string &) { }});
    QVERIFY(reader.step(1000));
    QCOMPARE(entries, 1);
    while (reader.step(1000)) { }
    QCOMPARE(entries, 3);
}

void TestTreeReader::timesBeyondNanosecondsAreCut()
{
    constexpr std::int64_t perSecond = 1'000'000'000;
    constexpr std::int64_t year2381 = 13'000'000'000; // in nanoseconds more than 63 bits hold; most file systems can
    const QTemporaryDir folder;
    const FileDescriptor root = openFolder(folder);
    write(root.get(), "far", "");
    const timespec times[2]{{.tv_sec = year2381, .tv_nsec = 0}, {.tv_sec = year2381, .tv_nsec = 0}};
    QCOMPARE(::utimensat(root.get(), "far", times, 0), 0);
    QVERIFY(read(root.get()).entries.at("far").modifiedNs >= (std::numeric_limits<std::int64_t>::max() / perSecond - 1) * perSecond);
}

QTEST_GUILESS_MAIN(TestTreeReader)
#include "tst_treereader.moc"
