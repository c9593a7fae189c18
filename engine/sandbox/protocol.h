#pragma once

// What window or command (Sandbox) and supervisor say to each other, over the two pipes between them.
// No Qt here: the supervisor uses this header too.
//
// Frame: length (4 bytes, of all that follows), type (1 byte), fields. Numbers are in the machine's own byte
// order: both ends run on it. Every length is checked against the bytes that are there before anything is
// allocated; a frame that is too long, too short, or has bytes left over makes its whole stream invalid.

#include "sandbox/traceprotocol.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

namespace ringside::sandbox::protocol {

inline constexpr std::uint32_t version = 1;
inline constexpr std::size_t maximumFrame = 1U << 20;
/// Longer contents travel as several frames. Well below the frame limit, so that paths and attributes fit too.
inline constexpr std::size_t contentChunk = 128U << 10;

/// What a stocked zygote has loaded: modules of the standard library without entropy or other state of their own.
inline constexpr std::array stockedModules{"argparse", "base64", "collections", "contextlib", "copy", "csv",
    "dataclasses", "datetime", "enum", "fcntl", "filecmp", "fnmatch", "functools", "glob", "hashlib", "heapq",
    "inspect", "itertools", "json", "logging", "math", "pathlib", "pickle", "random", "re", "shlex", "shutil",
    "signal", "stat", "string", "struct", "subprocess", "tempfile", "textwrap", "threading", "traceback", "typing",
    "zipfile"};

enum class FrameType : std::uint8_t {
    // To the supervisor.
    Hello = 1,
    RunBegin,
    Entry, ///< also from the supervisor: one entry of a final tree
    Content, ///< also from the supervisor: more bytes of the last entry
    Input,
    RunStart,
    Stop,
    ProgramStart,
    ProgramStop,
    Resize,
    Snapshot,
    EditEnd,
    Remove,
    InputEnd,
    Rename,
    SetMode,
    RestoreBegin,
    WatchTree,

    // From the supervisor.
    Ready = 64,
    Unavailable,
    Output,
    TreeEnd,
    Finished,
    Failed,
    SessionOpened,
    ProgramEnded,
    TreeChanged,
    EditDone,
    TraceBatch,
    SnapshotBegin,
    SnapshotEnd,
};

enum class StartKind : std::uint8_t { Automatic, Warm, Cold };

/// In the order of filesystem::EntryType.
enum class EntryKind : std::uint8_t { Directory, File, SymbolicLink, Fifo, Socket, CharDevice, BlockDevice };

enum class Stream : std::uint8_t { Output, Error, Value };

/// In the order of sandbox::Ending.
enum class EndingKind : std::uint8_t {
    Exited,
    Signalled,
    WallLimit,
    CpuLimit,
    MemoryLimit,
    OutputLimit,
    Stopped,
    CallLimit,
};

/// In the order of sandbox::Obstacle.
enum class Obstacle : std::uint8_t {
    Other,
    OldKernel,
    RootCannotBeDropped,
    NamespacesSwitchedOff,
    NamespacesUsedUp,
    NamespacesFiltered,
    AppArmor,
    ProcCovered,
    MountsRefused,
    NoSeccomp,
    NoPython,
    SelfTestFailed,
    NoSupervisor,
};

enum class FailureKind : std::uint8_t { System, Content, Unsupported, Internal };

/// What the reader holds enumerators to.
constexpr StartKind lastOf(StartKind) { return StartKind::Cold; }
constexpr EntryKind lastOf(EntryKind) { return EntryKind::BlockDevice; }
constexpr Stream lastOf(Stream) { return Stream::Value; }
constexpr EndingKind lastOf(EndingKind) { return EndingKind::CallLimit; }
constexpr Obstacle lastOf(Obstacle) { return Obstacle::NoSupervisor; }
constexpr FailureKind lastOf(FailureKind) { return FailureKind::Internal; }

/// Appends fields to a buffer.
class Writer
{
public:
    template <typename... Fields> void operator()(const Fields &...fields) { (put(fields), ...); }

