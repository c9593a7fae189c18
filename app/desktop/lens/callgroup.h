#pragma once

#include "desktop/theme/tokens.h"

#include <QString>

namespace ringside::desktop {

/// What kind of thing a system call does, for filtering and for the lanes over time.
enum class CallGroup : quint8 { Open, Data, Status, Names, Directories, Sync, Processes, Other };
inline constexpr int callGroupCount = int(CallGroup::Other) + 1;

[[nodiscard]] CallGroup groupOf(int callNumber);
[[nodiscard]] QString groupTitle(CallGroup group);
[[nodiscard]] ColorRole groupColor(CallGroup group);

} // namespace ringside::desktop
