#include "supervisor/pythonscript.h"

#include <algorithm>
#include <array>

namespace ringside::supervisor {

namespace {

constexpr std::size_t mostFunctions = 5000;
constexpr std::uint64_t mostConstants = 4096; // of one function
constexpr std::uint64_t codeHeaderBytes = 256;

/// Addresses of the objects in a tuple.
std::vector<std::uint64_t> items(const PythonLayout &layout, const RemoteMemory &memory, std::uint64_t tuple)
{
    const auto length = memory.value<std::uint64_t>(tuple + layout.tupleLength);
    std::vector<std::uint64_t> addresses(std::min(length.value_or(0), mostConstants));
    if (!memory.read(tuple + layout.tupleItems, addresses.data(), addresses.size() * sizeof(std::uint64_t)))
        return {};
    return addresses;
}

} // namespace

PythonScript PythonScript::read(
    const PythonLayout &layout, const RemoteMemory &memory, std::uint64_t address, std::string file)
{
    PythonScript script;
    script.m_address = address;
    script.m_file = std::move(file);
    const auto type = memory.value<std::uint64_t>(address + layout.objectType);
    std::array<std::uint8_t, codeHeaderBytes> header{};
    for (std::vector<std::uint64_t> toRead{address}; !toRead.empty() && script.m_code.size() < mostFunctions;) {
        const std::uint64_t code = toRead.back();
        toRead.pop_back();
        if (script.m_code.contains(code) || !memory.read(code, header.data(), std::min(codeHeaderBytes, layout.bytecode)))
            continue;
        script.m_code[code] = CodeOrigin::of(layout, header.data());
        for (const std::uint64_t constant :
            items(layout, memory, numberAt<std::uint64_t>(header.data(), constantsInCode)))
            if (memory.value<std::uint64_t>(constant + layout.objectType) == type)
                toRead.push_back(constant);
    }
    return script;
}

bool PythonScript::contradicts(std::uint64_t address, const PythonCode &code) const
{
    const auto known = m_code.find(address);
    if (known != m_code.end() && known->second == code.origin())
        return false;
    // Where code of the script lay and is no more, there may be other code now. Its lines are its own.
    const bool isRelabelled = known != m_code.end() && known->second.tableAddress == code.origin().tableAddress;
    return isRelabelled || code.file() == m_file;
}

} // namespace ringside::supervisor
