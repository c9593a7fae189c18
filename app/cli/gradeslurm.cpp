#include "base/bytes.h"
#include "classroom/files.h"
#include "classroom/slurm.h"
#include "cli/console.h"
#include "cli/gradeaccess.h"
#include "cli/session.h"

#include <QCoreApplication>
#include <QDir>
#include <QEventLoop>
#include <QProcess>
#include <QTimer>

#include <cerrno>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using classroom::GradeFolder;
using classroom::SlurmRequest;

constexpr int mostAttempts = 3; // of an array whose shares do not all come

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// The scripts in the folder of a class.
struct Scripts
{
    QString array, merge;
};

Result<Scripts> writeScripts(const GradeFolder &folder, const SlurmRequest &request)
{
    if (!QDir().mkpath(folder.file(u"slurm"_s)))
        return systemError(u"make the folder "_s + folder.file(u"slurm"_s), errno);
    const Scripts scripts{folder.file(u"slurm/array.sh"_s), folder.file(u"slurm/merge.sh"_s)};
    return classroom::writeFile(scripts.array, classroom::slurmArrayScript(request))
        .and_then([&] {
            return classroom::writeFile(scripts.merge, classroom::slurmMergeScript(request));
        })
        .transform([&] { return scripts; });
}

SlurmRequest requestFor(const GradeFolder &folder, int shards, int jobs, int minutes)
{
    return {.program = QFile::encodeName(QCoreApplication::applicationFilePath()),
        .folder = QFile::encodeName(QDir(folder.path()).absolutePath()),
        .shards = shards,
        .jobs = jobs,
        .minutes = minutes};
}

// ---------------------------------------------------------------- Slurm's commands

void pause(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    loop.exec();
}

struct Answer
{
    int status = -1; ///< -1: the program could not be started or died
    QByteArray output;
    QByteArray errors;
};

/// Waits in an event loop: Ctrl-C ends it.
Answer call(const QString &program, const QStringList &words)
{
    QProcess process;
    QEventLoop loop;
    QObject::connect(&process, &QProcess::finished, &loop, &QEventLoop::quit);
    QObject::connect(&process, &QProcess::errorOccurred, &loop, &QEventLoop::quit);
    process.start(program, words);
    if (process.state() != QProcess::NotRunning)
        loop.exec();
    const bool isEnded = process.error() == QProcess::UnknownError
        && process.exitStatus() == QProcess::NormalExit;
    return {isEnded ? process.exitCode() : -1, process.readAllStandardOutput().trimmed(),
        process.readAllStandardError().trimmed()};
}

/// The number of the job; the status to end with.
std::expected<QString, int> submit(const QStringList &words)
{
    const Answer answer = call(u"sbatch"_s, QStringList{u"--parsable"_s} + words);
    if (answer.status == 0)
        return QString::fromLatin1(answer.output).section(u';', 0, 0); // JOB;CLUSTER
    return std::unexpected(complain(Impossible,
        Words::tr("sbatch did not take it: %1").arg(displayText(answer.errors)),
        Words::tr("`ringside grade slurm-script` writes the scripts to submit by hand.")));
}

/// Whether something of the array waits or runs. When Slurm itself does not answer nobody knows, and
/// nothing is submitted a second time.
bool isUnderWay(const QString &job)
{
    const Answer answer = call(u"squeue"_s, {u"-h"_s, u"-r"_s, u"-j"_s, job, u"-o"_s, u"%i"_s});
    if (answer.status == 0)
        return !answer.output.isEmpty();
    return !answer.errors.contains("Invalid job id");
}

/// Waits until the shares are there or the array is over; gives back what is missing.
QList<int> watch(const GradeFolder &folder, const QString &job, int shards)
{
    bool isOver = false;
    while (true) {
        const QList<int> missing = folder.missing(shards);
        Console::showProgress(Words::tr("%1 of %2 shares are there, job %3")
                .arg(shards - missing.size())
                .arg(shards)
                .arg(job));
        if (missing.isEmpty() || isOver)
            return missing;
        pause(std::chrono::seconds(1));
        isOver = !isUnderWay(job); // then one more look: files may have come since
    }
}

/// Waits until the shares have been put together. False when the job did not come to its end: Slurm does not start it when
/// something of the array ended otherwise than well.
bool isMerged(const QString &job)
{
    while (isUnderWay(job)) {
        Console::showProgress(Words::tr("putting the shares together, job %1").arg(job));
        pause(std::chrono::seconds(1));
    }
    Console::hideProgress();
    const Answer answer = call(u"squeue"_s, {u"-h"_s, u"-t"_s, u"all"_s, u"-j"_s, job, u"-o"_s, u"%T"_s});
    return answer.status == 0 && answer.output == "COMPLETED";
}

