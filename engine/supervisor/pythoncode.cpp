#include "supervisor/pythoncode.h"

#include <algorithm>

namespace ringside::supervisor {

namespace {

constexpr std::uint64_t longestText = 4096; // characters, and bytes of them as UTF-8
constexpr std::uint64_t longestTable = 1U << 20;
constexpr std::size_t compactHeaderExtra = 16; // of texts that are not ASCII: length and address of their UTF-8

void appendUtf8(std::string &text, std::uint32_t character)
{
    const auto tail = [&](unsigned shift) {
        text += static_cast<char>(0x80U | ((character >> shift) & 0x3fU));
    };
    if (character < 0x80) {
        text += static_cast<char>(character);
    } else if (character < 0x800) {
        text += static_cast<char>(0xc0U | (character >> 6U));
        tail(0);
    } else if (character < 0x10000) {
        text += static_cast<char>(0xe0U | (character >> 12U));
        tail(6);
        tail(0);
    } else {
        text += static_cast<char>(0xf0U | ((character >> 18U) & 0x07U));
        tail(12);
        tail(6);
        tail(0);
    }
}

/// Reads a code object's co_linetable: runs of instructions, each with the change of the line and, in one of five
/// forms, the columns. Source: InternalDocs/code_objects.md of CPython, "Source code locations".
class LineTable
{
public:
    LineTable(const std::string &bytes, std::int32_t firstLine)
        : m_bytes(bytes)
        , m_line(firstLine)
    {
    }

    /// The next run; false at the end.
    bool next()
    {
        if (m_at >= m_bytes.size())
            return false;
        const unsigned head = byte();
        m_end += (head & 7U) + 1;
        readEntry((head >> 3U) & 15U);
        return true;
    }

    [[nodiscard]] std::uint32_t end() const { return m_end; } ///< first instruction behind the run
    [[nodiscard]] const PythonPosition &position() const { return m_position; }

private:
    void readEntry(unsigned code)
    {
        m_position = {};
        if (code == 15) // no location
            return;
        if (code == 14) {
            m_line += signedNumber();
            m_position.line = m_line;
            m_position.endLine = m_line + static_cast<std::int32_t>(number());
            m_position.column = static_cast<std::int32_t>(number()) - 1;
            m_position.endColumn = static_cast<std::int32_t>(number()) - 1;
            return;
        }
        if (code == 13)
            m_line += signedNumber();
        else if (code >= 10)
            m_line += static_cast<std::int32_t>(code) - 10;
        m_position.line = m_position.endLine = m_line;
        if (code >= 10 && code < 13) {
            m_position.column = static_cast<std::int32_t>(byte());
            m_position.endColumn = static_cast<std::int32_t>(byte());
        } else if (code < 10) {
            const unsigned columns = byte();
            m_position.column = static_cast<std::int32_t>((code << 3U) + (columns >> 4U));
            m_position.endColumn = m_position.column + static_cast<std::int32_t>(columns & 15U);
        }
    }

    unsigned byte() { return m_at < m_bytes.size() ? static_cast<unsigned char>(m_bytes[m_at++]) : 0; }

    unsigned number()
    {
        unsigned value = 0;
        unsigned part = 64;
        for (unsigned shift = 0; (part & 64U) != 0 && shift < 32; shift += 6) {
            part = byte();
            value |= (part & 63U) << shift;
        }
        return value;
    }

    std::int32_t signedNumber()
    {
        const unsigned value = number();
        const auto magnitude = static_cast<std::int32_t>(value >> 1U);
        return (value & 1U) != 0 ? -magnitude : magnitude;
    }

    const std::string &m_bytes;
    std::size_t m_at = 0;
    std::int32_t m_line;
    std::uint32_t m_end = 0;
    PythonPosition m_position;
};

std::size_t allBytesRead = 0;

/// Code that a program compiles again and again has one identity.
std::uint32_t identityOf(const std::string &content)
{
    allBytesRead += content.size();
    static std::unordered_map<std::string, std::uint32_t> identities;
    return identities.try_emplace(content, static_cast<std::uint32_t>(identities.size() + 1)).first->second;
}

} // namespace

std::string pythonText(const PythonLayout &layout, const RemoteMemory &memory, std::uint64_t address)
{
    const auto state = memory.value<std::uint32_t>(address + layout.textState);
    const auto length = memory.value<std::uint64_t>(address + layout.textLength);
    if (address == 0 || !state || !length || *length > longestText)
        return {};
    const std::uint32_t kind = (*state >> layout.textKindShift) & 7U; // bytes for each character
    const bool compact = ((*state >> (layout.textKindShift + 3)) & 1U) != 0;
    const bool ascii = ((*state >> (layout.textKindShift + 4)) & 1U) != 0;
    if (!compact || (kind != 1 && kind != 2 && kind != 4))
        return {};
    const std::uint64_t data = address + layout.textHeader + (ascii ? 0 : compactHeaderExtra);
    const std::string raw = memory.bytes(data, *length * kind);
    if (ascii)
        return raw;
    std::string text;
    for (std::size_t i = 0; i + kind <= raw.size(); i += kind) {
        std::uint32_t character = 0;
        std::memcpy(&character, raw.data() + i, kind);
        appendUtf8(text, character);
    }
    text.resize(std::min<std::size_t>(text.size(), longestText));
    return text;
}

CodeOrigin CodeOrigin::of(const PythonLayout &layout, const std::uint8_t *header)
{
    return {.fileAddress = numberAt<std::uint64_t>(header, layout.fileName),
        .tableAddress = numberAt<std::uint64_t>(header, layout.lineTable),
        .firstLine = numberAt<std::int32_t>(header, layout.firstLine)};
}

std::shared_ptr<PythonCode> PythonCode::read(
    const PythonLayout &layout, const RemoteMemory &memory, const std::uint8_t *header)
{
    auto code = std::make_shared<PythonCode>();
    code->m_origin = CodeOrigin::of(layout, header);
    code->m_file = pythonText(layout, memory, code->m_origin.fileAddress);
    code->m_function
        = pythonText(layout, memory, numberAt<std::uint64_t>(header, layout.functionName));
    if (code->m_file.empty())
        return nullptr;
    const auto tableBytes = memory.value<std::uint64_t>(code->m_origin.tableAddress + layout.bytesLength);
    if (tableBytes && *tableBytes < longestTable)
        code->m_lineTable = memory.bytes(code->m_origin.tableAddress + layout.bytesData, *tableBytes);
    code->m_identity = identityOf(code->m_file + '\0' + code->m_function + '\0'
        + std::to_string(code->m_origin.firstLine) + '\0' + code->m_lineTable);
    return code;
}

std::size_t PythonCode::bytesRead()
{
    return allBytesRead;
}

bool PythonCode::isStill(const PythonLayout &layout, const std::uint8_t *header) const
{
    return CodeOrigin::of(layout, header) == m_origin;
}

PythonPosition PythonCode::position(std::uint32_t unit) const
{
    const auto [known, isNew] = m_known.try_emplace(unit);
    if (isNew)
        known->second = decode(unit);
    return known->second;
}

PythonPosition PythonCode::decode(std::uint32_t unit) const
{
    PythonPosition found{.line = m_origin.firstLine, .endLine = m_origin.firstLine};
    LineTable table(m_lineTable, m_origin.firstLine);
    while (table.next())
        if (unit < table.end()) {
            found = table.position();
            break;
        }
    found.instruction = static_cast<std::int32_t>(unit);
    return found;
}

} // namespace ringside::supervisor
