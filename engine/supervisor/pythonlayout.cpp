#include "supervisor/pythonlayout.h"

#include "base/filedescriptor.h"
#include "supervisor/remotememory.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <elf.h>
#include <fcntl.h>
#include <string_view>
#include <unistd.h>
#include <vector>

namespace ringside::supervisor {

namespace {

constexpr std::size_t tableNumbers = 96; // more than any version has
constexpr std::string_view cookie = "xdebugpy";
constexpr std::size_t largestNames = 64U << 10; // of the sections of an executable

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
};

/// The address of a section of an ELF file, and whether it is relative to where the file is mapped.
struct Section
{
    std::uint64_t address = 0;
    bool isRelative = false;
};

std::optional<Section> findSection(int file, std::string_view wanted)
{
    Elf64_Ehdr header{};
    if (::pread(file, &header, sizeof header, 0) != sizeof header
        || !std::equal(header.e_ident, header.e_ident + SELFMAG, ELFMAG)
        || header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_shstrndx >= header.e_shnum)
        return std::nullopt;
    std::vector<Elf64_Shdr> sections(header.e_shnum);
    const auto bytes = static_cast<ssize_t>(sections.size() * sizeof(Elf64_Shdr));
    if (::pread(file, sections.data(), static_cast<std::size_t>(bytes), static_cast<off_t>(header.e_shoff))
        != bytes)
        return std::nullopt;
    const Elf64_Shdr &namesSection = sections[header.e_shstrndx];
    std::string names(std::min<std::size_t>(namesSection.sh_size, largestNames), '\0');
    if (::pread(file, names.data(), names.size(), static_cast<off_t>(namesSection.sh_offset)) < 0)
        return std::nullopt;
    for (const Elf64_Shdr &section : sections)
        if (section.sh_name < names.size() && wanted == names.c_str() + section.sh_name)
            return Section{section.sh_addr, header.e_type == ET_DYN};
    return std::nullopt;
}

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
        const std::optional<Section> section = file ? findSection(file.get(), ".PyRuntime") : std::nullopt;
        if (!section)
            continue;
        const std::uint64_t runtime = section->address + (section->isRelative ? mapped.start : 0);
        std::optional<PythonLayout> layout = readTable(process, runtime);
        if (layout && isPlausible(*layout))
            return layout;
    }
    return std::nullopt;
}

} // namespace ringside::supervisor
