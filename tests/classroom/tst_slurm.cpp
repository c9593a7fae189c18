#include "classroom/classroomfolder.h"
#include "classroom/slurm.h"
#include "sandbox/requests.h"

#include <QDeadlineTimer>
#include <QStandardPaths>
#include <QSysInfo>

#include <arpa/inet.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::tests;
using classroom::readFile;

constexpr int nodes = 4;

/// A Slurm of several nodes on this machine, below one folder, as the user the folder calls its programs by.
class Cluster
{
public:
    explicit Cluster(ClassroomFolder &folder)
        : m_folder(folder)
    {
    }

    ~Cluster()
    {
        for (const auto &node : m_nodes)
            node->kill();
        for (const auto &daemon : m_daemons)
            daemon->terminate();
        for (const auto *all : {&m_nodes, &m_daemons}) {
            for (const auto &daemon : *all) {
                if (!daemon->waitForFinished(10'000))
                    daemon->kill();
                daemon->waitForFinished(10'000);
            }
        }
    }

    /// Nothing when it is ready; else why not.
    [[nodiscard]] QString start()
    {
        const QStringList programs{u"slurmctld"_s, u"slurmd"_s, u"sbatch"_s, u"scancel"_s, u"munged"_s};
        for (const QString &program : programs) {
            if (find(program).isEmpty())
                return u"there is no %1: install slurmctld, slurmd, slurm-client and munge"_s.arg(program);
        }
        const Answer user = m_folder.call({u"-un"_s}, u"id"_s);
        if (user.status != 0)
            return u"setpriv makes no ordinary user here: "_s + QString::fromUtf8(user.errors);
        m_folder.setVariable(u"SLURM_CONF"_s, m_folder.path(u"slurm/slurm.conf"_s));
        m_folder.write(u"slurm/slurm.conf"_s, configuration(user.output.trimmed()));
        makeKey();
        m_folder.handOver();
        startMunge();
        startDaemon(u"slurmctld"_s, {u"-D"_s});
        for (int number = 1; number <= nodes; ++number)
            startNode(u"n%1"_s.arg(number));
        // Where it does not come up every question takes seconds, too.
        for (const QDeadlineTimer deadline(std::chrono::seconds(60)); !deadline.hasExpired();) {
            if (m_folder.call({u"-h"_s, u"-t"_s, u"idle"_s, u"-o"_s, u"%D"_s}, u"sinfo"_s).output.trimmed().toInt() == nodes)
                return {};
            QTest::qWait(100);
        }
        return u"Slurm does not come up here: "_s + QString::fromUtf8(log()).right(300);
    }

    /// The tasks that run now, as "ARRAY_TASK NODE".
    [[nodiscard]] QByteArrayList running() const
    {
        QByteArrayList tasks = m_folder.call({u"-h"_s, u"-r"_s, u"-t"_s, u"running"_s, u"-o"_s, u"%i %N"_s}, u"squeue"_s).output.split('\n');
        tasks.removeAll(QByteArray());
        return tasks;
    }

    void cancel(const QByteArray &task) const { (void)m_folder.call({QString::fromLatin1(task)}, u"scancel"_s); }

    /// A node dies with all that runs on it, without a word.
    void killNode(const QByteArray &name) { m_nodes.at(name.sliced(1).toUInt() - 1)->kill(); }

    [[nodiscard]] QByteArray log() const { return readFile(m_folder.path(u"slurm/slurmctld.log"_s)).value_or("no log"); }

private:
    static QString find(const QString &program)
    {
        const QString found = QStandardPaths::findExecutable(program);
        return found.isEmpty() ? QStandardPaths::findExecutable(program, {u"/usr/sbin"_s, u"/sbin"_s}) : found;
    }

    static int freePort()
    {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool isBound = ::bind(socket, reinterpret_cast<sockaddr *>(&address), size) == 0
            && ::getsockname(socket, reinterpret_cast<sockaddr *>(&address), &size) == 0;
        ::close(socket);
        return isBound ? ntohs(address.sin_port) : 0;
    }

    [[nodiscard]] QByteArray configuration(const QByteArray &user) const
    {
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        const QByteArray place = QFile::encodeName(m_folder.path(u"slurm"_s));
        QByteArray text = "ClusterName=test\nSlurmctldHost=" + host + "(127.0.0.1)\nSlurmctldPort=" + QByteArray::number(freePort())
            + "\nSlurmUser=" + user + "\nSlurmdUser=" + user
            // A share of a dead node waits until its credential has expired before it is run again: two minutes, if one
            // says nothing, five seconds at least.
            + "\nAuthInfo=socket=" + place + "/munge.socket,cred_expire=5"
            + "\nProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nMpiDefault=none\nStateSaveLocation=" + place + "/state\nSlurmdSpoolDir="
            + place + "/node-%n\nSlurmdPidFile=" + place + "/%n.pid\nSlurmctldPidFile=" + place + "/slurmctld.pid\nSlurmctldLogFile="
            + place + "/slurmctld.log\nSlurmdLogFile=" + place
            + "/%n.log\nSelectTypeParameters=CR_CPU\nSchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1\n"
              "SlurmdParameters=config_overrides\nReturnToService=2\nSlurmdTimeout=3\nMessageTimeout=3\n";
        for (int number = 1; number <= nodes; ++number)
            text += "NodeName=n" + QByteArray::number(number) + " NodeHostname=" + host + " NodeAddr=127.0.0.1 Port="
                + QByteArray::number(freePort()) + " CPUs=1\n";
        return text + "PartitionName=p Nodes=ALL Default=YES\n";
    }

    void makeKey()
    {
        const QString key = m_folder.path(u"slurm/munge.key"_s);
        QByteArray bytes;
        for (int i = 0; i < 4; ++i)
            bytes += classroom::randomSecret();
        m_folder.write(u"slurm/munge.key"_s, bytes);
        QFile::setPermissions(key, QFile::ReadOwner);
        QDir().mkpath(m_folder.path(u"slurm/state"_s));
    }

    void startMunge()
    {
        const auto at = [&](const char *option, const char *name) {
            return QLatin1StringView(option) + m_folder.path(u"slurm/"_s + QLatin1StringView(name));
        };
        startDaemon(u"munged"_s, {u"--foreground"_s, u"--force"_s, at("--key-file=", "munge.key"), at("--socket=", "munge.socket"),
            at("--pid-file=", "munged.pid"), at("--log-file=", "munged.log"), at("--seed-file=", "munged.seed")});
    }

    void startDaemon(const QString &program, const QStringList &words) { startIn(m_daemons, find(program), words); }

    /// In a namespace of its own, so that whatever it starts goes with it.
    void startNode(const QString &name)
    {
        startIn(m_nodes, u"unshare"_s,
            {u"--user"_s, u"--map-current-user"_s, u"--pid"_s, u"--fork"_s, u"--mount-proc"_s, u"--kill-child"_s, u"--"_s,
                find(u"slurmd"_s), u"-D"_s, u"-N"_s, name});
    }

    using Processes = std::vector<std::unique_ptr<QProcess>>;

    void startIn(Processes &processes, const QString &program, const QStringList &words)
    {
        QProcess &process = *processes.emplace_back(std::make_unique<QProcess>());
        process.setStandardOutputFile(QProcess::nullDevice());
        process.setStandardErrorFile(QProcess::nullDevice());
        m_folder.start(process, words, program);
    }

    ClassroomFolder &m_folder;
    Processes m_daemons;
    Processes m_nodes;
};

class TestSlurm : public QObject
{
    Q_OBJECT

private slots:
    void numbersAreRanges_data();
    void numbersAreRanges();
    void scriptsHoldAnyName_data();
    void scriptsHoldAnyName();
    void scriptsAreWhatSlurmTakes();
    void withoutSlurmTheCommandSaysSo();
    void aClusterGivesTheSameBytes();
};

void TestSlurm::numbersAreRanges_data()
{
    QTest::addColumn<QList<int>>("numbers");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << QList<int>{} << u""_s;
    QTest::newRow("one") << QList<int>{3} << u"3"_s;
    QTest::newRow("a row") << QList<int>{1, 2, 3} << u"1-3"_s;
    QTest::newRow("with holes") << QList<int>{3, 7, 8, 9, 11} << u"3,7-9,11"_s;
}

void TestSlurm::numbersAreRanges()
{
    QFETCH(QList<int>, numbers);
    QTEST(classroom::ranges(numbers), "text");
}

void TestSlurm::scriptsHoldAnyName_data()
{
    QTest::addColumn<QByteArray>("name");
    for (const char *name : {"plain", "with blanks", "it's", "$(exit 3)`exit 4`", "\"x\"\\", "two\nlines", "-n", "\xc3\xa9\xff*"})
        QTest::newRow(name) << QByteArray(name);
}

void TestSlurm::scriptsHoldAnyName()
{
    QFETCH(QByteArray, name);
    QProcess shell;
    shell.start(u"sh"_s, {});
    shell.write("printf %s " + classroom::shellWord(name) + '\n');
    shell.closeWriteChannel();
    QVERIFY(shell.waitForFinished(60'000));
    QCOMPARE(shell.readAllStandardOutput(), name);
}

void TestSlurm::scriptsAreWhatSlurmTakes()
{
    const classroom::SlurmRequest request{.program = "/bin/ringside", .folder = "/home/ann/week 3", .shards = 8, .jobs = 2, .minutes = 30};
    QCOMPARE(classroom::slurmArrayScript(request),
        QByteArray("#!/bin/sh\n#SBATCH --job-name=ringside-grade\n#SBATCH --output='/home/ann/week 3/slurm/share-%a.log'\n#SBATCH --time=30\n"
                   "#SBATCH --cpus-per-task=2\nexec '/bin/ringside' grade run '/home/ann/week 3' --shard \"$SLURM_ARRAY_TASK_ID/8\" --jobs 2\n"));
    QCOMPARE(classroom::slurmMergeScript({.program = "r", .folder = "f"}),
        QByteArray("#!/bin/sh\n#SBATCH --job-name=ringside-merge\n#SBATCH --output='f/slurm/merge.log'\nexec 'r' grade merge 'f'\n"));
}

void TestSlurm::withoutSlurmTheCommandSaysSo()
{
    ClassroomFolder folder;
    folder.prepare();
    QCOMPARE(folder.call({u"grade"_s, u"plan"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out=class"_s}).status, 0);
    QCOMPARE(folder.call({u"grade"_s, u"slurm-script"_s, u"class"_s}).status, 2);
    const Answer scripts = folder.call({u"grade"_s, u"slurm-script"_s, u"class"_s, u"--shards=3"_s});
    QCOMPARE(scripts.status, 0);
    QVERIFY2(scripts.output.contains("--array=1-3 '") && scripts.output.contains("afterok:$job"), scripts.output.constData());
    QVERIFY(readFile(folder.path(u"class/slurm/merge.sh"_s)).has_value());
    folder.setVariable(u"PATH"_s, u"/nowhere"_s);
    const Answer answer = folder.call({u"grade"_s, u"run"_s, u"class"_s, u"--slurm=2"_s});
    QCOMPARE(answer.status, 3);
    QVERIFY2(answer.errors.contains("sbatch did not take it"), answer.errors.constData());
}

/// An array of as many shares as nodes, of which one is cancelled and one dies with its node while they run, ends as one
/// run here does: put together, with the same marks.
void TestSlurm::aClusterGivesTheSameBytes()
{
    sandbox::Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    ClassroomFolder folder;
    folder.prepare();
    folder.writeHandIns(u"class.zip"_s, 3 * nodes, "import time\ntime.sleep(1)\n"); // no share is over before its node dies
    folder.becomeOrdinary(1); // who has a name on every system: Slurm asks for it
    Cluster cluster(folder);
    if (const QString missing = cluster.start(); !missing.isEmpty()) {
        if (qEnvironmentVariableIsSet("RINGSIDE_REQUIRE_SANDBOX"))
            QFAIL(qPrintable(missing));
        QSKIP(qPrintable(missing));
    }
    for (const QString &name : {u"here"_s, u"there"_s})
        QCOMPARE(folder.call({u"grade"_s, u"plan"_s, u"class.zip"_s, u"--lab=week3.ringlab"_s, u"--out"_s, name}).status, 0);
    QProcess there;
    folder.start(there, {u"grade"_s, u"run"_s, u"there"_s, u"--slurm=%1"_s.arg(nodes)});
    QByteArrayList tasks;
    while (tasks.size() < 2 && there.state() != QProcess::NotRunning) {
        (void)there.waitForFinished(100);
        tasks = cluster.running();
    }
    QVERIFY2(tasks.size() >= 2, there.readAllStandardError().constData());
    const QByteArrayList victim = tasks.last().split(' ');
    const QString share = QString::fromLatin1(victim.first().split('_').last());
    // A task is told to run before its program is started.
    const auto hasBegun = [&] { return QFileInfo::exists(folder.path(u"there/slurm/share-%1.log"_s.arg(share))); };
    QVERIFY(QTest::qWaitFor(hasBegun, 60'000));
    cluster.killNode(victim.last());
    QVERIFY(!QFileInfo::exists(folder.path(u"there/results/shard-%1-of-%2.jsonl"_s.arg(share).arg(nodes))));
    cluster.cancel(tasks.first().split(' ').first());
    const Answer meanwhile = folder.call({u"grade"_s, u"run"_s, u"here"_s});
    QVERIFY2(meanwhile.status == 0, meanwhile.errors.constData());
    const Answer answer = ClassroomFolder::answerOf(there);
    QVERIFY2(answer.status == 0, answer.errors.constData());
    const QByteArray log = cluster.log();
    QVERIFY2(log.toLower().contains("requeu"), log.right(3000).constData()); // the share that died with its node
    QCOMPARE(folder.call({u"grade"_s, u"merge"_s, u"here"_s}).status, 0);
    QCOMPARE(readFile(folder.path(u"there/results.jsonl"_s)).value(), readFile(folder.path(u"here/results.jsonl"_s)).value());
    QCOMPARE(readFile(folder.path(u"there/gradebook.csv"_s)).value(), readFile(folder.path(u"here/gradebook.csv"_s)).value());
}

QTEST_GUILESS_MAIN(TestSlurm)
#include "tst_slurm.moc"
