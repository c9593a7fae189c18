#pragma once

#include "sandbox/systemcalls.h"
#include "sandbox/traceprotocol.h"
#include "supervisor/pythonstack.h"

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <sys/types.h>

namespace ringside::supervisor {

/// What a descriptor of a traced process stands for; numbers as in the trace.
struct TracedDescriptor
{
    std::uint32_t name = 0;
    std::uint32_t object = 0;
    std::uint64_t device = 0;
    std::uint32_t mode = 0; ///< of the object, with the bits of its type; 0 when unknown
};

using DescriptorTable = std::map<int, TracedDescriptor>;

/// A process of the box, as the lens follows it.
struct TracedProcess
{
    explicit TracedProcess(PythonStack itsStack)
        : stack(std::move(itsStack))
    {
    }

    std::uint32_t id = 0; ///< in the trace, from 1
    pid_t pid = 0;
    std::uint32_t directory = 0; ///< name of its working directory; 0: to be looked up
    std::shared_ptr<DescriptorTable> descriptors; ///< none before the first call of the program
    int threads = 0;

    PythonStack stack;
    bool sawLearner = false; ///< a line of the learner's has run in this process
    std::uint32_t spawnSite = 0; ///< that made the process, or its last exec
    pid_t formerId = 0; ///< after fork(): what Python may still take itself for
    std::uint64_t linePage = 0; ///< where it tells its lines: see LinePage; 0: it does not
};

using Arguments = std::array<std::uint64_t, 6>;

/// A call between its entry and its exit.
struct PendingCall
{
    const sandbox::SystemCall *what = nullptr;
    Arguments arguments{};
    sandbox::protocol::TraceCall record;
    sandbox::protocol::TraceDetails details;
    sandbox::protocol::TracePhase phase = sandbox::protocol::TracePhase::Unknown;
    std::int32_t line = 0;
    std::string fullPath; ///< absolute, as far as it can be told from the outside
    std::string otherFullPath;
    bool existed = false; ///< what the path names, before
    std::int64_t sizeBefore = 0;
    std::uint64_t device = 0; ///< of what the call is about

    std::optional<std::int64_t> forcedResult; ///< the call is not made
    std::optional<unsigned> shortenedArgument; ///< to be put back at the exit
    bool killAfter = false;
};

/// A thread of the box.
struct TracedThread
{
    pid_t id = 0;
    pid_t idInBox = 0;
    std::shared_ptr<TracedProcess> process;
    std::uint32_t spawnSite = 0; ///< of a thread that is not the first of its process
    std::optional<PendingCall> call;
    bool isStopped = false; ///< it waits for us
    bool wasInterrupted = false; ///< by us: a call that was broken off is no event
};

} // namespace ringside::supervisor
