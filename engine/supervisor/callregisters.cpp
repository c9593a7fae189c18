#include "supervisor/callregisters.h"

#include <algorithm>
#include <array>
#include <sys/ptrace.h>
#include <sys/user.h>
#include <utility>

namespace ringside::supervisor {

namespace {

#ifdef __x86_64__

using Registers = user_regs_struct;

unsigned long long &argumentOf(Registers &registers, unsigned argument)
{
    const std::array<unsigned long long *, 6> all{&registers.rdi, &registers.rsi, &registers.rdx,
        &registers.r10, &registers.r8, &registers.r9};
    return *all.at(argument);
}

/// Reads the registers, lets `change` change them, and writes them back.
bool withRegisters(pid_t thread, auto change)
{
    Registers registers{};
    if (::ptrace(PTRACE_GETREGS, thread, nullptr, &registers) < 0)
        return false;
    change(registers);
    return ::ptrace(PTRACE_SETREGS, thread, nullptr, &registers) == 0;
}

#endif

} // namespace

#ifdef __x86_64__

bool callregisters::skip(pid_t thread)
{
    return withRegisters(thread, [](Registers &registers) { registers.orig_rax = ~0ULL; });
}

bool callregisters::setResult(pid_t thread, std::int64_t result)
{
    return withRegisters(
        thread, [result](Registers &registers) { registers.rax = static_cast<std::uint64_t>(result); });
}

std::optional<std::uint64_t> callregisters::exchangeArgument(
    pid_t thread, unsigned argument, std::uint64_t value)
{
    std::uint64_t old = 0;
    const bool done = withRegisters(thread, [&](Registers &registers) {
        old = std::exchange(argumentOf(registers, argument), value);
    });
    return done ? std::optional(old) : std::nullopt;
}

#else

// On other machines the lens only watches: PTRACE_SET_SYSCALL_INFO, which all of them have, is new in Linux 6.16.

bool callregisters::skip(pid_t)
{
    return false;
}

bool callregisters::setResult(pid_t, std::int64_t)
{
    return false;
}

std::optional<std::uint64_t> callregisters::exchangeArgument(pid_t, unsigned, std::uint64_t)
{
    return std::nullopt;
}

#endif

std::optional<unsigned> countArgument(std::string_view call)
{
    constexpr std::array<std::pair<std::string_view, unsigned>, 6> known{{{"read", 2}, {"write", 2},
        {"pread64", 2}, {"pwrite64", 2}, {"sendfile", 3}, {"copy_file_range", 4}}};
    const auto *found = std::ranges::find(known, call, &std::pair<std::string_view, unsigned>::first);
    return found == known.end() ? std::nullopt : std::optional(found->second);
}

} // namespace ringside::supervisor
