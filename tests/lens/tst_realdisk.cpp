// The power model held against a real ext4: no state of the disk may be outside what the model tells for that moment.
//
// Each program is run once in a box under the lens. Its calls are then made again, one by one, on an ext4 in an image;
// after each the image is what a disk holds when the power fails there. A copy of it is mounted, by which the kernel
// repairs it from its journal, and the tree in it must be one of those the model allows after this call. Between the
// calls the kernel is made to do what it does by itself on other days: commit its journal (by an fsync of a file that
// is none of the program's), or write the data of files. Memory files are the disks, so nothing here waits for one.

#include "base/filedescriptor.h"
#include "filesystem/snapshot.h"
#include "lens/powermodel.h"
#include "lens/traced.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <atomic>
#include <fcntl.h>
#include <linux/loop.h>
#include <random>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

using namespace ringside;
using namespace ringside::tests;
using namespace Qt::StringLiterals;
using lens::PowerProfile;

namespace {

constexpr qint64 imageBytes = 4 << 20;
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr unsigned schedules = 4;
#else
constexpr unsigned schedules = 5;
#endif
constexpr unsigned atOnce = 3; // most of the time a mount waits; each takes two of what may be eight loop devices
const QByteArray home = "/home/learner";
const QByteArray folderOnDisk = "/learner"; // below the mount point, beside a file that is none of the program's

/// A disk in memory.
class Disk
{
public:
    Disk()
        : m_file(::memfd_create("disk", MFD_CLOEXEC))
    {
        if (!m_file.isValid() || ::ftruncate(m_file.get(), imageBytes) != 0)
            qFatal("no memory for a disk");
    }

    [[nodiscard]] int descriptor() const { return m_file.get(); }
    [[nodiscard]] QString path() const
    {
        return u"/proc/%1/fd/%2"_s.arg(::getpid()).arg(m_file.get());
    }

    void write(const QByteArray &content) const
    {
        if (::pwrite(m_file.get(), content.constData(), static_cast<std::size_t>(content.size()), 0) != content.size())
            qFatal("cannot write a disk");
    }

    /// As it is at one moment: read until nothing changed meanwhile.
    [[nodiscard]] QByteArray content() const
    {
        QByteArray before = readOnce();
        for (QByteArray now = readOnce(); now != before; now = readOnce())
            before = std::move(now);
        return before;
    }

private:
    [[nodiscard]] QByteArray readOnce() const
    {
        QByteArray bytes(imageBytes, Qt::Uninitialized);
        if (::pread(m_file.get(), bytes.data(), static_cast<std::size_t>(imageBytes), 0) != imageBytes)
            qFatal("cannot read a disk");
        return bytes;
    }

    FileDescriptor m_file;
};

/// A loop device over a disk, until its last user has gone. Invalid, with errno, where there is none to be had.
FileDescriptor loopOver(const Disk &disk, QByteArray &path)
{
    const FileDescriptor control(::open("/dev/loop-control", O_RDWR | O_CLOEXEC));
    for (int attempt = 0; control.isValid() && attempt < 20; ++attempt) { // somebody else may take the free one first
        path = "/dev/loop" + QByteArray::number(::ioctl(control.get(), LOOP_CTL_GET_FREE));
        FileDescriptor device(::open(path.constData(), O_RDWR | O_CLOEXEC));
        loop_config config{};
        config.fd = static_cast<__u32>(disk.descriptor());
        config.info.lo_flags = LO_FLAGS_AUTOCLEAR;
        if (!device.isValid() || ::ioctl(device.get(), LOOP_CONFIGURE, &config) == 0 || errno != EBUSY)
            return device;
    }
    return {};
}

/// The file system of a disk, mounted as long as this lives.
class Mounted
{
public:
    Mounted(const Disk &disk, const QByteArray &options)
    {
        QByteArray device;
        const FileDescriptor loop = loopOver(disk, device);
        m_path = QFile::encodeName(m_folder.path());
        m_errnum = loop.isValid()
                && ::mount(device.constData(), m_path.constData(), "ext4", 0, options.constData()) == 0
            ? 0
            : errno;
    }
    ~Mounted()
    {
        if (m_errnum == 0 && ::umount2(m_path.constData(), 0) != 0)
            qFatal("cannot unmount: %s", ::strerror(errno));
    }
    Q_DISABLE_COPY_MOVE(Mounted)

