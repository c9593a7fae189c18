#pragma once

// What is said about a traced run: the wishes of whoever starts it, and the records of what was seen. The records
// travel from the lens through the steward to the engine as one byte stream, cut into TraceBatch frames: a kind
// (1 byte) and the fields of the record, each after the other. They were made by a process that reads the memory
// of the learner's program: whoever decodes them holds them to be hostile. No Qt here.

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace ringside::sandbox::protocol {

/// In the order of sandbox::Attribution.
enum class TraceAttribution : std::uint8_t { Automatic, None };

/// In the order of lens::Phase.
enum class TracePhase : std::uint8_t { Startup, Import, User, Driver, Child, Shutdown, Unknown };

/// In the order of sandbox::TraceAction.
enum class TraceAction : std::uint8_t { Fail, Shorten, KillBefore, KillAfter, Signal, Attack };

/// In the order of sandbox::AttackStep::Kind.
enum class AttackKind : std::uint8_t { Remove, Rename, Link, HardLink, Write, MakeDirectory, Swap };

constexpr TraceAttribution lastOf(TraceAttribution) { return TraceAttribution::None; }
constexpr TracePhase lastOf(TracePhase) { return TracePhase::Unknown; }
constexpr TraceAction lastOf(TraceAction) { return TraceAction::Attack; }
constexpr AttackKind lastOf(AttackKind) { return AttackKind::Swap; }

/// What happens to a call of the learner's, and to which. See sandbox::TraceRule.
struct TraceRule
{
    std::vector<std::int32_t> calls;
    std::string path;
    std::int32_t line = 0;
    std::uint32_t nth = 0;
    bool onwards = false;
    bool changesOnly = false;
    TraceAction action = TraceAction::Fail;
    std::int64_t figure = 0;
    void visit(auto &fields) { fields(calls, path, line, nth, onwards, changesOnly, action, figure); }
};

struct AttackStep
{
    AttackKind kind = AttackKind::Remove;
    std::string path;
    std::string other;
    std::uint32_t mode = 0644;
    void visit(auto &fields) { fields(kind, path, other, mode); }
};

/// See sandbox::TraceOptions.
struct TraceSettings
{
    bool isOn = false;
    std::vector<std::string> codeRoots;
    std::vector<std::string> driverFiles;
    std::vector<std::string> changeRoots;
    TraceAttribution attribution = TraceAttribution::Automatic;
    std::uint32_t capturedBytes = 0;
    std::uint64_t shownCalls = 0;
    std::uint64_t countedCalls = 0;
    bool positions = false;
    bool snapshots = false;
    std::vector<TraceRule> rules;
    std::vector<std::vector<AttackStep>> attacks;
    void visit(auto &fields)
    {
        fields(isOn, codeRoots, driverFiles, changeRoots, attribution, capturedBytes, shownCalls,
            countedCalls, positions, snapshots, rules, attacks);
    }
};

enum class TraceRecord : std::uint8_t {
    Name = 1,
    Site,
    Object,
    Process,
    Call,
    Descriptors,
    Signal,
    ProcessEnd,
    Counts,
    End,
};

constexpr TraceRecord lastOf(TraceRecord) { return TraceRecord::End; }

/// A path that calls refer to by its number.
struct TraceName
{
    static constexpr TraceRecord kind = TraceRecord::Name;
    std::uint32_t id = 0;
    std::string bytes;
    void visit(auto &fields) { fields(id, bytes); }
};

struct TraceFrame
{
    std::string file;
    std::int32_t line = 0;
    std::string function;
    void visit(auto &fields) { fields(file, line, function); }
};

/// Where in the program a call was made. See lens::Site.
struct TraceSite
{
    static constexpr TraceRecord kind = TraceRecord::Site;
    std::uint32_t id = 0;
    TracePhase phase = TracePhase::Unknown;
    std::string file;
    std::int32_t line = 0;
    std::int32_t endLine = 0;
    std::int32_t column = -1;
    std::int32_t endColumn = -1;
    std::int32_t instruction = -1;
    std::string function;
    std::string module;
    std::vector<TraceFrame> via;
    std::vector<TraceFrame> callers;
    bool isTold = false; ///< by the program itself
    void visit(auto &fields)
    {
        fields(id, phase, file, line, endLine, column, endColumn, instruction, function, module, via, callers, isTold);
    }
};

/// Something with an inode: what calls are about, whatever its name is at the time.
struct TraceObject
{
    static constexpr TraceRecord kind = TraceRecord::Object;
    std::uint32_t id = 0;
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    std::uint32_t mode = 0; ///< with the bits of its type
    std::int64_t size = 0; ///< when it was first seen
    void visit(auto &fields) { fields(id, device, inode, mode, size); }
};

struct TraceProcess
{
    static constexpr TraceRecord kind = TraceRecord::Process;
    std::uint32_t id = 0;
    std::int32_t pid = 0; ///< in the box
    std::uint32_t parent = 0; ///< 0: the program itself
    std::uint32_t site = 0; ///< that made it
    bool sharesDescriptors = false;
    std::uint64_t timeNs = 0;
    void visit(auto &fields) { fields(id, pid, parent, site, sharesDescriptors, timeNs); }
};

/// What is remarkable about a call.
enum TraceCallFlag : std::uint16_t {
    CallUnfinished = 1, ///< its process died inside it
    CallInjected = 2, ///< the result, or what came before it, is our doing
    CallAmbiguous = 4, ///< another thread could have changed its arguments while it was read
};

/// One system call. Names are numbers of TraceName, objects of TraceObject; 0 is none.
struct TraceCall
{
    static constexpr TraceRecord kind = TraceRecord::Call;
    std::uint64_t timeNs = 0; ///< since the program was let go
    std::uint64_t durationNs = 0;
    std::uint32_t process = 0;
    std::int32_t thread = 0; ///< in the box
    std::uint16_t number = 0;
    std::uint16_t flags = 0; ///< TraceCallFlag
    std::int64_t result = 0; ///< as the kernel has it: below 0 an errno
    std::uint32_t site = 0;
    std::uint32_t object = 0;
    std::uint32_t otherObject = 0;
    std::uint32_t change = 0; ///< number of the change it is; 0: it is none
    std::string details; ///< TraceDetails, still encoded
    void visit(auto &fields)
    {
        fields(timeNs, durationNs, process, thread, number, flags, result, site, object, otherObject, change,
            details);
    }
};

/// Arguments, and what was found behind them.
struct TraceDetails
{
    std::vector<std::uint64_t> arguments;
    std::uint32_t base = 0; ///< name the path is relative to; or of the descriptor, when there is no path
    std::uint32_t otherBase = 0;
    std::string path; ///< as the program gave it
    std::string otherPath;
    std::string data; ///< beginning of what was read or written; text of a link, of getcwd()
    std::vector<std::int64_t> numbers; ///< by call: see lens::CallDetails
    std::vector<std::string> texts; ///< argument list and, behind it, environment of a program
    void visit(auto &fields)
    {
        fields(arguments, base, otherBase, path, otherPath, data, numbers, texts);
    }
};

/// All descriptors of a process: at its start, and after exec.
struct TraceDescriptors
{
    static constexpr TraceRecord kind = TraceRecord::Descriptors;
    struct One
    {
        std::int32_t number = 0;
        std::uint32_t name = 0;
        std::uint32_t object = 0;
        void visit(auto &fields) { fields(number, name, object); }
    };
    std::uint32_t process = 0;
    std::uint64_t timeNs = 0;
    std::vector<One> open;
    void visit(auto &fields) { fields(process, timeNs, open); }
};

struct TraceSignal
{
    static constexpr TraceRecord kind = TraceRecord::Signal;
    std::uint32_t process = 0;
    std::int32_t thread = 0;
    std::int32_t signal = 0;
    std::uint64_t timeNs = 0;
    void visit(auto &fields) { fields(process, thread, signal, timeNs); }
};

struct TraceProcessEnd
{
    static constexpr TraceRecord kind = TraceRecord::ProcessEnd;
    std::uint32_t process = 0;
    std::int32_t waitStatus = 0; ///< as from wait(2)
    std::uint64_t timeNs = 0;
    void visit(auto &fields) { fields(process, waitStatus, timeNs); }
};

/// Calls that were only counted, because there had been so many before.
struct TraceCounts
{
    static constexpr TraceRecord kind = TraceRecord::Counts;
    struct One
    {
        std::uint32_t site = 0;
        std::uint16_t number = 0;
        std::uint64_t calls = 0;
        std::uint64_t failed = 0;
        void visit(auto &fields) { fields(site, number, calls, failed); }
    };
    std::vector<One> counts;
    void visit(auto &fields) { fields(counts); }
};

/// The lens has seen every process to its end. Without this record a trace is not complete.
struct TraceEnd
{
    static constexpr TraceRecord kind = TraceRecord::End;
    std::uint64_t calls = 0; ///< seen, all together
    bool overLimit = false; ///< it was the lens that ended the program: more than TraceSettings::countedCalls
    bool walksPython = false; ///< sites are from Python's own stack, all of them
    void visit(auto &fields) { fields(calls, overLimit, walksPython); }
};

} // namespace ringside::sandbox::protocol
