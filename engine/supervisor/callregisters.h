#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <sys/types.h>

namespace ringside::supervisor {

/// Changes a call of a thread that stands at its entry or exit. Source: ptrace(2), syscall(2).
namespace callregisters {

/// At the entry: the kernel shall not make this call.
[[nodiscard]] bool skip(pid_t thread);

/// At the exit: what the program gets to see as result.
[[nodiscard]] bool setResult(pid_t thread, std::int64_t result);

/// At the entry: replaces an argument, and gives the old one. At the exit the program must find its own again: the
/// calling convention promises it.
[[nodiscard]] std::optional<std::uint64_t> exchangeArgument(
    pid_t thread, unsigned argument, std::uint64_t value);

} // namespace callregisters

/// Which argument of a call is the number of bytes that may be made smaller; none for calls that know no such thing.
[[nodiscard]] std::optional<unsigned> countArgument(std::string_view call);

} // namespace ringside::supervisor