    [[nodiscard]] int errnum() const { return m_errnum; }
    [[nodiscard]] QByteArray path() const { return m_path; }

private:
    QTemporaryDir m_folder;
    QByteArray m_path;
    int m_errnum = 0;
};

/// What is compared: names, kinds, contents.
QByteArray keyOf(const filesystem::Tree &tree)
{
    QByteArrayList lines;
    for (const filesystem::Entry &entry : tree.entries)
        if (entry.path != ".")
            lines.append(entry.path + ' ' + QByteArray::number(static_cast<int>(entry.type)) + ' ' + entry.target
                + lens::quoted(entry.content, entry.content.size() + 1));
    std::ranges::sort(lines);
    return lines.join('\n');
}

QByteArray treeIn(const QByteArray &folder)
{
    const auto seen = filesystem::snapshot(folder);
    if (!seen)
        qFatal("%s", qPrintable(describe(seen.error())));
    return keyOf(seen->tree);
}

/// What a kernel may do by itself between two calls.
struct Schedule
{
    bool commits = false;
    bool writesData = false;
};

Schedule scheduleAt(unsigned number, std::mt19937 &dice)
{
    if (number < 4) // never, one of them, both: after every call
        return {.commits = (number & 1) != 0, .writesData = (number & 2) != 0};
    return {.commits = dice() % 3 == 0, .writesData = dice() % 3 == 0};
}

/// Makes the calls of a trace again below a folder.
class Replay
{
public:
    Replay(const lens::Trace &trace, const QByteArray &folder)
        : m_trace(trace)
        , m_folder(folder)
    {
    }

    /// False: the call is none that the program's files know of.
    bool make(const lens::Event &event)
    {
        const sandbox::SystemCall *call = event.call();
        if (!call || event.isFailed())
            return false;
        const lens::CallDetails details = m_trace.details(event);
        const int number = static_cast<int>(details.arguments.value(0));
        if (call->has(sandbox::Opens))
            return open(event, details);
        if (!m_open.contains(number))
            return changeNames(event, details);
        const int file = m_open.at(number).get();
        if (event.name() == "ftruncate")
            return did(::ftruncate(file, static_cast<off_t>(details.arguments.value(1))));
        if (call->has(sandbox::WritesData)) {
            const auto size = static_cast<std::size_t>(event.result);
            return did(::pwrite(file, details.data.constData(), size, details.numbers.value(0)));
        }
        if (call->has(sandbox::MakesDurable))
            return did(::fsync(file));
        if (event.name() != "close")
            return false;
        m_open.erase(number); // closing a file that was cut off has ext4 write it
        return true;
    }

private:
    [[nodiscard]] QByteArray here(const QByteArray &path) const
    {
        return path == home || path.startsWith(home + '/') ? m_folder + path.sliced(home.size()) : QByteArray();
    }

    static bool did(ssize_t result)
    {
        if (result < 0)
            qFatal("a call fails here that did not in the box: %s", ::strerror(errno));
        return true;
    }

    bool open(const lens::Event &event, const lens::CallDetails &details)
    {
        const QByteArray path = here(details.fullPath());
        if (path.isEmpty())
            return false;
        const auto flags = static_cast<int>(details.arguments.value(2)); // Python opens by openat() alone
        FileDescriptor file(::open(path.constData(), flags | O_CLOEXEC, 0644));
        did(file.get());
        m_open.insert_or_assign(static_cast<int>(event.result), std::move(file));
        return true;
    }

