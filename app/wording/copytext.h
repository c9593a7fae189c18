#pragma once

#include "progress/exchange.h"

namespace ringside::wording {

/// "20 November 2026", "20 November 2026, before an update".
[[nodiscard]] QString copyText(const progress::Backup &copy);

/// What an import brought: "New here: 12; already known: 3; …".
[[nodiscard]] QString importText(const progress::TakenIn &taken);

} // namespace ringside::wording
