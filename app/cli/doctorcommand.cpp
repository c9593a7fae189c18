#include "base/paths.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/session.h"
#include "lens/trials.h"
#include "wording/cause.h"
#include "wording/obstacle.h"
#include "wording/trouble.h"

#include <QCoreApplication>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct Examination
{
    enum class Result : quint8 { Good, Weaker, Bad };
    QString id;
    Result result = Result::Good;
    QString text;
    QString remedy;
};

using Examinations = QList<Examination>;

Examination good(const QString &id, const QString &text)
{
    return {id, Examination::Result::Good, text, {}};
}

Examination bad(const QString &id, const QString &text, const QString &remedy)
{
    return {id, Examination::Result::Bad, text, remedy};
}

/// What the sandbox works without, but with less depth.
Examination wall(const QString &id, bool there, const QString &text, const QString &missing, const QString &remedy = {})
{
    return there ? good(id, text) : Examination{id, Examination::Result::Weaker, missing, remedy};
}

Examination examineCourse()
{
    const course::Course &course = Session::current().course();
    const QString id = u"course"_s;
    if (course.lessons.isEmpty() && course.exercises.isEmpty())
        return bad(id,
            Words::tr("There is no course in %1.")
                .arg(dataFolder().isEmpty() ? u"share/ringside"_s : dataFolder()),
            Words::tr("Install Ringside again, or set RINGSIDE_DATA to the folder that holds "
                      "lessons and exercises."));
    if (!course.broken.isEmpty())
        return {id, Examination::Result::Weaker,
            Words::tr("Parts of the course are broken: %1")
                .arg(describe(course.broken.first().errors.value(0))),
            Words::tr("`ringside course check` tells all that is wrong.")};
    return good(id,
        Words::tr("The course has %1 lessons and %2 exercises.")
            .arg(course.lessons.size())
            .arg(course.exercises.size()));
}

/// Where limits are kept by watching, what would let the kernel keep them.
Examination examineControlGroups(bool areUsed)
{
    const QString id = u"cgroup"_s;
    if (areUsed)
        return good(id, Words::tr("Memory and processes are limited by control groups, to the byte."));
    const QString root = u"/sys/fs/cgroup"_s;
    QFile controllers(root + u"/cgroup.controllers"_s);
    const QList<QByteArray> offered
        = controllers.open(QIODevice::ReadOnly) ? controllers.readAll().simplified().split(' ') : QList<QByteArray>();
    if (!offered.contains("memory") || !offered.contains("pids"))
        return {id, Examination::Result::Weaker,
            Words::tr("Memory is limited by watching: this system has no control groups of version 2 with memory and "
                      "processes."),
            Words::tr("Most systems have them since 2021. Where the administrator has chosen version 1, the kernel "
                      "parameter systemd.unified_cgroup_hierarchy=1 brings them back.")};
    return {id, Examination::Result::Weaker,
        Words::tr("Memory is limited by watching: no control group has been delegated to Ringside."),
        Words::tr("To have the kernel keep the limits, start it with "
                  "`systemd-run --user --scope --property=Delegate=yes ringside`.")};
}

/// Following is tracing, which one setting forbids to everybody until the next start of the system.
QString remedyForLens()
{
    QFile scope(u"/proc/sys/kernel/yama/ptrace_scope"_s);
    if (scope.open(QIODevice::ReadOnly) && scope.readAll().trimmed() == "3")
        return Words::tr("The setting kernel.yama.ptrace_scope is 3. An administrator writes a lower one into a file of "
                         "/etc/sysctl.d; it holds from the next start of the system on.");
    return Words::tr("In a container, start it with a filter that lets ptrace through, such as --security-opt "
                     "seccomp=unconfined.");
}

/// Whether calls come with lines depends on the Python alone: one is looked for.
Examination examineLines()
{
    const QString id = u"lines"_s;
    const QByteArray program = "import os\nos.access('here', 0)\n";
    sandbox::RunRequest request;
    request.workspace.entries.append({.path = "main.py", .size = program.size(), .content = program});
    Session &session = Session::current();
    const auto run = session.wait(lens::watch(session.sandbox(), request));
    if (!run) {
        const wording::Trouble trouble = wording::explain(run.error());
        return {id, Examination::Result::Weaker, trouble.what, trouble.remedy};
    }
    const bool isFound = run->trace->callsOfLine("/home/learner/main.py", 2) == 1;
    return wall(id, isFound, Words::tr("Calls are told with the line that makes them."),
        Words::tr("Calls are not told with the line that makes them, though this Python is known."),
        Words::tr("Please report it, with the output of `ringside doctor --json`."));
}

void addWalls(Examinations &found, const sandbox::Features &features)
{
    found.append(good(u"python"_s, Words::tr("Programs run on Python %1.").arg(features.python)));
    found.append(wall(u"seccomp"_s, features.seccomp, Words::tr("System calls are filtered."),
        Words::tr("System calls are not filtered: this kernel has no seccomp.")));
    found.append(wall(u"landlock"_s, features.landlockAbi > 0,
        Words::tr("Landlock stands as a second wall around files (version %1).")
            .arg(features.landlockAbi),
        Words::tr("There is no Landlock, the second wall around files; the first one holds."),
        Words::tr("Distributions build it in. Where it was left out at the start of the system, an administrator adds "
                  "landlock to the list of the kernel parameter lsm=.")));
    found.append(wall(u"warm"_s, features.warm, Words::tr("Programs start from warm interpreters."),
        Words::tr("Every program starts a cold interpreter: slower, otherwise the same."),
        Words::tr("Warm ones need the extension ringside_zygote for Python 3.12 or later. It is built where Python's "
                  "headers are: install the package python3-dev and build Ringside again.")));
    found.append(examineControlGroups(features.cgroup));
    found.append(wall(u"lens"_s, features.trace, Words::tr("The lens can follow system calls."),
        Words::tr("System calls cannot be followed: checks that need this stay open."), remedyForLens()));
    if (features.trace)
        found.append(examineLines());
    if (features.droppedRoot)
        found.append(good(u"root"_s, Words::tr("Started by root, programs run as an ordinary user all the same.")));
}