    bool changeNames(const lens::Event &event, const lens::CallDetails &details)
    {
        const QByteArray from = here(details.fullPath());
        const QByteArray to = here(details.otherFullPath());
        const QByteArray name = event.name();
        if (from.isEmpty() || event.change == 0)
            return false;
        if (name.startsWith("rename"))
            return did(::rename(from.constData(), to.constData()));
        if (name.startsWith("link"))
            return did(::link(from.constData(), to.constData()));
        if (name.startsWith("symlink"))
            return did(::symlink(details.texts.value(0).constData(), from.constData()));
        if (name.startsWith("mkdir"))
            return did(::mkdir(from.constData(), 0755));
        if (name == "unlink" || name == "unlinkat" || name == "rmdir")
            return did(::remove(from.constData()));
        if (name == "truncate")
            return did(::truncate(from.constData(), static_cast<off_t>(details.arguments.value(1))));
        qFatal("the replay does not know %s", name.constData());
    }

    const lens::Trace &m_trace;
    QByteArray m_folder;
    std::map<int, FileDescriptor> m_open;
};

/// Has the kernel commit its journal, as it does every five seconds, without a word on the program's files.
void commitJournal(const QByteArray &mountPoint)
{
    const FileDescriptor bystander(::open((mountPoint + "/bystander").constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
    if (::pwrite(bystander.get(), "x", 1, 0) != 1 || ::fsync(bystander.get()) != 0)
        qFatal("the journal is not committed: %s", ::strerror(errno));
}

/// Has the kernel write what is in files, as it does when memory is wanted; their names and sizes wait.
void writeData(const QByteArray &folder)
{
    const auto seen = filesystem::snapshot(folder, {.contents = filesystem::Contents::None});
    for (const filesystem::Entry &entry : seen->tree.entries) {
        if (entry.type != filesystem::EntryType::File)
            continue;
        const FileDescriptor file(::open((folder + '/' + entry.path).constData(), O_RDONLY | O_CLOEXEC));
        constexpr unsigned all = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
        if (::sync_file_range(file.get(), 0, 0, all) != 0)
            qFatal("data is not written: %s", ::strerror(errno));
    }
}

const QByteArray written = "with open('tmp', 'w') as f:\n    f.write('new')\n";
const QByteArray synced = "with open('tmp', 'w') as f:\n    f.write('new'); f.flush(); os.fsync(f.fileno())\n";
const QByteArray folderSynced = "d = os.open('.', os.O_RDONLY); os.fsync(d); os.close(d)\n";

} // namespace

class TestRealDisk : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void noStateIsOutsideTheModel_data();
    void noStateIsOutsideTheModel();
    void aWrongModelIsFoundOut();

private:
    struct Run
    {
        filesystem::Tree before;
        Traced traced;
        QByteArray disk; ///< with the files it began with
    };
    struct Conditions
    {
        QByteArray options; ///< of mount(8)
        PowerProfile profile;
        unsigned schedule = 0;
    };
    struct Seen
    {
        QSet<QByteArray> states;
        QByteArrayList foreign; ///< states the model does not allow, with the call they were found after
    };

    [[nodiscard]] Run watched(const QByteArray &program);
    [[nodiscard]] QByteArray diskWith(const filesystem::Tree &tree) const;
    [[nodiscard]] static QList<Seen> crashUnder(const Run &run, const QList<Conditions> &all);
    [[nodiscard]] static Seen crashEverywhere(const Run &run, const Conditions &conditions);
    [[nodiscard]] static QByteArray repaired(const QByteArray &image, const QByteArray &options);

    sandbox::Sandbox m_sandbox;
    QByteArray m_empty; ///< a disk with an empty ext4
};

void TestRealDisk::initTestCase()
{
    if (const QString reason = missingLens(m_sandbox); !reason.isEmpty())
        QSKIP(qPrintable(reason));
    if (::geteuid() != 0)
        QSKIP("mounting an image needs root: run this test as root to hold the power model against a real ext4");
    if (::unshare(CLONE_NEWNS) == 0) // what is mounted here goes with this process, whatever ends it
        (void)::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr);
    const QString maker = QStandardPaths::findExecutable(u"mkfs.ext4"_s, {u"/usr/sbin"_s, u"/sbin"_s});
    if (maker.isEmpty())
        QSKIP("there is no mkfs.ext4: install e2fsprogs");
    const Disk disk;
    // Small blocks and a small journal: little to copy. Nothing of it is made later, in the background.
    const int status = QProcess::execute(maker,
        {u"-q"_s, u"-F"_s, u"-b"_s, u"1024"_s, u"-J"_s, u"size=1"_s, u"-m"_s, u"0"_s, u"-N"_s, u"64"_s, u"-E"_s,
            u"lazy_itable_init=0,lazy_journal_init=0,nodiscard"_s, disk.path()});
    QCOMPARE(status, 0);
    m_empty = disk.content();
    if (const Mounted mounted(disk, {}); mounted.errnum() != 0)
        QSKIP(qPrintable(u"an image cannot be mounted here (%1): load the modules loop and ext4, and leave the container"_s
                .arg(errnoName(mounted.errnum()))));
}

