#pragma once

namespace ringside::supervisor {

/// Why this process cannot trace another of its own, tried on a child that does nothing; 0 when it can. Some
/// machines forbid it altogether (kernel.yama.ptrace_scope 3), some containers filter it.
[[nodiscard]] int errnoOfTracing();

} // namespace ringside::supervisor
