#pragma once

#include <set>

namespace ringside::supervisor {

/// The system calls the lens wants to see. The filter of a traced program stops for those it allows.
[[nodiscard]] const std::set<int> &tracedCalls();

} // namespace ringside::supervisor