TestRealDisk::Run TestRealDisk::watched(const QByteArray &program)
{
    sandbox::TraceOptions options;
    options.positions = true;
    options.capturedBytes = 1U << 19;
    sandbox::RunRequest request = tests::program("import os\n" + program);
    request.workspace.entries.append({file("other", "else"), file("state", "old")});
    Run run{.before = request.workspace, .traced = trace(m_sandbox, request, options), .disk = diskWith(request.workspace)};
    if (run.traced.report.exitStatus != 0 || !run.traced.trace.isComplete())
        qFatal("%s", run.traced.report.errorOutput.constData());
    return run;
}

QByteArray TestRealDisk::diskWith(const filesystem::Tree &tree) const
{
    const Disk disk;
    disk.write(m_empty);
    {
        const Mounted mounted(disk, {});
        const QByteArray folder = mounted.path() + folderOnDisk;
        if (::mkdir(folder.constData(), 0755) != 0)
            qFatal("no folder: %s", ::strerror(errno));
        for (const filesystem::Entry &entry : tree.entries) {
            QFile copy(QFile::decodeName(folder + '/' + entry.path));
            if (!copy.open(QIODevice::WriteOnly) || copy.write(entry.content) != entry.content.size())
                qFatal("no file");
        }
    }
    return disk.content();
}

/// The tree a machine finds that is started with this disk.
QByteArray TestRealDisk::repaired(const QByteArray &image, const QByteArray &options)
{
    const Disk copy;
    copy.write(image);
    const Mounted mounted(copy, options);
    if (mounted.errnum() != 0)
        qFatal("a disk cannot be mounted after a crash: %s", ::strerror(mounted.errnum()));
    return treeIn(mounted.path() + folderOnDisk);
}

TestRealDisk::Seen TestRealDisk::crashEverywhere(const Run &run, const Conditions &conditions)
{
    const lens::Trace &trace = run.traced.trace;
    const lens::PowerModel model(run.before, trace);
    const Disk disk;
    disk.write(run.disk);
    const Mounted mounted(disk, conditions.options);
    const QByteArray folder = mounted.path() + folderOnDisk;
    Replay replay(trace, folder);
    std::mt19937 dice(conditions.schedule);
    QByteArray last;
    Seen seen;
    for (qsizetype i = 0; i < static_cast<qsizetype>(trace.events().size()); ++i) {
        if (!replay.make(trace.event(i)))
            continue;
        const Schedule now = scheduleAt(conditions.schedule, dice);
        if (now.writesData)
            writeData(folder);
        if (now.commits)
            commitJournal(mounted.path());
        const QByteArray image = disk.content();
        if (image == std::exchange(last, image))
            continue;
        const QByteArray state = repaired(image, conditions.options);
        seen.states.insert(state);
        const QList<filesystem::Tree> allowed = model.treesAfter(conditions.profile, i);
        if (std::ranges::none_of(allowed, [&](const filesystem::Tree &tree) { return keyOf(tree) == state; }))
            seen.foreign.append(lens::callText(trace, trace.event(i)) + " left\n" + state);
    }
    if (treeIn(folder) != keyOf(run.traced.report.tree))
        seen.foreign.append("it is another program that was made again:\n" + treeIn(folder));
    return seen;
}