    [[nodiscard]] const std::string &bytes() const { return m_bytes; }
    /// The bytes; the next field begins anew.
    [[nodiscard]] std::string take() { return std::exchange(m_bytes, {}); }

private:
    template <typename Number>
        requires(std::is_arithmetic_v<Number> || std::is_enum_v<Number>)
    void put(Number number)
    {
        m_bytes.append(reinterpret_cast<const char *>(&number), sizeof number);
    }

    void put(const std::string &text)
    {
        put(static_cast<std::uint32_t>(text.size()));
        m_bytes.append(text);
    }

    template <typename First, typename Second> void put(const std::pair<First, Second> &pair)
    {
        put(pair.first);
        put(pair.second);
    }

    template <typename Element> void put(const std::vector<Element> &list)
    {
        put(static_cast<std::uint32_t>(list.size()));
        for (const Element &element : list)
            put(element);
    }

    template <typename Message>
        requires requires(Message message, Writer &writer) { message.visit(writer); }
    void put(const Message &message)
    {
        const_cast<Message &>(message).visit(*this); // visit() only reads when its visitor is a Writer
    }

    std::string m_bytes;
};

/// Takes fields from a buffer that may be hostile. After the first field that does not fit, everything reads
/// as zero or empty and isComplete() is false.
class Reader
{
public:
    explicit Reader(std::string_view bytes)
        : m_rest(bytes)
    {
    }

    template <typename... Fields> void operator()(Fields &...fields) { (get(fields), ...); }

    /// True when every field was there and nothing is left over.
    [[nodiscard]] bool isComplete() const { return m_valid && m_rest.empty(); }
    /// True while every field was there.
    [[nodiscard]] bool isValid() const { return m_valid; }
    /// True while every field was there and something is left.
    [[nodiscard]] bool hasMore() const { return m_valid && !m_rest.empty(); }

private:
    template <typename Number>
        requires(std::is_arithmetic_v<Number> || std::is_enum_v<Number>)
    void get(Number &number)
    {
        number = {};
        const std::string_view raw = take(sizeof number);
        if (raw.size() != sizeof number)
            return;
        if constexpr (std::is_same_v<Number, bool>) {
            m_valid = static_cast<unsigned char>(raw[0]) <= 1;
            number = raw[0] == 1;
        } else {
            std::memcpy(&number, raw.data(), sizeof number);
            if constexpr (std::is_enum_v<Number>)
                m_valid = number <= lastOf(number);
        }
    }

    void get(std::string &text)
    {
        std::uint32_t length = 0;
        get(length);
        text = take(length);
    }

    template <typename First, typename Second> void get(std::pair<First, Second> &pair)
    {
        get(pair.first);
        get(pair.second);
    }

    template <typename Element> void get(std::vector<Element> &list)
    {
        list.clear();
        std::uint32_t count = 0;
        get(count);
        for (std::uint32_t i = 0; i < count && m_valid; ++i) {
            // Each element has a byte at least: a huge count ends with the frame, not with the memory.
            m_valid = !m_rest.empty();
            get(list.emplace_back());
        }
    }

    template <typename Message>
        requires requires(Message message, Reader &reader) { message.visit(reader); }
    void get(Message &message)
    {
        message.visit(*this);
    }

    std::string_view take(std::size_t length)
    {
        if (!m_valid || length > m_rest.size()) {
            m_valid = false;
            m_rest = {};
            return {};
        }
        const std::string_view taken = m_rest.substr(0, length);
        m_rest.remove_prefix(length);
        return taken;
    }

