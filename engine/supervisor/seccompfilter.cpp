#include "supervisor/seccompfilter.h"

#include "supervisor/obstacles.h"

#include <algorithm>
#include <cstddef>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <span>
#include <sys/syscall.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

using Program = std::vector<sock_filter>;

#if defined(__x86_64__)
constexpr std::uint32_t ownArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t ownArchitecture = AUDIT_ARCH_AARCH64;
#else
#error "The table of system calls has not been checked on this architecture."
#endif
constexpr std::uint32_t x32Bit = 0x40000000;
constexpr std::size_t longestJump = 255; // jump distances of conditional instructions have 8 bits

sock_filter load(std::size_t offset)
{
    return BPF_STMT(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset));
}

/// The low half of an argument: the machines above are little-endian.
sock_filter loadArgument(unsigned argument)
{
    return load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t));
}

sock_filter loadHighHalf(unsigned argument)
{
    return load(offsetof(seccomp_data, args) + argument * sizeof(std::uint64_t) + sizeof(std::uint32_t));
}

sock_filter jumpIf(unsigned test, std::uint32_t value, std::size_t ifTrue, std::size_t ifFalse)
{
    return BPF_JUMP(static_cast<std::uint16_t>(BPF_JMP | test | BPF_K), value,
        static_cast<std::uint8_t>(ifTrue), static_cast<std::uint8_t>(ifFalse));
}

sock_filter jumpOver(std::size_t instructions)
{
    return BPF_STMT(BPF_JMP | BPF_JA, static_cast<std::uint32_t>(instructions));
}

sock_filter answer(const Action &action, bool traced)
{
    std::uint32_t value = SECCOMP_RET_KILL_PROCESS;
    if (action.kind == Action::Kind::Allow)
        value = traced ? SECCOMP_RET_TRACE : SECCOMP_RET_ALLOW;
    else if (action.kind == Action::Kind::Refuse)
        value = SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(action.errnum);
    return BPF_STMT(BPF_RET | BPF_K, value);
}

void append(Program &program, const Program &part)
{
    program.insert(program.end(), part.begin(), part.end());
}

/// Falls into `then` when the condition holds, else jumps behind it.
Program guarded(const Condition &condition, const Program &then)
{
    Program code{loadArgument(condition.argument)};
    if (condition.test == Condition::Test::WithoutBits) {
        code.push_back(jumpIf(BPF_JSET, condition.values[0], then.size(), 0));
    } else if (condition.test == Condition::Test::IsNull) {
        append(code, {jumpIf(BPF_JEQ, 0, 0, then.size() + 2), loadHighHalf(condition.argument),
                         jumpIf(BPF_JEQ, 0, 0, then.size())});
    } else {
        for (std::size_t i = 0; i + 1 < condition.values.size(); ++i)
            code.push_back(
                jumpIf(BPF_JEQ, condition.values[i], condition.values.size() - 1 - i, 0));
        code.push_back(jumpIf(BPF_JEQ, condition.values.back(), 0, then.size()));
    }
    append(code, then);
    return code;
}

Program compileRule(const CallRule &rule, bool traced)
{
    Program code;
    for (const Clause &clause : rule.clauses) {
        Program then{answer(clause.action, traced)};
        for (auto condition = clause.conditions.rbegin(); condition != clause.conditions.rend();
             ++condition)
            then = guarded(*condition, then);
        append(code, then);
    }
    code.push_back(answer(rule.otherwise, traced));
    return code;
}

/// From `first` to the next interval's `first`, every call number has the same code.
struct Interval
{
    std::uint32_t first;
    Program code;
};

bool same(const Program &one, const Program &other)
{
    return std::ranges::equal(one, other, [](const sock_filter &a, const sock_filter &b) {
        return a.code == b.code && a.jt == b.jt && a.jf == b.jf && a.k == b.k;
    });
}

void appendInterval(std::vector<Interval> &intervals, std::uint32_t first, Program code)
{
    if (intervals.empty() || !same(intervals.back().code, code))
        intervals.push_back({first, std::move(code)});
}

std::vector<Interval> intervalsOf(const std::map<int, CallRule> &policy, const std::set<int> &traced)
{
    const Program unknown{answer({Action::Kind::Refuse, ENOSYS}, false)};
    std::vector<Interval> intervals;
    std::uint32_t next = 0;
    for (const auto &[number, rule] : policy) {
        const auto call = static_cast<std::uint32_t>(number);
        if (call > next)
            appendInterval(intervals, next, unknown);
        appendInterval(intervals, call, compileRule(rule, traced.contains(number)));
        next = call + 1;
    }
    appendInterval(intervals, next, unknown);
    return intervals;
}

/// A binary search over the call number in the accumulator.
Program searchTree(std::span<const Interval> intervals)
{
    if (intervals.size() == 1)
        return intervals[0].code;
    const std::size_t middle = intervals.size() / 2;
    const Program lower = searchTree(intervals.first(middle));
    Program code;
    if (lower.size() <= longestJump) {
        code.push_back(jumpIf(BPF_JGE, intervals[middle].first, lower.size(), 0));
    } else {
        code.push_back(jumpIf(BPF_JGE, intervals[middle].first, 0, 1));
        code.push_back(jumpOver(lower.size()));
    }
    append(code, lower);
    append(code, searchTree(intervals.subspan(middle)));
    return code;
}

} // namespace

SeccompFilter SeccompFilter::build(const std::set<int> &traced)
{
    return build(syscallPolicy(), traced);
}

SeccompFilter SeccompFilter::build(const std::map<int, CallRule> &policy, const std::set<int> &traced)
{
    SeccompFilter filter;
    const sock_filter kill = answer({Action::Kind::Kill, 0}, false);
    filter.m_program = {load(offsetof(seccomp_data, arch)),
        jumpIf(BPF_JEQ, ownArchitecture, 1, 0), kill, load(offsetof(seccomp_data, nr))};
#ifdef __x86_64__
    append(filter.m_program, {jumpIf(BPF_JSET, x32Bit, 0, 1), kill});
#endif
    append(filter.m_program, searchTree(intervalsOf(policy, traced)));
    return filter;
}

Outcome<> SeccompFilter::install() const
{
#ifndef RINGSIDE_WEAKEN_SECCOMP // only the test build that shows what the other walls hold
    const sock_fprog program{.len = static_cast<unsigned short>(m_program.size()),
        .filter = const_cast<sock_filter *>(m_program.data())}; // the kernel only reads it
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) < 0)
        return failed(steps::installFilter);
#endif
    return {};
}

} // namespace ringside::supervisor
