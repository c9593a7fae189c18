#pragma once

#include "cli/options.h"
#include "lens/trials.h"

#include <functional>

namespace ringside::cli {

using Exploration
    = std::function<QFuture<Result<lens::Trials>>(sandbox::Sandbox &, const sandbox::RunRequest &)>;

/// Has the program of the arguments disturbed once in every run, and prints what came of it, as --json
/// says. `command` is the name of the command and the kind of its objects. The status to end with.
[[nodiscard]] int disturb(
    const QString &command, const Arguments &arguments, const Exploration &explore);

} // namespace ringside::cli
