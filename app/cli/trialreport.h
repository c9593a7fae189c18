#pragma once

#include "cli/options.h"
#include "lens/trials.h"

namespace ringside::cli {

/// Prints what came of a program that was disturbed once in every run, as --json says. The status
/// to end with.
[[nodiscard]] int report(
    const QString &kind, const Arguments &arguments, const Result<lens::Trials> &trials);

} // namespace ringside::cli