QList<TestRealDisk::Seen> TestRealDisk::crashUnder(const Run &run, const QList<Conditions> &all)
{
    std::vector<Seen> seen(static_cast<std::size_t>(all.size()));
    std::atomic<std::size_t> next = 0;
    {
        std::vector<std::jthread> threads;
        for (unsigned i = 0; i < atOnce; ++i)
            threads.emplace_back([&] {
                for (std::size_t at = next++; at < seen.size(); at = next++)
                    seen[at] = crashEverywhere(run, all[static_cast<qsizetype>(at)]);
            });
    }
    return {seen.begin(), seen.end()};
}

void TestRealDisk::noStateIsOutsideTheModel_data()
{
    QTest::addColumn<QByteArray>("program");
    const auto row = [](const char *name, const QByteArray &program) { QTest::newRow(name) << program; };
    row("written in place", "with open('state', 'w') as f:\n    f.write('new')\n");
    row("replaced", written + "os.replace('tmp', 'state')\n");
    row("replaced after fsync", synced + "os.replace('tmp', 'state')\n");
    row("replaced after fsync, with its folder", synced + "os.replace('tmp', 'state')\n" + folderSynced);
    row("removed, then renamed", synced + "os.remove('state')\nos.rename('tmp', 'state')\n");
    row("appended to, and synced once",
        "f = os.open('log', os.O_WRONLY | os.O_CREAT | os.O_APPEND)\n"
        "for i in range(3): os.write(f, b'line\\n')\n"
        "os.fsync(f); os.write(f, b'last\\n'); os.close(f)\n");
    row("two files, one after the other",
        "with open('state', 'w') as f: f.write('new')\nwith open('other', 'w') as f: f.write('new, too')\n");
    row("a folder that takes the place of another",
        "os.mkdir('a'); open('a/f', 'w').write('1'); os.mkdir('b'); open('b/f', 'w').write('2')\n"
        "os.rename('a', 'gone'); os.rename('b', 'a')\n");
    row("links", "os.link('state', 'old'); os.symlink('state', 'link')\n" + written + "os.replace('tmp', 'state')\n");
    row("made shorter", "os.truncate('state', 1)\nf = os.open('other', os.O_RDWR); os.ftruncate(f, 2); os.fsync(f)\n");
}

void TestRealDisk::noStateIsOutsideTheModel()
{
    QFETCH(QByteArray, program);
    const Run run = watched(program);
    QCOMPARE(lens::PowerModel(run.before, run.traced.trace).unknownCalls(), QList<qsizetype>());
    QList<Conditions> all;
    for (unsigned schedule = 0; schedule < schedules; ++schedule)
        all += {{"", PowerProfile::Ext4, schedule}, {"noauto_da_alloc", PowerProfile::Journal, schedule},
            {"data=journal", PowerProfile::Ext4, schedule}};
    QSet<QByteArray> states;
    const QList<Seen> found = crashUnder(run, all);
    for (qsizetype i = 0; i < all.size(); ++i) {
        QVERIFY2(found[i].foreign.isEmpty(),
            ("mounted with \"" + all[i].options + "\": " + found[i].foreign.value(0)).constData());
        states += found[i].states;
    }
    QVERIFY(states.size() > 1); // the moment of the crash did matter
}

/// A file system that may lose what replaces a file is none that does not: the disk tells the two models apart.
void TestRealDisk::aWrongModelIsFoundOut()
{
    const Run run = watched(written + "os.replace('tmp', 'state')\n");
    constexpr unsigned commitsAlways = 1;
    const Seen seen = crashEverywhere(run, {"noauto_da_alloc", PowerProfile::Ext4, commitsAlways});
    QVERIFY(!seen.foreign.isEmpty());
    QVERIFY2(seen.foreign.first().startsWith("rename"), seen.foreign.first().constData());
    QVERIFY2(seen.foreign.first().contains("state 1 \"\""), seen.foreign.first().constData());
}

QTEST_GUILESS_MAIN(TestRealDisk)
#include "tst_realdisk.moc"
