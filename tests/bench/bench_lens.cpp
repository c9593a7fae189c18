// What watching a program costs, beside the bare program and strace.
//
// Contenders run by turns and the median of the ratios of single rounds is compared, as in bench_sandbox.cpp. The
// budgets are those of the design: a traced warm `pass` 0.7 of bare `python3 main.py`; 10,000 stats 1.15 of strace with
// the same calls; computing 1.2 of bare; the trees after 50 changes within a second. The lens takes the program to one
// processor with it, so strace is given one, too: apart they wait for each other's processors to wake.

#include "bench/contest.h"
#include "lens/trials.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace ringside;
using namespace ringside::tests;
using namespace Qt::StringLiterals;

namespace {

sandbox::RunRequest requestFor(const QByteArray &source)
{
    sandbox::RunRequest request;
    request.workspace.entries = {{.path = "main.py", .content = source}};
    request.start = sandbox::Start::Warm;
    return request;
}

lens::WatchedRun watched(const QFuture<Result<lens::WatchedRun>> &future)
{
    const Result<lens::WatchedRun> run = sandbox::waitFor(future);
    if (!run || run->report.exitStatus != 0 || !run->trace->isComplete())
        qFatal("a traced run failed: %s",
            run ? run->report.errorOutput.constData() : qPrintable(describe(run.error())));
    return *run;
}

/// The names of what the lens traces; strace is to look over those it does not know.
QByteArray tracedNames()
{
    QByteArrayList names;
    for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
        names.append('?' + QByteArray(call.name.data(), static_cast<qsizetype>(call.name.size())));
    return names.join(',');
}

class Bench
{
public:
    explicit Bench(int rounds)
        : m_rounds(rounds)
    {
    }

    /// The lens against a command; the path of the program is added to it.
    void measure(const QString &title, const QByteArray &source, const QByteArrayList &yardstick, double budget);
    void measureCrashes();

    [[nodiscard]] QJsonArray results() const { return m_results; }
    [[nodiscard]] bool allKept() const
    {
        return std::ranges::all_of(
            m_results, [](const QJsonValue &result) { return result[u"kept"_s].toBool(); });
    }

private:
    int m_rounds;
    sandbox::Sandbox m_sandbox;
    QJsonArray m_results;
};

void Bench::measure(
    const QString &title, const QByteArray &source, const QByteArrayList &yardstick, double budget)
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(u"main.py"_s));
    if (!file.open(QIODevice::WriteOnly) || file.write(source) != source.size())
        qFatal("cannot write main.py");
    file.close();
    const QByteArrayList command = yardstick + QByteArrayList{"python3", QFile::encodeName(file.fileName())};
    QList<Contender> contenders{
        {yardstick.isEmpty() ? u"bare"_s : u"strace"_s, [command] { finish(spawn(command)); }, 0, {}},
        {u"lens, warm"_s, [this, source] { watched(lens::watch(m_sandbox, requestFor(source))); }, budget, {}}};
    contend(title, contenders, m_rounds);
    const double ratio = median(ratios(contenders[1], contenders[0]));
    m_results.append(verdict(title, ratio, budget, ratio <= budget));
}

void Bench::measureCrashes()
{
    const QByteArray source = "import os\nfor i in range(50):\n    os.mkdir(str(i))\n";
    QList<double> milliseconds;
    for (int round = 0; round < std::max(5, m_rounds / 4); ++round) {
        QElapsedTimer timer;
        timer.start();
        const lens::WatchedRun run = watched(lens::exploreCrashes(m_sandbox, requestFor(source)));
        milliseconds.append(double(timer.nsecsElapsed()) / 1e6);
        if (run.snapshots.size() != 51)
            qFatal("there were %lld points", static_cast<long long>(run.snapshots.size()));
    }
    std::printf("the trees that a crash leaves after each of 50 changes\n");
    const double middle = median(milliseconds);
    m_results.append(verdict(u"crash sweep, ms"_s, middle, 1000, middle <= 1000));
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption({u"rounds"_s, u"Runs of each contender."_s, u"number"_s, u"40"_s});
    parser.addOption({u"json"_s, u"Write the results there."_s, u"file"_s});
    parser.process(application);

    Bench bench(parser.value(u"rounds"_s).toInt());
    const QByteArrayList strace{"taskset", "-c", "0", "strace", "-f", "--seccomp-bpf", "-y", "-o", "/dev/null",
        "-e", "trace=" + tracedNames()};
    bench.measure(u"traced pass, of bare main.py"_s, "pass\n", {}, 0.7);
    if (QStandardPaths::findExecutable(u"strace"_s).isEmpty())
        std::printf("there is no strace here to compare with\n");
    else
        bench.measure(u"10,000 stats, of strace"_s,
            "import os\nfor i in range(10000):\n    os.stat('/usr')\n", strace, 1.15);
    bench.measure(u"computing, of bare"_s,
        "total = 0\nfor i in range(2_000_000):\n    total += i * i\n", {}, 1.2);
    bench.measureCrashes();
    if (parser.isSet(u"json"_s)) {
        QFile file(parser.value(u"json"_s));
        if (file.open(QIODevice::WriteOnly))
            file.write(QJsonDocument(QJsonObject{{u"bench"_s, u"lens"_s}, {u"results"_s, bench.results()}}).toJson());
    }
    return bench.allKept() ? 0 : 1;
}
