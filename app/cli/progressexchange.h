#pragma once

#include "cli/options.h"

namespace ringside::cli {

/// `progress export` and `progress import`.
[[nodiscard]] QList<Command> progressExchangeCommands();

} // namespace ringside::cli
