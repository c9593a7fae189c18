#pragma once

#include "progress/backup.h"

namespace ringside::wording {

/// "20 November 2026", "20 November 2026, before an update".
[[nodiscard]] QString copyText(const progress::Backup &copy);

} // namespace ringside::wording
