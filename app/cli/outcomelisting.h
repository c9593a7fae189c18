#pragma once

#include "cli/console.h"
#include "filesystem/tree.h"
#include "lens/trace.h"
#include "sandbox/run.h"

#include <QJsonObject>

namespace ringside::cli {

/// What came of a program that was disturbed at one call.
struct Outcome
{
    lens::Event event; ///< the call, with the result it was given
    filesystem::Tree tree; ///< what is left
    std::optional<sandbox::RunReport>
        report; ///< of a program that ran on; none: it was ended there
    QList<qsizetype> lost; ///< calls whose work a power failure took away
};

/// Prints the outcomes in their order: line and call, how the program ended, what is left. Several
/// in a row that left the same are put together.
void printOutcomes(Console &console, const lens::Trace &trace, const QList<Outcome> &outcomes);

/// One line of --json: `kind`, `call` as of `run --trace --json`, `tree` (path, type, size, text or
/// base64, target), `lost` (calls), and of a program that ran on exit_status, signal, stdout,
/// stderr.
[[nodiscard]] QJsonObject toJson(
    const QString &kind, const lens::Trace &trace, const Outcome &outcome);

/// One object and a line end.
void printObject(Console &console, const QJsonObject &object);

} // namespace ringside::cli
