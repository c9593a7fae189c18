#pragma once

#include "sandbox/startupreport.h"
#include "wording/trouble.h"

namespace ringside::wording {

/// Why there is no sandbox on this machine, and what would change that. Only for a report without features. The
/// remedy is one that keeps the machine's own protection up: it never tells to switch off for good what guards it.
[[nodiscard]] Trouble explain(const sandbox::StartupReport &report);

/// What an attack of the self-test tries: "read files of this machine".
[[nodiscard]] QString attackName(const QByteArray &attack);

} // namespace ringside::wording