    std::string_view m_rest;
    bool m_valid = true;
};

struct Hello
{
    static constexpr FrameType type = FrameType::Hello;
    std::uint32_t protocolVersion = version;
    void visit(auto &fields) { fields(protocolVersion); }
};

struct MountSettings
{
    std::string path;
    std::int64_t bytes = 0;
    std::int32_t inodes = 0;
    bool readOnly = false;
    void visit(auto &fields) { fields(path, bytes, inodes, readOnly); }
};

struct RunBegin
{
    static constexpr FrameType type = FrameType::RunBegin;
    std::uint32_t run = 0;
    std::vector<std::string> arguments;
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<MountSettings> mounts;
    std::uint32_t umask = 022;
    std::uint32_t hashSeed = 0;
    std::int64_t wallMs = 0;
    std::int64_t cpuMs = 0;
    std::int64_t memoryBytes = 0;
    std::int64_t outputBytes = 0;
    std::int64_t valueBytes = 0;
    std::int64_t diskBytes = 0;
    std::int64_t fileBytes = 0;
    std::int32_t inodes = 0;
    std::int32_t processes = 0;
    std::int32_t descriptors = 0;
    StartKind start = StartKind::Automatic;
    bool canBeWarm = true; ///< a warm interpreter behaves like one that is started for it
    bool wantsStock = false; ///< it imports some of stockedModules
    bool valueChannel = false;
    bool wantTree = true;
    bool session = false; ///< the box stays open for programs that come later
    TraceSettings trace;
    void visit(auto &fields)
    {
        fields(run, arguments, environment, mounts, umask, hashSeed, wallMs, cpuMs, memoryBytes,
            outputBytes, valueBytes, diskBytes, fileBytes, inodes, processes, descriptors, start,
            canBeWarm, wantsStock, valueChannel, wantTree, session, trace);
    }
};

/// One name of a tree. `tree` 0 is the workspace, 1 and up are the extra mounts.
struct Entry
{
    static constexpr FrameType type = FrameType::Entry;
    std::uint32_t run = 0;
    std::uint32_t tree = 0;
    std::string path;
    EntryKind kind = EntryKind::File;
    std::uint32_t mode = 0;
    std::int64_t size = 0;
    std::int64_t blocks = 0;
    std::int64_t modifiedNs = 0;
    std::uint64_t inode = 0;
    std::uint64_t device = 0;
    std::uint32_t linkCount = 1;
    std::string target;
    std::string content; ///< at most contentChunk bytes; the rest follows as Content frames
    bool contentComplete = true;
    std::string digest;
    std::vector<std::pair<std::string, std::string>> attributes;
    void visit(auto &fields)
    {
        fields(run, tree, path, kind, mode, size, blocks, modifiedNs, inode, device, linkCount, target,
            content, contentComplete, digest, attributes);
    }
};

struct Content
{
    static constexpr FrameType type = FrameType::Content;
    std::uint32_t run = 0;
    std::string bytes;
    void visit(auto &fields) { fields(run, bytes); }
};

/// Standard input of the program: before RunStart, in a session at any time while one runs.
struct Input
{
    static constexpr FrameType type = FrameType::Input;
    std::uint32_t run = 0;
    std::string bytes;
    void visit(auto &fields) { fields(run, bytes); }
};

struct RunStart
{
    static constexpr FrameType type = FrameType::RunStart;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

struct Stop
{
    static constexpr FrameType type = FrameType::Stop;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// In a session: run this in the box. One at a time.
struct ProgramStart
{
    static constexpr FrameType type = FrameType::ProgramStart;
    std::uint32_t run = 0;
    std::vector<std::string> command;
    bool terminal = true;
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
    void visit(auto &fields) { fields(run, command, terminal, rows, columns); }
};

/// In a session: end every process in the box. The box stays.
struct ProgramStop
{
    static constexpr FrameType type = FrameType::ProgramStop;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

struct Resize
{
    static constexpr FrameType type = FrameType::Resize;
    std::uint32_t run = 0;
    std::uint16_t rows = 24;
    std::uint16_t columns = 80;
    void visit(auto &fields) { fields(run, rows, columns); }
};

/// In a session: read the workspace as it is now. Answered by Entry, Content and TreeEnd frames.
struct Snapshot
{
    static constexpr FrameType type = FrameType::Snapshot;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// In a session: no more standard input comes for the program on pipes.
struct InputEnd
{
    static constexpr FrameType type = FrameType::InputEnd;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// In a session: the entry, or since RestoreBegin the tree, that came before this is complete. Answered by EditDone
/// with the same `edit`, as all changes of the workspace are.
struct EditEnd
{
    static constexpr FrameType type = FrameType::EditEnd;
    std::uint32_t run = 0;
    std::uint32_t edit = 0;
    void visit(auto &fields) { fields(run, edit); }
};

/// In a session: the entries up to EditEnd become the whole workspace, when every process in the box has been ended.
struct RestoreBegin
{
    static constexpr FrameType type = FrameType::RestoreBegin;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// In a session: remove a file or a directory from the workspace.
struct Remove
{
    static constexpr FrameType type = FrameType::Remove;
    std::uint32_t run = 0;
    std::uint32_t edit = 0;
    std::string path;
    bool withContent = false; ///< of the directory
    void visit(auto &fields) { fields(run, edit, path, withContent); }
};

struct Rename
{
    static constexpr FrameType type = FrameType::Rename;
    std::uint32_t run = 0;
    std::uint32_t edit = 0;
    std::string from;
    std::string to;
    void visit(auto &fields) { fields(run, edit, from, to); }
};

struct SetMode
{
    static constexpr FrameType type = FrameType::SetMode;
    std::uint32_t run = 0;
    std::uint32_t edit = 0;
    std::string path;
    std::uint32_t mode = 0;
    void visit(auto &fields) { fields(run, edit, path, mode); }
};

/// In a session: from now on tell by TreeChanged when a program has changed the workspace.
struct WatchTree
{
    static constexpr FrameType type = FrameType::WatchTree;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

struct Ready
{
    static constexpr FrameType type = FrameType::Ready;
    std::string kernel;
    std::string python;
    std::int32_t landlockAbi = 0;
    bool seccomp = false;
    bool cgroup = false;
    bool trace = false;
    std::int32_t traceErrnum = 0; ///< why there is no trace
    bool warm = false;
    bool droppedRoot = false;
    std::vector<std::pair<std::string, bool>> selfTest; ///< attack, and whether it was held
    void visit(auto &fields)
    {
        fields(kernel, python, landlockAbi, seccomp, cgroup, trace, traceErrnum, warm, droppedRoot, selfTest);
    }
};

/// The first step of the start-up check that failed, and what seems to be behind it. The supervisor ends after it.
struct Unavailable
{
    static constexpr FrameType type = FrameType::Unavailable;
    Obstacle obstacle = Obstacle::Other;
    std::string step;
    std::int32_t errnum = 0;
    std::string kernel;
    std::vector<std::pair<std::string, std::int64_t>> settings; ///< of the kernel, that matter here
    std::vector<std::pair<std::string, bool>> selfTest;
    void visit(auto &fields) { fields(obstacle, step, errnum, kernel, settings, selfTest); }
};

struct Output
{
    static constexpr FrameType type = FrameType::Output;
    std::uint32_t run = 0;
    Stream stream = Stream::Output;
    std::string bytes;
    void visit(auto &fields) { fields(run, stream, bytes); }
};

struct TreeEnd
{
    static constexpr FrameType type = FrameType::TreeEnd;
    std::uint32_t run = 0;
    std::uint32_t tree = 0;
    bool truncated = false;
    void visit(auto &fields) { fields(run, tree, truncated); }
};

struct Finished
{
    static constexpr FrameType type = FrameType::Finished;
    std::uint32_t run = 0;
    EndingKind ending = EndingKind::Exited;
    std::int32_t exitStatus = 0;
    std::int32_t signal = 0;
    std::int64_t limitReached = 0;
    bool outputTruncated = false;
    bool valueTruncated = false;
    std::int64_t wallUs = 0;
    std::int64_t cpuUs = 0;
    std::int64_t peakMemoryBytes = 0;
    std::int32_t peakProcesses = 0;
    bool warm = false;
    bool traced = false;
    void visit(auto &fields)
    {
        fields(run, ending, exitStatus, signal, limitReached, outputTruncated, valueTruncated, wallUs,
            cpuUs, peakMemoryBytes, peakProcesses, warm, traced);
    }
};

/// A run of ours that did not come about. Never about what the learner's program did.
struct Failed
{
    static constexpr FrameType type = FrameType::Failed;
    std::uint32_t run = 0;
    FailureKind kind = FailureKind::System;
    std::string step;
    std::int32_t errnum = 0;
    void visit(auto &fields) { fields(run, kind, step, errnum); }
};

struct SessionOpened
{
    static constexpr FrameType type = FrameType::SessionOpened;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// The answer to one ProgramStart.
struct ProgramEnded
{
    static constexpr FrameType type = FrameType::ProgramEnded;
    std::uint32_t run = 0;
    std::string failedStep; ///< it did not start: why
    std::int32_t errnum = 0;
    EndingKind ending = EndingKind::Exited;
    std::int32_t exitStatus = 0;
    std::int32_t signal = 0;
    std::int64_t limitReached = 0;
    std::int64_t wallUs = 0;
    std::int32_t peakProcesses = 0;
    void visit(auto &fields)
    {
        fields(run, failedStep, errnum, ending, exitStatus, signal, limitReached, wallUs, peakProcesses);
    }
};

/// The answer to one change of the workspace.
struct EditDone
{
    static constexpr FrameType type = FrameType::EditDone;
    std::uint32_t run = 0;
    std::uint32_t edit = 0;
    std::string failedStep; ///< empty: it is done
    std::int32_t errnum = 0;
    void visit(auto &fields) { fields(run, edit, failedStep, errnum); }
};

/// The workspace is not what it was.
struct TreeChanged
{
    static constexpr FrameType type = FrameType::TreeChanged;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// What the lens has seen: records of traceprotocol.h, one after the other.
struct TraceBatch
{
    static constexpr FrameType type = FrameType::TraceBatch;
    std::uint32_t run = 0;
    std::string records;
    void visit(auto &fields) { fields(run, records); }
};

/// The entries that follow, up to SnapshotEnd, are the trees as they were right after a change, while everything in
/// the box stood still. Change 0: before the first.
struct SnapshotBegin
{
    static constexpr FrameType type = FrameType::SnapshotBegin;
    std::uint32_t run = 0;
    std::uint32_t change = 0;
    void visit(auto &fields) { fields(run, change); }
};

struct SnapshotEnd
{
    static constexpr FrameType type = FrameType::SnapshotEnd;
    std::uint32_t run = 0;
    void visit(auto &fields) { fields(run); }
};

/// One whole frame as it goes into the pipe.
template <typename Message> [[nodiscard]] std::string encode(const Message &message)
{
    Writer body;
    body(Message::type, message);
    Writer frame;
    frame(static_cast<std::uint32_t>(body.bytes().size()));
    return frame.bytes() + body.bytes();
}

/// The fields of a frame, or nothing when they are not exactly the message's.
template <typename Message> [[nodiscard]] std::optional<Message> decode(std::string_view body)
{
    Message message;
    Reader reader(body);
    reader(message);
    if (!reader.isComplete())
        return std::nullopt;
    return message;
}

/// A frame without its length; `body` points into the FrameBuffer until the next call of it.
struct Frame
{
    FrameType type{};
    std::string_view body;
};

/// Cuts a byte stream into frames.
class FrameBuffer
{
public:
    void append(std::string_view bytes)
    {
        if (m_start > maximumFrame || m_start == m_bytes.size()) {
            m_bytes.erase(0, m_start);
            m_start = 0;
        }
        m_bytes.append(bytes);
    }