/// The attacks that are tried at every start.
Examination examineSelfTest(const QList<sandbox::SelfTestResult> &attacks)
{
    QStringList held;
    QStringList failed;
    for (const sandbox::SelfTestResult &attack : attacks)
        (attack.held ? held : failed).append(wording::attackName(attack.attack));
    const QString id = u"self-test"_s;
    if (failed.isEmpty())
        return good(id, Words::tr("The sandbox holds the %1 attacks of its self-test: no program can %2.")
                            .arg(held.size())
                            .arg(held.join(u", "_s)));
    return bad(id, Words::tr("The sandbox does not hold: a program can %1.").arg(failed.join(u", "_s)),
        Words::tr("Do not run programs of others here, and please report it."));
}

/// One program, all the way.
Examination examineRun()
{
    Session &session = Session::current();
    const QByteArray program = "print('ready')";
    sandbox::RunRequest request;
    request.workspace.entries.append(
        {.path = "main.py", .size = program.size(), .content = program});
    const auto report = session.wait(session.sandbox().run(request));
    if (!report)
        return bad(u"run"_s, wording::explain(report.error()).what,
            wording::explain(report.error()).remedy);
    if (report->output != "ready\n")
        return bad(u"run"_s,
            Words::tr("A program that prints one word did not: %1").arg(wording::sentence(*report)),
            {});
    const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(report->resources.wall);
    return good(u"run"_s,
        Words::tr("A program runs in the sandbox, in %1.").arg(wording::durationText(wall)));
}

Examination examineWindow()
{
    const bool there
        = QFileInfo::exists(QCoreApplication::applicationDirPath() + u"/ringside-desktop"_s);
    return wall(u"window"_s, there, Words::tr("The window is installed."),
        Words::tr("The window is not installed; the command works without it."));
}

Examinations examine(sandbox::StartupReport &report)
{
    Examinations found{examineCourse(), examineWindow()};
    Session &session = Session::current();
    report = session.wait(session.sandbox().startupReport());
    if (!report.features) {
        const wording::Trouble trouble = wording::explain(report);
        found.append(bad(u"sandbox"_s, trouble.what, trouble.remedy));
        return found;
    }
    found.append(good(u"sandbox"_s,
        Words::tr("Sandboxes work on this machine (Linux %1).").arg(report.features->kernel)));
    found.append(examineSelfTest(report.selfTest));
    addWalls(found, *report.features);
    found.append(examineRun());
    return found;
}

void printText(const Examinations &found)
{
    Console console;
    for (const Examination &one : found) {
        const auto [mark, tone] = one.result == Examination::Result::Good
            ? std::pair(Words::tr("good"), Tone::Good)
            : one.result == Examination::Result::Weaker ? std::pair(Words::tr("note"), Tone::Quiet)
                                                        : std::pair(Words::tr("BAD"), Tone::Bad);
        console.printLines(console.toned(mark.leftJustified(6), tone) + one.text, 0);
        if (!one.remedy.isEmpty())
            console.print(one.remedy, 6);
    }
}

/// What lies behind an obstacle, for a report to us.
QJsonObject toJson(const sandbox::StartupReport &report)
{
    QJsonObject settings;
    for (const sandbox::KernelSetting &setting : report.settings)
        settings[QString::fromLatin1(setting.name)] = setting.value;
    QJsonObject attacks;
    for (const sandbox::SelfTestResult &attack : report.selfTest)
        attacks[QString::fromLatin1(attack.attack)] = attack.held;
    return {{u"kernel"_s, report.kernel}, {u"step"_s, report.step}, {u"errno"_s, errnoName(report.errnum)},
        {u"settings"_s, settings}, {u"self_test"_s, attacks}};
}

void printJson(const Examinations &found, bool ok, const sandbox::StartupReport &report)
{
    static const QStringList results{u"good"_s, u"weaker"_s, u"bad"_s};
    QJsonArray checks;
    for (const Examination &one : found)
        checks.append(QJsonObject{{u"id"_s, one.id},
            {u"result"_s, results.at(static_cast<qsizetype>(one.result))}, {u"text"_s, one.text},
            {u"remedy"_s, one.remedy}});
    QJsonObject json{{u"format"_s, 1}, {u"ok"_s, ok}, {u"checks"_s, checks},
        {u"version"_s, QCoreApplication::applicationVersion()}};
    json[u"sandbox"_s] = toJson(report);
    if (report.features)
        json[u"python"_s] = report.features->python;
    Console().printRaw(QJsonDocument(json).toJson());
}

int examineMachine(const Arguments &arguments)
{
    sandbox::StartupReport report;
    const Examinations found = examine(report);
    const bool ok = std::ranges::none_of(
        found, [](const Examination &one) { return one.result == Examination::Result::Bad; });
    if (arguments.has(u"json"_s))
        printJson(found, ok, report);
    else
        printText(found);
    return ok ? Good : Impossible;
}

} // namespace

Command doctorCommand()
{
    return {.name = u"doctor"_s,
        .summary
        = Words::tr("Tells what this machine can enforce, and how to mend what it cannot."),
        .description = Words::tr("Looks at the course, the sandbox and everything it stands on, "
                                 "and runs one program. The status is 3\n"
                                 "when something is bad."),
        .arguments = {},
        .options = {{u"json"_s, {}, Words::tr("print one object")}},
        .run = examineMachine};
}

} // namespace ringside::cli
