#pragma once

namespace ringside::supervisor {

/// Whether this process may trace another of its own, tried on a child that does nothing. Some machines forbid
/// it altogether (kernel.yama.ptrace_scope 3), some containers filter it.
[[nodiscard]] bool canTrace();

} // namespace ringside::supervisor
