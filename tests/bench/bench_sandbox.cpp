// What a sandboxed run costs, beside bare Python and other sandboxes.
//
// Every contender runs the same program by turns, so that a busy moment of the machine hits each; what is compared is
// the median of the ratios of single rounds. Times are from the request to the whole report, the final tree included.
// The budgets are those of the design: warm 0.60, cold 1.25 of bare `python3 main.py`; throughput with two workers 1.2
// of bare `python3 -I -S -c pass`; reading back 4,096 entries in 15 ms; ready after 100 ms; nothing left a second after a
// kill.

#include "bench/contest.h"
#include "sandbox/remains.h"
#include "sandbox/sandbox.h"
#include "supervisor/treereader.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace ringside;
using namespace ringside::sandbox;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

namespace {

constexpr char realisticImports[] = "import os, json, shutil, tempfile, pathlib, subprocess\n";

class Bench
{
public:
    explicit Bench(int rounds)
        : m_rounds(rounds)
    {
    }

    void measureReadiness();
    void measureStart(const QString &title, const QByteArray &source, double warmBudget, double coldBudget);
    void measureThroughput();
    void measureSnapshot();
    void measureCleanup();

    [[nodiscard]] QJsonArray results() const { return m_results; }
    [[nodiscard]] bool allKept() const
    {
        return std::ranges::all_of(
            m_results, [](const QJsonValue &result) { return result[u"kept"_s].toBool(); });
    }

private:
    void runSandboxed(const QByteArray &source, Start start);
    [[nodiscard]] QList<Contender> contendersFor(
        const QString &file, const QByteArray &source, double warmBudget, double coldBudget);

    int m_rounds;
    Sandbox m_sandbox;
    QJsonArray m_results;
};

void Bench::measureReadiness()
{
    double best = 1e9;
    for (int round = 0; round < 5; ++round) {
        Sandbox sandbox;
        QElapsedTimer timer;
        timer.start();
        if (const auto features = sandbox::waitFor(sandbox.features()); !features)
            qFatal("there is no sandbox here: %s", qPrintable(describe(features.error())));
        best = std::min(best, double(timer.nsecsElapsed()) / 1e6);
    }
    std::printf("start of the supervisor, with its self-test\n");
    m_results.append(verdict(u"ready after, ms"_s, best, 100, best <= 100));
}

void Bench::runSandboxed(const QByteArray &source, Start start)
{
    RunRequest request;
    request.workspace.entries = {{.path = "main.py", .content = source}};
    request.start = start;
    const Result<RunReport> report = sandbox::waitFor(m_sandbox.run(std::move(request)));
    if (!report || report->exitStatus != 0 || report->warm != (start == Start::Warm))
        qFatal("a sandboxed run failed: %s",
            report ? report->errorOutput.constData() : qPrintable(describe(report.error())));
}

QList<Contender> Bench::contendersFor(
    const QString &file, const QByteArray &source, double warmBudget, double coldBudget)
{
    const QByteArray path = QFile::encodeName(file);
    QList<Contender> contenders{
        {u"bare python3 main.py"_s, [path] { finish(spawn({"python3", path})); }, 0, {}},
        {u"sandbox, warm"_s, [this, source] { runSandboxed(source, Start::Warm); }, warmBudget, {}},
        // Here, since the next box is being made meanwhile: no budget compares with this one.
        {u"bare python3 -I -S"_s, [source] { finish(spawn({"python3", "-I", "-S", "-c", source})); }, 0, {}},
        {u"sandbox, cold"_s, [this, source] { runSandboxed(source, Start::Cold); }, coldBudget, {}},
    };
    if (!QStandardPaths::findExecutable(u"bwrap"_s).isEmpty())
        contenders.append({u"bubblewrap"_s, [path] {
            finish(spawn({"bwrap", "--unshare-all", "--die-with-parent", "--new-session", "--clearenv",
                "--ro-bind", "/usr", "/usr", "--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib",
                "--symlink", "usr/lib64", "/lib64", "--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp",
                "--ro-bind", path, "/run/main.py", "--chdir", "/tmp", "/usr/bin/python3", "/run/main.py"}));
        }, 0, {}});
    if (!QStandardPaths::findExecutable(u"isolate"_s).isEmpty())
        contenders.append({u"isolate"_s, [source] {
            finish(spawn({"isolate", "-s", "-p", "--run", "--", "/usr/bin/python3", "-I", "-c", source}));
        }, 0, {}});
    return contenders;
}

void Bench::measureStart(
    const QString &title, const QByteArray &source, double warmBudget, double coldBudget)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"main.py"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(source) != source.size())
        qFatal("cannot write main.py");
    file.close();
    QList<Contender> contenders = contendersFor(file.fileName(), source, warmBudget, coldBudget);
    contend(title, contenders, m_rounds);
    for (const Contender &contender : std::as_const(contenders))
        if (contender.budget > 0) {
            const double ratio = median(ratios(contender, contenders[0]));
            m_results.append(verdict(title + u", "_s + contender.name, ratio, contender.budget,
                ratio <= contender.budget));
        }
}

