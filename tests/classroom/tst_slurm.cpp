#include "classroom/classroomfolder.h"
#include "classroom/slurm.h"
#include "sandbox/requests.h"

#include <QDeadlineTimer>
#include <QStandardPaths>
#include <QSysInfo>

#include <arpa/inet.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::tests;
using classroom::readFile;

/// A Slurm of two nodes on this machine, as an ordinary user or as root, below one folder.
class Cluster
{
public:
    ~Cluster()
    {
        for (const auto &daemon : m_daemons)
            daemon->terminate();
        for (const auto &daemon : m_daemons) {
            if (!daemon->waitForFinished(10'000))
                daemon->kill();
            daemon->waitForFinished(10'000);
        }
    }

    /// Nothing when it is ready; else why not.
    [[nodiscard]] QString start(ClassroomFolder &folder)
    {
        const QStringList programs{u"slurmctld"_s, u"slurmd"_s, u"sbatch"_s, u"scancel"_s, u"munged"_s};
        for (const QString &program : programs) {
            if (find(program).isEmpty())
                return u"there is no %1: install slurmctld, slurmd, slurm-client and munge"_s.arg(program);
        }
        folder.setVariable(u"SLURM_CONF"_s, folder.path(u"slurm/slurm.conf"_s));
        folder.write(u"slurm/slurm.conf"_s, configuration(folder.path(u"slurm"_s)));
        startMunge(folder);
        startDaemon(folder, u"slurmctld"_s, {u"-D"_s});
        startDaemon(folder, u"slurmd"_s, {u"-D"_s, u"-N"_s, u"n1"_s});
        startDaemon(folder, u"slurmd"_s, {u"-D"_s, u"-N"_s, u"n2"_s});
        // Where it does not come up every question takes seconds, too.
        for (const QDeadlineTimer deadline(std::chrono::seconds(60)); !deadline.hasExpired();) {
            if (folder.call({u"-h"_s, u"-t"_s, u"idle"_s, u"-o"_s, u"%D"_s}, u"sinfo"_s).output.trimmed() == "2")
                return {};
            QTest::qWait(200);
        }
        return u"Slurm does not come up here: "_s
            + QString::fromUtf8(readFile(folder.path(u"slurm/slurmctld.log"_s)).value_or("no log")).right(300);
    }

    /// Kills the second node, without a word.
    void killNode() { m_daemons.back()->kill(); }

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

    static QByteArray configuration(const QString &folder)
    {
        const passwd *entry = ::getpwuid(::getuid());
        const QByteArray user = entry ? QByteArray(entry->pw_name) : QByteArray::number(::getuid());
        const QByteArray host = QSysInfo::machineHostName().toUtf8();
        const QByteArray place = QFile::encodeName(folder);
        const auto node = [&](const char *name) {
            return "NodeName=" + QByteArray(name) + " NodeHostname=" + host + " NodeAddr=127.0.0.1 Port="
                + QByteArray::number(freePort()) + " CPUs=1\n";
        };
        // Root may use the cluster's own keys; everybody else needs munge. A share of a dead node waits until
        // its credential has expired before it is run again: two minutes, if one says nothing, five seconds at least.
        const QByteArray keys = ::getuid() == 0 ? QByteArray("AuthType=auth/slurm\nCredType=cred/slurm\nAuthInfo=cred_expire=5\n")
                                                : "AuthInfo=socket=" + place + "/munge.socket,cred_expire=5\n";
        return "ClusterName=test\nSlurmctldHost=" + host + "(127.0.0.1)\nSlurmctldPort=" + QByteArray::number(freePort())
            + "\nSlurmUser=" + user + "\nSlurmdUser=" + user + '\n' + keys
            + "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nMpiDefault=none\nStateSaveLocation=" + place + "/state\nSlurmdSpoolDir="
            + place + "/node-%n\nSlurmdPidFile=" + place + "/%n.pid\nSlurmctldPidFile=" + place + "/slurmctld.pid\nSlurmctldLogFile="
            + place + "/slurmctld.log\nSlurmdLogFile=" + place
            + "/%n.log\nSelectTypeParameters=CR_CPU\nSchedulerParameters=batch_sched_delay=0,sched_interval=1,bf_interval=1\n"
              "SlurmdParameters=config_overrides\nReturnToService=2\nSlurmdTimeout=5\nMessageTimeout=3\n"
            + node("n1") + node("n2") + "PartitionName=p Nodes=ALL Default=YES\n";
    }

    void startMunge(ClassroomFolder &folder)
    {
        const QString key = folder.path(u"slurm/slurm.key"_s);
        QByteArray bytes;
        for (int i = 0; i < 4; ++i)
            bytes += classroom::randomSecret();
        folder.write(u"slurm/slurm.key"_s, bytes);
        QFile::setPermissions(key, QFile::ReadOwner);
        QDir().mkpath(folder.path(u"slurm/state"_s));
        if (::getuid() == 0)
            return;
        const auto at = [&](const char *option, const char *name) {
            return QLatin1StringView(option) + folder.path(u"slurm/"_s + QLatin1StringView(name));
        };
        startDaemon(folder, u"munged"_s, {u"--foreground"_s, u"--force"_s, at("--key-file=", "slurm.key"), at("--socket=", "munge.socket"),
            at("--pid-file=", "munged.pid"), at("--log-file=", "munged.log"), at("--seed-file=", "munged.seed")});
    }

    void startDaemon(const ClassroomFolder &folder, const QString &program, const QStringList &words)
    {
        m_daemons.push_back(std::make_unique<QProcess>());
        m_daemons.back()->setStandardOutputFile(QProcess::nullDevice());
        m_daemons.back()->setStandardErrorFile(QProcess::nullDevice());
        folder.start(*m_daemons.back(), words, find(program));
    }

    std::vector<std::unique_ptr<QProcess>> m_daemons;
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
    QVERIFY2(answer.errors.contains("sbatch did not take"), answer.errors.constData());
}

/// An array of four, of which one task is cancelled and one node killed, ends as one run here does.
void TestSlurm::aClusterGivesTheSameBytes()
{
    sandbox::Sandbox sandbox;
    if (const QString missing = missingSandbox(sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    ClassroomFolder folder;
    folder.prepare();
    Cluster cluster;
    if (const QString missing = cluster.start(folder); !missing.isEmpty())
        QSKIP(qPrintable(missing));
    for (const QString &name : {u"here"_s, u"there"_s})
        QCOMPARE(folder.call({u"grade"_s, u"plan"_s, u"moodle.zip"_s, u"--lab=week3.ringlab"_s, u"--out"_s, name}).status, 0);
    QProcess there;
    folder.start(there, {u"grade"_s, u"run"_s, u"there"_s, u"--slurm=4"_s});
    QVERIFY(there.waitForStarted(60'000));
    QByteArray array;
    for (int i = 0; i < 300 && array.isEmpty() && !there.waitForFinished(200); ++i)
        array = folder.call({u"-h"_s, u"-o"_s, u"%A"_s}, u"squeue"_s).output.split('\n').first();
    (void)folder.call({QString::fromLatin1(array) + u"_4"_s}, u"scancel"_s);
    cluster.killNode();
    const Answer answer = ClassroomFolder::answerOf(there);
    QVERIFY2(answer.status == 0, answer.errors.constData());
    QCOMPARE(folder.call({u"grade"_s, u"run"_s, u"here"_s}).status, 0);
    for (const QString &name : {u"here"_s, u"there"_s})
        QCOMPARE(folder.call({u"grade"_s, u"merge"_s, name}).status, 0);
    QCOMPARE(readFile(folder.path(u"there/results.jsonl"_s)).value(), readFile(folder.path(u"here/results.jsonl"_s)).value());
    QCOMPARE(readFile(folder.path(u"there/gradebook.csv"_s)).value(), readFile(folder.path(u"here/gradebook.csv"_s)).value());
}

QTEST_GUILESS_MAIN(TestSlurm)
#include "tst_slurm.moc"