/// `waiting` is the job that waits for the array; empty when there was nothing to be run.
int mergeOnSlurm(const GradeFolder &folder, const QString &script, const QString &waiting)
{
    if (waiting.isEmpty() || !isMerged(waiting)) {
        const auto job = submit({script});
        if (!job)
            return job.error();
        if (!isMerged(*job))
            return complain(Impossible, Words::tr("the shares are there and were not put together"),
                Words::tr("%1 tells why; `ringside grade merge` does it here.")
                    .arg(displayName(folder.file(u"slurm/merge.log"_s).toUtf8())));
    }
    Console().printLines(Words::tr("Marks are in %1.").arg(displayName(folder.file(u"gradebook.csv"_s).toUtf8())), 0);
    return Good;
}

} // namespace

int runOnSlurm(const GradeFolder &folder, int shards, int jobs)
{
    const auto scripts = writeScripts(folder, requestFor(folder, shards, jobs, 0));
    if (!scripts)
        return complain(scripts.error());
    QList<int> missing = folder.missing(shards);
    QString merging;
    for (int attempt = 0; attempt < mostAttempts && !missing.isEmpty(); ++attempt) {
        const auto job = submit({u"--array="_s + classroom::ranges(missing), scripts->array});
        if (!job)
            return job.error();
        const auto merge = submit({u"--dependency=afterok:"_s + *job, u"--kill-on-invalid-dep=yes"_s, scripts->merge});
        if (!merge)
            return merge.error();
        merging = *merge;
        missing = watch(folder, *job, shards);
        Console::hideProgress();
    }
    if (missing.isEmpty())
        return mergeOnSlurm(folder, scripts->merge, merging);
    return complain(Impossible,
        Words::tr("shares %1 did not come").arg(classroom::ranges(missing)),
        Words::tr("%1 tells why; the same command sends what is missing.")
            .arg(displayName(folder.file(u"slurm/share-NUMBER.log"_s).toUtf8())));
}

namespace {

int slurmScript(const Arguments &arguments)
{
    const auto shards = numberOf(arguments, u"shards"_s, 1, 0);
    const auto jobs = numberOf(arguments, u"jobs"_s, 1, 0);
    const auto minutes = numberOf(arguments, u"minutes"_s, 1, 0);
    if (!shards || !jobs || !minutes)
        return BadUsage;
    if (*shards == 0)
        return complain(BadUsage, Words::tr("--shards N is needed"),
            Words::tr("About twice as many as there are processors does well."));
    const auto folder = openFolder(arguments);
    if (!folder)
        return complainOfFolder(folder.error());
    const auto scripts = writeScripts(*folder, requestFor(*folder, *shards, *jobs, *minutes));
    if (!scripts)
        return complain(scripts.error());
    if (arguments.has(u"json"_s))
        return printJson({{u"array"_s, scripts->array}, {u"merge"_s, scripts->merge}});
    const auto word = [](const QString &path) {
        return QString::fromUtf8(classroom::shellWord(QFile::encodeName(path)));
    };
    Console().printLines(u"job=$(sbatch --parsable --array=1-%1 %2)\n"
                         "sbatch --dependency=afterok:$job --kill-on-invalid-dep=yes %3"_s.arg(
                             QString::number(*shards), word(scripts->array), word(scripts->merge)),
        0);
    return Good;
}

} // namespace

Command gradeSlurmScriptCommand()
{
    return {.name = u"grade slurm-script"_s,
        .summary = Words::tr("For instructors: writes what a cluster with Slurm takes."),
        .description = Words::tr(
            "FOLDER/slurm gets two scripts, and the two commands that submit them are printed. All "
            "nodes must see FOLDER and\nthis command under the same names. `ringside grade run "
            "--slurm N` does the same by itself, and sends again\nwhat did not come."),
        .arguments = {folderArgument()},
        .options = {{u"shards"_s, u"N"_s, Words::tr("how many shares; twice the processors does well")},
            {u"jobs"_s, u"N"_s, Words::tr("files graded at once, and processors for a share")},
            {u"minutes"_s, u"N"_s, Words::tr("limit of a share; the cluster's own otherwise")},
            jsonOption()},
        .run = slurmScript};
}

} // namespace ringside::cli
