#include "cli/progressexchange.h"

#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "progress/exchange.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using progress::Store;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

int exportProgress(const Arguments &arguments)
{
    const auto store = openStore(Store::Access::ReadOnly);
    if (!store)
        return Impossible;
    const QString file = arguments.argument(u"FILE"_s);
    if (const auto written = progress::exportToFile(*store, file, progress::currentMoment().ms); !written)
        return complain(written.error());
    if (arguments.has(u"json"_s))
        Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"file"_s, file}}).toJson());
    else
        Console().print(Words::tr("Everything is in %1.").arg(file));
    return Good;
}

int importProgress(const Arguments &arguments)
{
    const auto store = openStore(Store::Access::ReadWrite);
    if (!store)
        return Impossible;
    const auto report = progress::takeIn(*store, arguments.argument(u"FILE"_s));
    if (!report)
        return complain(report.error());
    if (arguments.has(u"json"_s))
        Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"new"_s, report->taken},
            {u"known"_s, report->known}, {u"cards_changed"_s, report->cards}}).toJson());
    else
        Console().print(Words::tr("New here: %1; already known: %2; cards that stand elsewhere now: %3.")
                .arg(report->taken).arg(report->known).arg(report->cards));
    return Good;
}

Command exportCommand()
{
    return {.name = u"progress export"_s,
        .summary = Words::tr("Writes everything that is kept of you as JSON Lines."),
        .description = Words::tr(
            "One row a line: answers, attempts, drafts, notes, marks, decks, own cards, interviews. The last line\n"
            "counts the rows. The window may be open meanwhile."),
        .arguments = {{u"FILE"_s, Words::tr("where to; an older file of that name is replaced")}},
        .options = {{u"json"_s, {}, Words::tr("print where it is as one object")}},
        .run = exportProgress};
}

Command importCommand()
{
    return {.name = u"progress import"_s,
        .summary = Words::tr("Takes in an export, or the progress of another machine."),
        .description = Words::tr(
            "FILE is what `ringside progress export` wrote, or the progress.sqlite of another machine, which is not\n"
            "changed. Rows are united: nothing that is here gets lost, and taking the same file in twice changes\n"
            "nothing. A file with anything wrong in it is refused as a whole."),
        .arguments = {{u"FILE"_s, Words::tr("lines of an export, or a database")}},
        .options = {{u"json"_s, {}, Words::tr("print what was new as one object")}},
        .run = importProgress};
}

} // namespace

QList<Command> progressExchangeCommands()
{
    return {exportCommand(), importCommand()};
}

} // namespace ringside::cli
