#include "base/errnos.h"
#include "cli/commands.h"
#include "cli/console.h"
#include "cli/programrun.h"
#include "cli/trialreport.h"
#include "lens/queries.h"

#include <QCoreApplication>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// Which calls shall fail, and how. The error is for people.
std::expected<lens::Faults, QString> faultsFrom(const Arguments &arguments)
{
    const auto list = [&arguments](const QString &option) {
        return arguments.value(option).split(u',', Qt::SkipEmptyParts);
    };
    lens::Faults faults;
    for (const QString &name :
        arguments.has(u"errno"_s) ? list(u"errno"_s) : QStringList{u"EIO"_s}) {
        const std::optional<int> number = errnoNumber(name);
        if (!number)
            return std::unexpected(
                Words::tr("there is no error called \"%1\"; ENOSPC is one").arg(name));
        faults.errnos.append(*number);
    }
    const std::optional<QList<int>> calls = lens::callNumbers(list(u"calls"_s));
    if (!calls)
        return std::unexpected(
            Words::tr("no system call and no group of them is called so: %1; groups are reads, "
                      "writes, opens, stats, renames, removals, syncs, modes and execs")
                .arg(arguments.value(u"calls"_s)));
    faults.calls = *calls;
    return faults;
}

int fault(const Arguments &arguments)
{
    const auto faults = faultsFrom(arguments);
    if (!faults)
        return complain(BadUsage, faults.error());
    return disturb(u"fault"_s, arguments, [&faults](auto &sandbox, const auto &request) {
        return lens::exploreFaults(sandbox, request, *faults);
    });
}

} // namespace

Command faultCommand()
{
    return {.name = u"fault"_s,
        .summary
        = Words::tr("Runs a program once for each of its calls, and makes that call fail."),
        .description = Words::tr(
            "The program is run as by `ringside run`. For each call that failed are printed: how "
            "the program ended,\n"
            "and the files it left. A write that fails goes on failing, as on a broken disk."),
        .arguments = programArguments(),
        .options
        = {{u"errno"_s, u"NAMES"_s, Words::tr("the errors, such as ENOSPC,EIO; EIO unless given")},
            {u"calls"_s, u"NAMES"_s,
                Words::tr("which calls fail, such as write,fsync,renames; all that change "
                          "something unless given")},
            standardInputOption(),
            {u"json"_s, {}, Words::tr("print one object per line, of kind \"fault\"")}},
        .takesRest = true,
        .run = fault};
}

} // namespace ringside::cli