    /// The next whole frame; nothing when more bytes are needed or the stream is invalid.
    [[nodiscard]] std::optional<Frame> next()
    {
        if (!hasFrame())
            return std::nullopt;
        const std::string_view frame
            = std::string_view(m_bytes).substr(m_start + sizeof(std::uint32_t), nextLength());
        m_start += sizeof(std::uint32_t) + frame.size();
        return Frame{.type = static_cast<FrameType>(frame[0]), .body = frame.substr(1)};
    }

    /// True when next() would give a frame.
    [[nodiscard]] bool hasFrame() const
    {
        return isValid() && hasLength()
            && m_bytes.size() - m_start - sizeof(std::uint32_t) >= nextLength();
    }

    /// False for good once a length is impossible: there is no way to find the frame after it.
    [[nodiscard]] bool isValid() const
    {
        return !hasLength() || (nextLength() >= sizeof(FrameType) && nextLength() <= maximumFrame);
    }

private:
    [[nodiscard]] bool hasLength() const { return m_bytes.size() - m_start >= sizeof(std::uint32_t); }

    [[nodiscard]] std::uint32_t nextLength() const
    {
        std::uint32_t length = 0;
        std::memcpy(&length, m_bytes.data() + m_start, sizeof length);
        return length;
    }

    std::string m_bytes;
    std::size_t m_start = 0; ///< of the first frame not yet given out
};

} // namespace ringside::sandbox::protocol
