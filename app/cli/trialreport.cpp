#include "cli/trialreport.h"

#include "cli/outcomelisting.h"
#include "cli/programrun.h"

#include <QCoreApplication>

namespace ringside::cli {

using namespace Qt::StringLiterals;

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QList<Outcome> outcomesOf(const lens::Trials &trials)
{
    QList<Outcome> outcomes;
    for (const lens::Trial &trial : trials.trials) {
        lens::Event event = trials.plain.trace->event(trial.event);
        if (trial.rule.action == sandbox::TraceAction::Fail)
            event.result = -trial.rule.figure;
        outcomes.append(
            {.event = event, .tree = trial.report.tree, .report = trial.report, .lost = {}});
    }
    return outcomes;
}

int report(const QString &kind, const Arguments &arguments, const Result<lens::Trials> &trials)
{
    if (!trials)
        return complain(trials.error());
    const QList<Outcome> outcomes = outcomesOf(*trials);
    Console console;
    if (arguments.has(u"json"_s)) {
        for (const Outcome &outcome : outcomes)
            printObject(console, toJson(kind, *trials->plain.trace, outcome));
        return Good;
    }
    printOutcomes(console, *trials->plain.trace, outcomes);
    if (outcomes.isEmpty())
        console.print(Words::tr("The program makes no such call."));
    return Good;
}

} // namespace

int disturb(const QString &command, const Arguments &arguments, const Exploration &explore)
{
    const auto request = requestFrom(arguments);
    if (!request)
        return complain(BadUsage, request.error());
    Session &session = Session::current();
    if (const auto status = refuseWithoutLens(session, command))
        return *status;
    return report(command, arguments, session.wait(explore(session.sandbox(), *request)));
}

} // namespace ringside::cli
