#include "cli/commands.h"
#include "cli/outcomelisting.h"
#include "cli/programrun.h"
#include "lens/crashes.h"

#include <QCoreApplication>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

constexpr int mostStates = 500; // more than anybody reads

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

const QHash<QString, lens::PowerProfile> &profiles()
{
    static const QHash<QString, lens::PowerProfile> all{{u"strict"_s, lens::PowerProfile::Strict},
        {u"journal"_s, lens::PowerProfile::Journal}, {u"ext4"_s, lens::PowerProfile::Ext4}};
    return all;
}

QList<Outcome> outcomesOf(const lens::WatchedRun &run, const QList<lens::CrashState> &states)
{
    QList<Outcome> outcomes;
    for (const lens::CrashState &state : states)
        outcomes.append(
            {.event = run.trace->event(state.after), .tree = state.tree, .lost = state.lost});
    return outcomes;
}

int crash(const Arguments &arguments)
{
    const QString power = arguments.value(u"power"_s);
    if (arguments.has(u"power"_s) && !profiles().contains(power))
        return complain(
            BadUsage, Words::tr("--power is strict, journal or ext4, not \"%1\"").arg(power));
    auto request = requestFrom(arguments);
    if (!request)
        return complain(BadUsage, request.error());
    Session &session = Session::current();
    if (const auto status = refuseWithoutLens(session, u"crash"_s))
        return *status;
    sandbox::TraceOptions &options = request->trace.emplace();
    options.positions = true;
    options.capturedBytes = 512U << 10; // the power model needs all that is written
    const auto run
        = session.wait(power.isEmpty() ? lens::exploreCrashes(session.sandbox(), *request)
                                       : lens::watch(session.sandbox(), *request));
    if (!run)
        return complain(run.error());
    const QList<Outcome> outcomes = outcomesOf(*run,
        power.isEmpty()
            ? lens::afterKills(*run)
            : lens::afterPowerFailures(lens::PowerModel(request->workspace, *run->trace),
                  *run->trace, profiles()[power],
                  [](qsizetype found, qsizetype) { return found < mostStates; }));
    Console console;
    if (arguments.has(u"json"_s)) {
        for (const Outcome &outcome : outcomes)
            printObject(
                console, toJson(power.isEmpty() ? u"kill"_s : u"power"_s, *run->trace, outcome));
        return Good;
    }
    printOutcomes(console, *run->trace, outcomes);
    if (outcomes.isEmpty())
        console.print(Words::tr("The program changes no file."));
    return Good;
}

} // namespace

Command crashCommand()
{
    return {.name = u"crash"_s,
        .summary
        = Words::tr("Shows what a program leaves when it is killed after each change it makes."),
        .description = Words::tr(
            "The program is run as by `ringside run`. Each of its calls that changes a file is printed,\n"
            "and below it the files as they are right then: what a crash at this moment leaves.\n"
            "\n"
            "With --power the files are those that may be found after a failure of the power, when of what\n"
            "is not synced anything may be lost; what is found twice is printed once. `strict` promises no\n"
            "more than POSIX does; `journal` keeps names in their order; `ext4`, as mounted by default, also\n"
            "gives a file that replaces another its length first, though maybe of zeros for its data."),
        .arguments = programArguments(),
        .options
        = {{u"power"_s, u"PROFILE"_s, Words::tr("strict, journal or ext4: the power fails")},
            standardInputOption(),
            {u"json"_s, {}, Words::tr("print one object per line, of kind \"kill\" or \"power\"")}},
        .takesRest = true,
        .run = crash};
}

} // namespace ringside::cli