/// Two at a time, by turns in blocks. The sandbox runs as many at once as there are processors.
void Bench::measureThroughput()
{
    constexpr int blockRuns = 40;
    QList<double> quotients;
    for (int round = 0; round < std::max(3, m_rounds / 10); ++round) {
        QElapsedTimer timer;
        timer.start();
        int started = 0;
        int live = 0;
        while (started < blockRuns || live > 0) {
            for (; live < 2 && started < blockRuns; ++live, ++started)
                spawn({"python3", "-I", "-S", "-c", "pass"});
            ::wait(nullptr);
            --live;
        }
        const double bare = double(timer.nsecsElapsed());
        timer.restart();
        QList<QFuture<Result<RunReport>>> futures;
        for (int i = 0; i < blockRuns; ++i) {
            RunRequest request;
            request.workspace.entries = {{.path = "main.py", .content = "pass\n"}};
            futures.append(m_sandbox.run(request));
        }
        for (const auto &future : std::as_const(futures))
            if (!sandbox::waitFor(future))
                qFatal("a sandboxed run failed");
        quotients.append(bare / double(timer.nsecsElapsed()));
    }
    std::printf("throughput, two at once\n");
    const double quotient = median(quotients);
    m_results.append(verdict(u"runs per second, of bare -I -S"_s, quotient, 1.2, quotient >= 1.2));
}

void Bench::measureSnapshot()
{
    constexpr int entries = 4096;
    const QTemporaryDir folder(u"/dev/shm/ringside-bench-XXXXXX"_s); // a tmpfs, as a workspace is
    const FileDescriptor root(::open(qPrintable(folder.path()), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    for (int i = 0; i < entries; ++i) {
        const FileDescriptor file(::openat(root.get(), qPrintable(u"file%1.txt"_s.arg(i)),
            O_WRONLY | O_CREAT | O_CLOEXEC, 0644));
        if (::write(file.get(), "hello playground\n", 17) != 17)
            qFatal("cannot write to /dev/shm");
    }
    QList<double> milliseconds;
    for (int round = 0; round < std::max(5, m_rounds / 4); ++round) {
        qsizetype found = 0;
        QElapsedTimer timer;
        timer.start();
        supervisor::TreeReader reader(root.get(), {},
            {.entry = [&](protocol::Entry) { ++found; }, .content = [](std::string) { }});
        while (reader.step(256)) { }
        milliseconds.append(double(timer.nsecsElapsed()) / 1e6);
        if (found != entries)
            qFatal("the reader found %lld entries", static_cast<long long>(found));
    }
    std::printf("reading back %d files\n", entries);
    const double best = *std::ranges::min_element(milliseconds);
    m_results.append(verdict(u"snapshot, ms"_s, best, 15, best <= 15));
}

/// By the clock, from the kill to the first look that finds nobody. The worst counts: each is a promise.
double cleanupAfterKillOf(const QByteArray &victim)
{
    QProcess client;
    client.start(QStringLiteral(BUSYCLIENT), QStringList());
    if (!client.waitForReadyRead(60'000))
        qFatal("no sandbox becomes busy");
    const QList<Process> processes = family(static_cast<pid_t>(client.processId()));
    const auto found = std::ranges::find(processes, victim, &Process::name);
    if (found == processes.end())
        qFatal("there is no %s", victim.constData());
    Remains remains;
    remains.note(processes);
    QElapsedTimer timer;
    timer.start();
    ::kill(found->pid, SIGKILL);
    while (!remains.left().isEmpty())
        ::usleep(1'000);
    const double milliseconds = double(timer.nsecsElapsed()) / 1e6;
    client.kill();
    client.waitForFinished();
    return milliseconds;
}

void Bench::measureCleanup()
{
    std::printf("a kill of a busy sandbox\n");
    for (const QByteArray victim : {"busyclient", "ringside-superv", "steward"}) {
        double worst = 0;
        for (int round = 0; round < std::max(3, m_rounds / 10); ++round)
            worst = std::max(worst, cleanupAfterKillOf(victim));
        m_results.append(verdict(u"all gone after a kill of %1, ms"_s.arg(QString::fromLatin1(victim)), worst, 1000,
            worst <= 1000));
    }
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({u"rounds"_s, u"Runs of each contender."_s, u"number"_s, u"60"_s});
    parser.addOption({u"only"_s, u"One measurement: ready, pass, imports, throughput, snapshot or cleanup."_s, u"name"_s});
    parser.addOption({u"json"_s, u"Write the results there."_s, u"file"_s});
    parser.process(application);

    Bench bench(parser.value(u"rounds"_s).toInt());
    const QString only = parser.value(u"only"_s);
    const auto isWanted = [&](QLatin1StringView name) { return only.isEmpty() || only == name; };
    if (isWanted("ready"_L1))
        bench.measureReadiness();
    if (isWanted("pass"_L1))
        bench.measureStart(u"pass"_s, "pass\n", 0.60, 1.25);
    if (isWanted("imports"_L1))
        bench.measureStart(u"realistic imports"_s, realisticImports, 0.60, 1.25);
    if (isWanted("throughput"_L1))
        bench.measureThroughput();
    if (isWanted("snapshot"_L1))
        bench.measureSnapshot();
    if (isWanted("cleanup"_L1))
        bench.measureCleanup();
    if (parser.isSet(u"json"_s)) {
        QFile file(parser.value(u"json"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(
                QJsonObject{{u"bench"_s, u"sandbox"_s}, {u"results"_s, bench.results()}})
                           .toJson());
    }
    return bench.allKept() ? 0 : 1;
}
