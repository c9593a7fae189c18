#include "supervisor/pythonstack.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <map>
#include <sys/uio.h>
#include <unistd.h>

using namespace ringside::supervisor;
using namespace Qt::StringLiterals;

namespace {

/// Memory as it was found in a process that is long gone: by address.
std::map<std::uint64_t, QByteArray> memory;

/// Copies what was recorded from this address on; false unless all of it was.
bool copyMemory(std::uint64_t address, char *into, std::size_t bytes)
{
    while (bytes > 0) {
        auto piece = memory.upper_bound(address);
        if (piece == memory.begin())
            return false;
        --piece;
        const std::uint64_t offset = address - piece->first;
        if (offset >= static_cast<std::uint64_t>(piece->second.size()))
            return false;
        const std::size_t count = std::min<std::size_t>(bytes, static_cast<std::size_t>(piece->second.size()) - offset);
        std::copy_n(piece->second.constData() + offset, count, into);
        address += count;
        into += count;
        bytes -= count;
    }
    return true;
}

} // namespace

/// In the place of the system call: every process is the recorded one.
extern "C" ssize_t process_vm_readv(pid_t, const iovec *local, unsigned long, const iovec *remote, unsigned long count, unsigned long)
{
    ssize_t copied = 0;
    for (unsigned long i = 0; i < count; ++i) {
        if (!copyMemory(reinterpret_cast<std::uint64_t>(remote[i].iov_base), static_cast<char *>(local[i].iov_base), remote[i].iov_len)) {
            errno = EFAULT;
            return copied > 0 ? copied : -1;
        }
        copied += static_cast<ssize_t>(remote[i].iov_len);
    }
    return copied;
}

/// Pythons that a machine may not have. data/stack-*.txt hold what was read of them, and of nothing else, while they ran
/// data/stack.py: their files and their memory, from where on and which bytes. What is in no line of a file is 0.
class TestPythonStack : public QObject
{
    Q_OBJECT

private slots:
    void recordedStacks_data();
    void recordedStacks();

private:
    void load(const QString &name);

    QTemporaryDir m_processes; ///< as /proc
    QByteArrayList m_threads;
};

void TestPythonStack::load(const QString &name)
{
    QFile recording(QStringLiteral(TEST_DATA "/") + name);
    QVERIFY(recording.open(QIODevice::ReadOnly));
    memory.clear();
    m_threads.clear();
    QByteArray maps;
    QFile file;
    const auto folder = [this] { return m_processes.filePath(QString::fromLatin1(m_threads.first())); };
    for (const QByteArray &line : recording.readAll().split('\n')) {
        const QByteArrayList words = line.split(' ');
        if (words[0] == "thread") {
            m_threads.append(words[1]);
        } else if (words[0] == "maps") {
            maps += line.sliced(5) + '\n';
        } else if (words[0] == "file") {
            file.close();
            file.setFileName(folder() + u"/root"_s + QString::fromLatin1(words[2]));
            QVERIFY(QDir().mkpath(QFileInfo(file).path()));
            QVERIFY(file.open(QIODevice::WriteOnly) && file.resize(words[1].toLongLong(nullptr, 16)));
        } else if (words[0] == "memory") {
            file.close();
        } else if (words[0] == "at") {
            const QByteArray bytes = QByteArray::fromHex(words[2]);
            if (file.isOpen())
                QVERIFY(file.seek(words[1].toLongLong(nullptr, 16)) && file.write(bytes) == bytes.size());
            else
                memory[words[1].toULongLong(nullptr, 16)] = bytes;
        }
    }
    QFile written(folder() + u"/maps"_s);
    QVERIFY(written.open(QIODevice::WriteOnly) && written.write(maps) == maps.size());
}

void TestPythonStack::recordedStacks_data()
{
    QTest::addColumn<QString>("recording");
    QTest::addColumn<QByteArray>("loop"); // the columns of a `for`, which have moved with the versions
    QTest::newRow("3.12") << u"stack-3.12.txt"_s << "4-39"_ba;
    QTest::newRow("3.14") << u"stack-3.14.txt"_s << "13-33"_ba;
}

/// Lines, columns and functions are what these Pythons themselves said, by sys._current_frames() and co_positions().
void TestPythonStack::recordedStacks()
{
    QFETCH(QString, recording);
    QFETCH(QByteArray, loop);
    load(recording);
    const QByteArray wait = "7-7:11-33 wait";
    const QList<QByteArrayList> expected{
        {wait, "34-34:26-44 <lambda>", "34-34:0-45 <module>"},
        {wait, "12-12:18-34 gr\xc3\xbcn", "17-17:8-30 <genexpr>", "16-19:4-5 generate", "25-25:" + loop + " recurse",
            "24-24:15-45 recurse", "24-24:15-45 recurse", "24-24:15-45 recurse"},
        {wait, "3-3:0-7 <module>", "31-31:50-88 <lambda>"},
    };
    const int processes = ::open(m_processes.path().toLocal8Bit().constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    PythonStack stack(processes, [](const std::string &file) {
        return file == "/home/learner/main.py" || file == "<string>" ? PythonFile::Learner : PythonFile::Library;
    });
    QCOMPARE(m_threads.size(), expected.size());
    for (int round = 0; round < 2; ++round) // the second time by what is remembered
        for (qsizetype i = 0; i < m_threads.size(); ++i) {
            std::vector<PythonFrame> frames;
            const pid_t thread = m_threads[i].toInt();
            QCOMPARE(stack.walk(thread, thread, 0, frames), PythonStack::Result::Walked);
            QByteArrayList found;
            for (const PythonFrame &frame : frames) {
                const PythonPosition &at = frame.position;
                if (frame.code->part == PythonFile::Learner)
                    found.append(QByteArray::number(at.line) + '-' + QByteArray::number(at.endLine) + ':'
                        + QByteArray::number(at.column) + '-' + QByteArray::number(at.endColumn) + ' '
                        + QByteArray::fromStdString(frame.code->function()));
            }
            QCOMPARE(found, expected[i]);
        }
    std::vector<PythonFrame> frames;
    QCOMPARE(stack.walk(m_threads[0].toInt(), 1, 0, frames), PythonStack::Result::Renumbered);
    ::close(processes);
}

QTEST_GUILESS_MAIN(TestPythonStack)
#include "tst_pythonstack.moc"
