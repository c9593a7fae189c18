#pragma once

#include "cli/options.h"

namespace ringside::cli {

/// `progress export`, `progress import` and `progress restore`.
[[nodiscard]] QList<Command> progressExchangeCommands();

} // namespace ringside::cli
