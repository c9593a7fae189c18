#pragma once

#include "base/result.h"
#include "sandbox/run.h"

namespace ringside::cli {

/// Runs a program that reads our standard input as it comes, and prints as it runs: for a terminal, where somebody
/// answers it. They may take their time, so there is no limit on time, only on computing; Ctrl-C ends it. Only the
/// workspace, the arguments, the environment and the limits of the request count. The report has the last words on
/// standard error, but else no output: it has been printed.
[[nodiscard]] Result<sandbox::RunReport> runLive(const sandbox::RunRequest &request);

} // namespace ringside::cli
