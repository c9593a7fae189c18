#include "base/bytes.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/liverun.h"
#include "cli/outcomelisting.h"
#include "cli/programrun.h"
#include "cli/session.h"
#include "cli/tracelisting.h"
#include "wording/cause.h"
#include "wording/shortage.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>

#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString reasonName(sandbox::Ending ending)
{
    switch (ending) {
    case sandbox::Ending::Exited:
        return u"exited"_s;
    case sandbox::Ending::Signalled:
        return u"signalled"_s;
    case sandbox::Ending::WallLimit:
        return u"wall-limit"_s;
    case sandbox::Ending::CpuLimit:
        return u"cpu-limit"_s;
    case sandbox::Ending::MemoryLimit:
        return u"memory-limit"_s;
    case sandbox::Ending::OutputLimit:
        return u"output-limit"_s;
    case sandbox::Ending::Stopped:
        return u"stopped"_s;
    case sandbox::Ending::CallLimit:
        return u"call-limit"_s;
    }
    Q_UNREACHABLE_RETURN({});
}

void printStream(Console &console, const QString &name, const QByteArray &bytes)
{
    if (bytes.isEmpty())
        return;
    QJsonObject object{
        {u"kind"_s, u"output"_s}, {u"stream"_s, name}, {u"text"_s, QString::fromUtf8(bytes)}};
    if (QString::fromUtf8(bytes).toUtf8() != bytes)
        object[u"base64"_s] = QString::fromLatin1(bytes.toBase64());
    printObject(console, object);
}

void printJson(const sandbox::RunReport &report, const lens::Trace *trace,
    const QList<lens::Shortage> &shortages)
{
    Console console;
    if (trace)
        for (const lens::Event &event : trace->events())
            printObject(console, toJson(*trace, event));
    printStream(console, u"stdout"_s, report.output);
    printStream(console, u"stderr"_s, report.errorOutput);
    const bool exited = report.ending == sandbox::Ending::Exited;
    const bool signalled = report.ending == sandbox::Ending::Signalled;
    const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(report.resources.wall);
    printObject(console,
        {{u"kind"_s, u"end"_s},
            {u"exit_status"_s, exited ? QJsonValue(report.exitStatus) : QJsonValue()},
            {u"signal"_s, signalled ? QJsonValue(report.signal) : QJsonValue()},
            {u"reason"_s, reasonName(report.ending)}, {u"calls"_s, trace ? QJsonValue(static_cast<qint64>(trace->callCount())) : QJsonValue()},
            {u"limits_met"_s, lens::toJson(shortages, lens::Shortage::Evidence::Seen)},
            {u"limits_suspected"_s, lens::toJson(shortages, lens::Shortage::Evidence::Told)},
            {u"wall_ms"_s, static_cast<qint64>(wall.count())}});
}

/// A terminal gets no control characters from a program that somebody else may have written; a pipe
/// gets the bytes as they are.
QByteArray forStream(int fd, const QByteArray &bytes)
{
    return ::isatty(fd) == 1 ? displayText(bytes).toUtf8() : bytes;
}

void printOutput(const sandbox::RunReport &report)
{
    Console().printRaw(forStream(STDOUT_FILENO, report.output));
    const QByteArray errors = forStream(STDERR_FILENO, report.errorOutput);
    std::fwrite(errors.constData(), 1, static_cast<size_t>(errors.size()), stderr);
}

/// Somebody sits there, and it is the program that they talk to.
bool isConversation(const Arguments &arguments)
{
    const bool isForSomethingElse = arguments.has(u"json"_s) || arguments.has(u"trace"_s)
        || arguments.argument(u"FILE"_s) == u"-"
        || (arguments.has(u"stdin"_s) && arguments.value(u"stdin"_s) != u"-");
    return ::isatty(STDIN_FILENO) == 1 && !isForSomethingElse;
}

/// Also what the program has caught and got over: its output may be strange for it.
int tellEnding(const sandbox::RunReport &report, const QList<lens::Shortage> &shortages)
{
    for (const lens::Shortage &shortage : shortages)
        complain(Good, wording::sentence(shortage));
    const QString ending = wording::sentence(report);
    return ending.isEmpty() ? Good : complain(NotPassed, ending);
}

int run(const Arguments &arguments)
{
    const bool isLive = isConversation(arguments);
    auto request = requestFrom(arguments, isLive ? StandardInput::Live : StandardInput::Given);
    if (!request)
        return complain(BadUsage, request.error());
    if (isLive) {
        request->wantTree = false;
        const auto report = runLive(*request);
        return report ? tellEnding(*report, lens::findShortages(*report, *request)) : complain(report.error());
    }
    const QByteArray program = request->workspace.entries.first().content;
    Session &session = Session::current();
    lens::Trace trace;
    if (arguments.has(u"trace"_s)) {
        if (const std::optional<int> status = refuseWithoutLens(session, u"--trace"_s))
            return *status;
        request->trace.emplace().receiveRecords = [&trace](const QByteArray &records) { trace.add(records); };
    }
    const lens::Trace *traced = request->trace ? &trace : nullptr;
    const auto report = session.wait(session.sandbox().run(*request));
    if (!report)
        return complain(report.error());
    const QList<lens::Shortage> shortages = lens::findShortages(*report, *request, traced);
    if (arguments.has(u"json"_s)) {
        printJson(*report, traced, shortages);
    } else {
        printOutput(*report);
        if (Console console; traced)
            printTrace(console, program, trace);
    }
    return tellEnding(*report, shortages);
}

} // namespace

Command runCommand()
{
    return {.name = u"run"_s,
        .summary = Words::tr("Runs a Python program in a fresh playground."),
        .description = Words::tr(
            "The program is main.py of an empty folder, without network and without your files. "
            "At a terminal it\n"
            "reads what is typed and prints as it runs, else its output is printed when it has ended. "
            "The status is\n"
            "0 if it ended with 0, and 1 otherwise. What the program has used up of its box, such as the "
            "disk, is told\n"
            "whether it got over that or not; with --trace also what was full only for a while. Lines of "
            "a Python the\n"
            "lens does not know are what the program says of itself, and marked so."),
        .arguments = programArguments(),
        .options = {{u"trace"_s, {}, Words::tr("print the system calls under each source line")},
            standardInputOption(),
            {u"json"_s, {}, Words::tr("print one object per line, the last of kind \"end\"")}},
        .takesRest = true,
        .run = run};
}

} // namespace ringside::cli
