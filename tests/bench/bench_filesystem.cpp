// How fast duplicates and the permission audit are against the packaged tools for the same jobs.
//
// Builds a tree of 100,000 files once, checks that every contender finds the same in it, then runs
// all of them by turns, so that a busy moment of the machine hits each. Ours is a process like the
// others: this program started again with --job. The yardstick is the fastest tool; the budget
// is 1.0 times its median.

#include "filesystem/audit.h"
#include "filesystem/duplicates.h"

#include <QCommandLineParser>
#include <QCoreApplication>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <sys/stat.h>
#include <unistd.h>

using namespace ringside::filesystem;
using namespace Qt::StringLiterals;

namespace {

constexpr double budget = 1.0;

/// One program that does a job. `findings` counts what it found from its output, so that nobody is
/// measured who does another job.
struct Contender
{
    QString name;
    QString program;
    QStringList arguments;
    std::function<qsizetype(const QByteArray &)> findings;
    QList<double> milliseconds;
};

struct Job
{
    QString name;
    QList<Contender> contenders; ///< ours first
};

// ---------------------------------------------------------------------------------------- the tree

/// A size as source trees and home folders have them: most files are small, few are large.
int drawnSize(QRandomGenerator &random)
{
    const int kind = random.bounded(100);
    if (kind < 70)
        return random.bounded(1, 4096);
    if (kind < 98)
        return random.bounded(4096, 16384);
    return random.bounded(65536, 262144);
}

mode_t drawnMode(QRandomGenerator &random)
{
    switch (random.bounded(200)) {
    case 0:
        return 0666;
    case 1:
        return 04755;
    case 2:
        return 02755;
    default:
        return 0644;
    }
}

QByteArray drawnContent(int size, quint32 seed)
{
    QRandomGenerator random(seed);
    QList<quint32> words(size / 4 + 1);
    random.fillRange(words.data(), words.size());
    return QByteArray(reinterpret_cast<const char *>(words.constData()), size);
}

void writeFile(const QString &path, const QByteArray &content, mode_t mode)
{
    QFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write %s", qPrintable(path));
    file.close();
    ::chmod(QFile::encodeName(path).constData(), mode);
}

/// 100 files in each directory, one file in five with the content of an earlier one.
void buildTree(const QString &root, int files)
{
    QRandomGenerator random(1);
    QList<std::pair<int, quint32>> contents;
    QString folder;
    for (int number = 0; number < files; ++number) {
        if (number % 100 == 0) {
            const int at = number / 100;
            folder = u"%1/a%2/b%3/c%4"_s.arg(root).arg(at % 10).arg(at / 10 % 10).arg(at / 100);
            QDir().mkpath(folder);
            ::chmod(QFile::encodeName(folder).constData(),
                at % 50 == 0       ? 0777
                    : at % 50 == 1 ? 01777
                                   : 0755);
        }
        const bool copy = !contents.isEmpty() && random.bounded(5) == 0;
        const auto content = copy ? contents.at(random.bounded(contents.size()))
                                  : std::pair(drawnSize(random), random.generate());
        contents.append(content);
        const QString name = number % 1000 == 7 ? u"id_%1"_s : u"file%1.txt"_s;
        writeFile(folder + u'/' + name.arg(number), drawnContent(content.first, content.second),
            drawnMode(random));
    }
}

// ---------------------------------------------------------------------------------------- our side

void printLine(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fputc('\n', stdout);
}

int runDuplicates(const QByteArray &root)
{
    const auto found = findDuplicatesByContent(root, {.hidden = true, .caches = true});
    if (!found)
        return 1;
    for (const DuplicateGroup &group : found->groups) {
        for (const QByteArray &path : group.paths)
            printLine(path);
        printLine({});
    }
    return 0;
}

int runAudit(const QByteArray &root)
{
    const auto audit = auditPermissions(root);
    if (!audit)
        return 1;
    for (const Finding &finding : audit->findings)
        printLine(finding.path);
    return 0;
}

// ----------------------------------------------------------------------------------------
// contenders

/// Groups in the format of fdupes: paths, then an empty line.
qsizetype groupCount(const QByteArray &output)
{
    qsizetype groups = 0;
    bool inside = false;
    for (const QByteArray &line : output.split('\n')) {
        groups += inside && line.isEmpty() ? 1 : 0;
        inside = !line.isEmpty();
    }
    return groups;
}

/// Different paths: an entry may have several findings.
qsizetype pathCount(const QByteArray &output)
{
    QByteArrayList lines = output.split('\n');
    std::ranges::sort(lines);
    const auto doubles = std::ranges::unique(lines);
    return std::ranges::count_if(
        lines.begin(), doubles.begin(), [](const QByteArray &line) { return !line.isEmpty(); });
}

qsizetype numberBefore(const QByteArray &output, QByteArrayView words)
{
    const qsizetype end = output.indexOf(words);
    if (end < 0)
        return -1;
    qsizetype start = end;
    while (start > 0 && std::isdigit(static_cast<uchar>(output[start - 1])))
        --start;
    return output.sliced(start, end - start).toLongLong();
}

QStringList findArguments(const QString &root)
{
    return QStringList{root}
    + u"( -type d -perm -0002 ! -perm -1000 ) -o ( ! -type d ! -type l -perm -0002 ) -o "
      "( -type f -perm /06000 ) -o ( -type f ( -name id_* -o -name *.key -o -name *.pem ) -perm /0077 )"_s
          .split(u' ', Qt::SkipEmptyParts);
}

QList<Job> makeJobs(const QString &root)
{
    const QString self = QCoreApplication::applicationFilePath();
    const auto czkawkaGroups
        = [](const QByteArray &output) { return numberBefore(output, " groups"); };
    return {
        {u"duplicates by content"_s,
            {
                {u"ringside"_s, self, {u"--job"_s, u"duplicates"_s, root}, groupCount, {}},
                {u"jdupes"_s, u"jdupes"_s, {u"-r"_s, u"-q"_s, root}, groupCount, {}},
                {u"fdupes"_s, u"fdupes"_s, {u"-r"_s, u"-q"_s, u"-n"_s, root}, groupCount, {}},
                {u"rmlint"_s, u"rmlint"_s,
                    {u"-T"_s, u"duplicates"_s, u"--hidden"_s, u"-o"_s, u"fdupes:stdout"_s, root},
                    groupCount, {}},
                {u"czkawka"_s, u"czkawka_cli"_s, {u"dup"_s, u"-m"_s, u"1"_s, u"-d"_s, root},
                    czkawkaGroups, {}},
            }},
        {u"permission audit"_s,
            {
                {u"ringside"_s, self, {u"--job"_s, u"audit"_s, root}, pathCount, {}},
                {u"find"_s, u"find"_s, findArguments(root), pathCount, {}},
                {u"bfs"_s, u"bfs"_s, findArguments(root), pathCount, {}},
            }},
    };
}

// ----------------------------------------------------------------------------------------
// measuring

struct Run
{
    double milliseconds = 0;
    QByteArray output;
};

Run run(const Contender &contender)
{
    QProcess process;
    process.setProgram(contender.program);
    process.setArguments(contender.arguments);
    process.setStandardErrorFile(QProcess::nullDevice());
    QElapsedTimer timer;
    timer.start();
    process.start();
    process.waitForFinished(-1);
    return {.milliseconds = double(timer.nsecsElapsed()) / 1e6,
        .output = process.readAllStandardOutput()};
}

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

/// Leaves out who is not installed and who finds something else; the first run also fills the page
/// cache.
void keepThoseWhoAgree(Job &job)
{
    const qsizetype ours = job.contenders.first().findings(run(job.contenders.first()).output);
    std::printf("%s: %lld findings\n", qPrintable(job.name), static_cast<long long>(ours));
    job.contenders.removeIf([&](const Contender &contender) {
        if (!QFile::exists(contender.program)
            && QStandardPaths::findExecutable(contender.program).isEmpty()) {
            std::printf("  %s is not installed\n", qPrintable(contender.name));
            return true;
        }
        const qsizetype found = contender.findings(run(contender).output);
        if (found != ours)
            std::printf("  %s finds %lld, left out\n", qPrintable(contender.name),
                static_cast<long long>(found));
        return found != ours;
    });
}

QJsonObject measured(Job &job, int rounds)
{
    keepThoseWhoAgree(job);
    for (int round = 0; round < rounds; ++round)
        for (Contender &contender : job.contenders)
            contender.milliseconds.append(run(contender).milliseconds);
    const auto fastest = std::ranges::min_element(job.contenders.begin() + 1, job.contenders.end(),
        {}, [](const Contender &contender) { return median(contender.milliseconds); });
    if (fastest == job.contenders.end())
        qFatal("no tool to compare with is installed");
    QJsonArray rows;
    for (const Contender &contender : std::as_const(job.contenders)) {
        std::printf("  %-10s %9.1f ms   best %9.1f\n", qPrintable(contender.name),
            median(contender.milliseconds), *std::ranges::min_element(contender.milliseconds));
        rows.append(QJsonObject{
            {u"contender"_s, contender.name}, {u"median_ms"_s, median(contender.milliseconds)}});
    }
    const double ratio
        = median(job.contenders.first().milliseconds) / median(fastest->milliseconds);
    std::printf("  %.2f times %s, budget %.2f: %s\n", ratio, qPrintable(fastest->name), budget,
        ratio <= budget ? "kept" : "MISSED");
    return {{u"job"_s, job.name}, {u"rows"_s, rows}, {u"yardstick"_s, fastest->name},
        {u"ratio"_s, ratio}, {u"budget"_s, budget}, {u"kept"_s, ratio <= budget}};
}

int compare(const QString &root, int rounds, const QString &jsonPath)
{
    QJsonArray results;
    bool kept = true;
    for (Job &job : makeJobs(root)) {
        const QJsonObject result = measured(job, rounds);
        kept = kept && result.value(u"kept"_s).toBool();
        results.append(result);
    }
    if (!jsonPath.isEmpty())
        writeFile(jsonPath,
            QJsonDocument(QJsonObject{{u"bench"_s, u"filesystem"_s}, {u"results"_s, results}})
                .toJson(),
            0644);
    return kept ? 0 : 1;
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    QCommandLineParser parser;
    parser.addHelpOption();
    parser.addOption(
        {u"job"_s, u"Do one job on FOLDER and print what it finds."_s, u"duplicates|audit"_s});
    parser.addOption({u"files"_s, u"Files in the tree."_s, u"number"_s, u"100000"_s});
    parser.addOption({u"rounds"_s, u"Runs of each contender."_s, u"number"_s, u"7"_s});
    parser.addOption({u"json"_s, u"Write the results there."_s, u"file"_s});
    parser.addOption({u"tree"_s, u"Use, or first make, this folder and keep it."_s, u"folder"_s});
    parser.addPositionalArgument(u"folder"_s, u"For --job."_s);
    parser.process(application);
    if (parser.isSet(u"job"_s)) {
        const QByteArray root = QFile::encodeName(parser.positionalArguments().value(0));
        return parser.value(u"job"_s) == u"audit" ? runAudit(root) : runDuplicates(root);
    }
    const QTemporaryDir temporary;
    const QString root
        = parser.isSet(u"tree"_s) ? parser.value(u"tree"_s) : temporary.filePath(u"tree"_s);
    if (!QFile::exists(root))
        buildTree(root, parser.value(u"files"_s).toInt());
    return compare(root, parser.value(u"rounds"_s).toInt(), parser.value(u"json"_s));
}
