#pragma once

#include "cli/options.h"

#include <QByteArray>

namespace ringside::cli {

/// The page of one command, as `ringside check --help` prints it.
[[nodiscard]] QString helpText(const Command &command);

/// All commands with a line each.
[[nodiscard]] QString overviewText();

/// "ringside check [OPTION…] EXERCISE FILE"
[[nodiscard]] QString usageLine(const Command &command);

/// Everything the two above are made of, as JSON: for the man page and the completions.
[[nodiscard]] QByteArray helpTable();

} // namespace ringside::cli
