#include "supervisor/programscan.h"

#include <algorithm>
#include <array>
#include <ranges>

namespace ringside::supervisor {

namespace {

/// Read by the interpreter, the dynamic linker or the C library when a process starts.
bool actsAtStart(std::string_view variable)
{
    constexpr std::array prefixes{"PYTHON", "LC_", "LD_", "MALLOC_", "GLIBC_"};
    constexpr std::array names{"HOME", "LANG", "LANGUAGE", "PATH", "TZ"};
    return std::ranges::any_of(prefixes, [&](const char *prefix) { return variable.starts_with(prefix); })
        || std::ranges::contains(names, variable);
}

std::string_view trimmed(std::string_view text)
{
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::string topLevelName(std::string_view dotted)
{
    const auto isPartOfName = [](unsigned char byte) {
        return std::isalnum(byte) || byte == '_' || byte >= 0x80;
    };
    const auto end = std::ranges::find_if_not(dotted, isPartOfName);
    return {dotted.begin(), end};
}

} // namespace

ProgramScan::ProgramScan(const sandbox::protocol::RunBegin &settings)
    : m_canBeWarm(settings.hashSeed == 0
          && std::ranges::none_of(settings.environment,
              [](const auto &variable) { return actsAtStart(variable.first); }))
{
}

void ProgramScan::look(const sandbox::protocol::Entry &entry)
{
    if (entry.tree != 0 || entry.path.contains('/'))
        return;
    if (entry.path == ".local" || entry.path == "pyvenv.cfg")
        m_canBeWarm = false;
    if (entry.path.ends_with(".py"))
        lookAtSource(entry.content);
}

/// Line by line: "import a.b as c, d" and "from a.b import …". A line that only looks like one, in a text for
/// example, costs a few milliseconds at worst.
void ProgramScan::lookAtSource(std::string_view source)
{
    for (const auto part : source | std::views::split('\n')) {
        const std::string_view line = trimmed(std::string_view(part));
        if (line.starts_with("from ")) {
            m_imports.insert(topLevelName(trimmed(line.substr(5))));
        } else if (line.starts_with("import ")) {
            for (const auto name : line.substr(7) | std::views::split(','))
                m_imports.insert(topLevelName(trimmed(std::string_view(name))));
        }
    }
}

} // namespace ringside::supervisor
