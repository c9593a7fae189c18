#include "cli/progressexchange.h"

#include "cli/console.h"
#include "cli/learner.h"
#include "cli/session.h"
#include "progress/exchange.h"
#include "progress/store.h"
#include "wording/copytext.h"

#include <QCoreApplication>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using progress::Backup;
using progress::Store;
using progress::TakenIn;

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

QString nameOf(const Backup &copy)
{
    return QFileInfo(copy.path).fileName();
}

void tell(const TakenIn &taken)
{
    Console console;
    console.print(wording::importText(taken));
    if (taken.before)
        console.print(Words::tr("To take it back: ringside progress restore %1").arg(nameOf(*taken.before)));
}

int importProgress(const Arguments &arguments)
{
    const auto store = openStore(Store::Access::ReadWrite);
    if (!store)
        return Impossible;
    const auto taken = progress::takeInWithCopy(
        *store, arguments.argument(u"FILE"_s), QDate::currentDate());
    if (!taken)
        return complain(taken.error());
    if (!arguments.has(u"json"_s)) {
        tell(*taken);
        return Good;
    }
    Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"new"_s, taken->report.taken},
        {u"known"_s, taken->report.known}, {u"cards_changed"_s, taken->report.cards},
        {u"solutions"_s, taken->drafts}, {u"playground"_s, taken->playground},
        {u"copy"_s, taken->before ? QJsonValue(nameOf(*taken->before)) : QJsonValue::Null}}).toJson());
    return Good;
}

int listCopies(const QList<Backup> &copies, bool asJson)
{
    QJsonArray json;
    Console console;
    for (const Backup &copy : copies) {
        json.append(QJsonObject{{u"copy"_s, nameOf(copy)}, {u"date"_s, copy.day.toString(Qt::ISODate)},
            {u"bytes"_s, copy.bytes}});
        if (!asJson)
            console.printLines(u"%1  %2"_s.arg(nameOf(copy), wording::copyText(copy)), 0);
    }
    if (asJson)
        console.printRaw(QJsonDocument(json).toJson());
    else if (copies.isEmpty())
        console.print(Words::tr("There is no copy yet: the first one is made at the end of a day's work."));
    return Good;
}

int restoreProgress(const Arguments &arguments)
{
    const QString path = Store::defaultPath();
    const QList<Backup> copies = progress::listBackups(path);
    const QString wanted = arguments.argument(u"COPY"_s);
    if (wanted.isEmpty())
        return listCopies(copies, arguments.has(u"json"_s));
    const auto copy = std::ranges::find(copies, QFileInfo(wanted).fileName(), nameOf);
    if (copy == copies.end())
        return complain(BadUsage, Words::tr("there is no copy named %1").arg(wanted),
            Words::tr("ringside progress restore lists them"));
    const auto aside = progress::restoreBackup(path, *copy, QDateTime::currentDateTime());
    if (!aside)
        return complain(aside.error());
    if (!openStore(Store::Access::ReadWrite))
        return Impossible;
    if (arguments.has(u"json"_s))
        Console().printRaw(QJsonDocument(QJsonObject{{u"format"_s, 1}, {u"set_aside"_s, *aside}}).toJson());
    else
        Console().print(Words::tr("Your progress is that of the copy. What was there before is in %1.").arg(*aside));
    return Good;
}

Command exportCommand()
{
    return {.name = u"progress export"_s,
        .summary = Words::tr("Writes everything that is kept of you as JSON Lines."),
        .description = Words::tr(
            "One row a line: answers, attempts, solutions and other drafts, notes, marks, decks, own cards, interviews;\n"
            "then the playground with its files and runs, as base64. The last line counts the lines between. The window\n"
            "may be open meanwhile."),
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
            "nothing. Of two versions of a solution, and of two playgrounds, the newer one is taken; they come along in an\n"
            "export, and with a progress.sqlite that is still in its folder. A file with anything wrong in it is refused\n"
            "as a whole, with the line. A copy is made first: `ringside progress restore` goes back to it."),
        .arguments = {{u"FILE"_s, Words::tr("lines of an export, or a database")}},
        .options = {{u"json"_s, {}, Words::tr("print what was new as one object")}},
        .run = importProgress};
}

Command restoreCommand()
{
    return {.name = u"progress restore"_s,
        .summary = Words::tr("Goes back to an earlier copy of your progress, or lists the copies."),
        .description = Words::tr(
            "A copy is made at the end of each day's work, before an update that changes the file, and before an\n"
            "import. Without COPY they are listed. One made before an import also brings back the solutions and the\n"
            "playground that it replaced; other solutions stay as they are. The file that was there is set aside beside\n"
            "it, never overwritten; nobody may have it open meanwhile."),
        .arguments = {{u"COPY"_s, Words::tr("a name from the list"), Argument::Count::Optional}},
        .options = {{u"json"_s, {}, Words::tr("print the list, or where the former file is, as one object")}},
        .run = restoreProgress};
}

} // namespace

QList<Command> progressExchangeCommands()
{
    return {exportCommand(), importCommand(), restoreCommand()};
}

} // namespace ringside::cli
