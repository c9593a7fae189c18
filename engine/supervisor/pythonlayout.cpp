#include "supervisor/pythonlayout.h"

#include "base/filedescriptor.h"
#include "supervisor/elffile.h"
#include "supervisor/remotememory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <vector>

namespace ringside::supervisor {

namespace {

constexpr std::size_t tableNumbers = 96; // more than any version has
constexpr std::string_view cookie = "xdebugpy";

/// Positions of the fields in CPython's own table, counted in numbers of 8 bytes. The cookie is at 0, the version at
/// 1, "free threaded" at 2.
struct TableOrder
{
    std::uint64_t version; ///< major and minor, as in PY_VERSION_HEX >> 16
    std::size_t firstInterpreter, firstThread;
    std::size_t nextThread, currentFrame, nativeThreadId, stackChunk;
    std::size_t previousFrame, executable, instruction, locals, owner;
    std::size_t fileName, functionName, lineTable, firstLine, bytecode;
    std::size_t objectType, tupleLength, tupleItems;
    std::size_t bytesLength, bytesData, textState, textLength, textHeader;
    unsigned textKindShift;
};

constexpr std::array orders{
    TableOrder{.version = 0x030d,
        .firstInterpreter = 5, .firstThread = 9,
        .nextThread = 21, .currentFrame = 23, .nativeThreadId = 25, .stackChunk = 26,
        .previousFrame = 29, .executable = 30, .instruction = 31, .locals = 32, .owner = 33,
        .fileName = 35, .functionName = 36, .lineTable = 38, .firstLine = 39, .bytecode = 43,
        .objectType = 45, .tupleLength = 52, .tupleItems = 51,
        .bytesLength = 65, .bytesData = 66, .textState = 68, .textLength = 69, .textHeader = 70,
        .textKindShift = 2},
    TableOrder{.version = 0x030e,
        .firstInterpreter = 5, .firstThread = 9,
        .nextThread = 24, .currentFrame = 26, .nativeThreadId = 28, .stackChunk = 29,
        .previousFrame = 32, .executable = 33, .instruction = 34, .locals = 35, .owner = 36,
        .fileName = 40, .functionName = 41, .lineTable = 43, .firstLine = 44, .bytecode = 48,
        .objectType = 51, .tupleLength = 58, .tupleItems = 57,
        .bytesLength = 75, .bytesData = 76, .textState = 78, .textLength = 79, .textHeader = 80,
        .textKindShift = 2},
};

/// 3.12 publishes no table, and has kept its structures through all its releases for x86-64.
/// Source: pycore_runtime.h, pycore_interp.h, cpython/pystate.h, pycore_frame.h and cpython/code.h of 3.12.
constexpr std::uint64_t versionWithoutTable = 0x030c;
constexpr PythonLayout layoutWithoutTable{.firstInterpreter = 40,
    .firstThread = 72,
    .nextThread = 8,
    .currentFrame = 56,
    .nativeThreadId = 144,
    .stackChunk = 232,
    .previousFrame = 8,
    .executable = 0,
    .instruction = 56,
    .locals = 72,
    .owner = 70,
    .fileName = 112,
    .functionName = 120,
    .lineTable = 136,
    .firstLine = 68,
    .bytecode = 192,
    .objectType = 8,
    .tupleLength = 16,
    .tupleItems = 24,
    .bytesLength = 16,
    .bytesData = 32,
    .textState = 32,
    .textLength = 16,
    .textHeader = 40,
    .textKindShift = 2,
    .frameIsBehindAnother = true};

/// A file that is mapped into a process from its beginning.
struct Mapped
{
    std::uint64_t start = 0;
    std::string path;
};

/// Those that may be Python: the executable, and libpython.
std::vector<Mapped> pythonFiles(int processes, pid_t process)
{
    const std::string path = std::to_string(process) + "/maps";
    const int descriptor = ::openat(processes, path.c_str(), O_RDONLY | O_CLOEXEC);
    FILE *maps = descriptor < 0 ? nullptr : ::fdopen(descriptor, "re");
    if (!maps)
        return {};
    std::vector<Mapped> files;
    std::array<char, 5000> line{};
    while (std::fgets(line.data(), line.size(), maps)) {
        unsigned long start = 0;
        unsigned long offset = 0;
        int name = 0;
        if (std::sscanf(line.data(), "%lx-%*x %*s %lx %*s %*s %n", &start, &offset, &name) < 2 || name == 0)
            continue;
        std::string_view file(line.data() + name);
        if (file.ends_with('\n'))
            file.remove_suffix(1);
        if (offset == 0 && file.starts_with('/') && file.contains("python"))
            files.push_back({start, std::string(file)});
    }
    std::fclose(maps);
    return files;
}

std::optional<PythonLayout> readTable(pid_t process, std::uint64_t runtime)
{
    std::array<std::uint64_t, tableNumbers> table{};
    if (!RemoteMemory(process).read(runtime, table.data(), sizeof table)
        || std::string_view(reinterpret_cast<const char *>(table.data()), cookie.size()) != cookie)
        return std::nullopt;
    const auto order = std::ranges::find(orders, table[1] >> 16, &TableOrder::version);
    if (order == orders.end() || table[2] != 0)
        return std::nullopt;
    return PythonLayout{.runtime = runtime,
        .firstInterpreter = table[order->firstInterpreter],
        .firstThread = table[order->firstThread],
        .nextThread = table[order->nextThread],
        .currentFrame = table[order->currentFrame],
        .nativeThreadId = table[order->nativeThreadId],
        .stackChunk = table[order->stackChunk],
        .previousFrame = table[order->previousFrame],
        .executable = table[order->executable],
        .instruction = table[order->instruction],
        .locals = table[order->locals],
        .owner = table[order->owner],
        .fileName = table[order->fileName],
        .functionName = table[order->functionName],
        .lineTable = table[order->lineTable],
        .firstLine = table[order->firstLine],
        .bytecode = table[order->bytecode],
        .objectType = table[order->objectType],
        .tupleLength = table[order->tupleLength],
        .tupleItems = table[order->tupleItems],
        .bytesLength = table[order->bytesLength],
        .bytesData = table[order->bytesData],
        .textState = table[order->textState],
        .textLength = table[order->textLength],
        .textHeader = table[order->textHeader],
        .textKindShift = order->textKindShift};
}

/// The layout of a version that publishes none, by the version it says it is at an address of its own.
std::optional<PythonLayout> knownLayout(
    pid_t process, std::uint64_t runtime, std::optional<std::uint64_t> versionAddress)
{
    const auto version = versionAddress ? RemoteMemory(process).value<std::uint64_t>(*versionAddress) : std::nullopt;
    if (!version || *version >> 16 != versionWithoutTable)
        return std::nullopt;
    PythonLayout layout = layoutWithoutTable;
    layout.runtime = runtime;
    return layout;
}

/// The table lies in memory that a program could write to. Offsets that are no offsets would make us read anywhere.
bool isPlausible(const PythonLayout &layout)
{
    constexpr std::uint64_t largest = 1U << 20;
    return std::ranges::all_of(
        std::array{layout.firstInterpreter, layout.firstThread, layout.nextThread, layout.currentFrame,
            layout.nativeThreadId, layout.stackChunk, layout.previousFrame, layout.executable,
            layout.instruction, layout.locals, layout.owner, layout.fileName, layout.functionName,
            layout.lineTable, layout.firstLine, layout.bytecode, layout.objectType, layout.tupleLength,
            layout.tupleItems, layout.bytesLength, layout.bytesData,
            layout.textState, layout.textLength, layout.textHeader},
        [](std::uint64_t offset) { return offset < largest; })
        && layout.threadBytes() < 4096 && layout.frameBytes() < 4096 && layout.bytecode < 4096;
}

} // namespace

std::uint64_t PythonLayout::threadBytes() const
{
    return std::max({nextThread, currentFrame, nativeThreadId, stackChunk}) + sizeof(std::uint64_t);
}

std::uint64_t PythonLayout::frameBytes() const
{
    return std::max({previousFrame, executable, instruction, owner}) + sizeof(std::uint64_t);
}

std::optional<PythonLayout> PythonLayout::find(int processes, pid_t process)
{
    for (const Mapped &mapped : pythonFiles(processes, process)) {
        const std::string path = std::to_string(process) + "/root" + mapped.path;
        // A name can have come to stand for something else since: nothing here may wait.
        const FileDescriptor file(
            ::openat(processes, path.c_str(), O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
        const std::optional<ElfFile> elf = file ? ElfFile::read(file.get()) : std::nullopt;
        const auto runtime = elf ? elf->section(".PyRuntime", mapped.start) : std::nullopt;
        if (!runtime)
            continue;
        std::optional<PythonLayout> layout = readTable(process, *runtime);
        if (!layout)
            layout = knownLayout(process, *runtime, elf->symbol("Py_Version", mapped.start));
        if (layout && isPlausible(*layout))
            return layout;
    }
    return std::nullopt;
}

} // namespace ringside::supervisor
