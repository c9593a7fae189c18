#include "cli/commands.h"
#include "cli/console.h"
#include "cli/programrun.h"
#include "cli/trialreport.h"

#include <QCoreApplication>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// The steps of --attack; the error is for people.
std::expected<QList<sandbox::AttackStep>, QString> attackFrom(const Arguments &arguments)
{
    QList<sandbox::AttackStep> steps;
    for (const QString &text : arguments.value(u"attack"_s).split(u';', Qt::SkipEmptyParts)) {
        const auto step = lens::attackStepFrom(text.trimmed());
        if (!step)
            return std::unexpected(
                Words::tr("this is no step of an attack: %1").arg(text.trimmed()));
        steps.append(*step);
    }
    if (steps.isEmpty())
        return std::unexpected(
            Words::tr("--attack says what happens before each call; it is missing"));
    return steps;
}

int race(const Arguments &arguments)
{
    const auto attack = attackFrom(arguments);
    if (!attack)
        return complain(BadUsage, attack.error());
    return disturb(u"race"_s, arguments, [&attack](auto &sandbox, const auto &request) {
        return lens::exploreRaces(sandbox, request, *attack);
    });
}

} // namespace

Command raceCommand()
{
    return {.name = u"race"_s,
        .summary = Words::tr(
            "Runs a program once for each of its calls, and attacks right before that call."),
        .description = Words::tr(
            "The program is run as by `ringside run`. For each call that the attack came before "
            "are printed: how the\n"
            "program ended, and the files it left.\n"
            "\n"
            "Steps of an attack are `remove PATH`, `rename PATH OTHER`, `link PATH TARGET`, "
            "`hard-link PATH OTHER`,\n"
            "`write PATH TEXT`, `mkdir PATH` and `swap PATH OTHER`, with semicolons between them:\n"
            "\n"
            "  ringside race --attack 'remove note; link note secret' program.py"),
        .arguments = programArguments(),
        .options = {{u"attack"_s, u"STEPS"_s, Words::tr("what somebody else does before the call")},
            standardInputOption(),
            {u"json"_s, {}, Words::tr("print one object per line, of kind \"race\"")}},
        .takesRest = true,
        .run = race};
}

} // namespace ringside::cli
