#include "sandbox/programscan.h"

#include "sandbox/protocol.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <ranges>

namespace ringside::sandbox {

namespace {

constexpr qsizetype scannedBytes = 64 << 10; // of each file; import statements stand at its top

/// Read by the interpreter, the dynamic linker or the C library when a process starts.
bool actsAtStart(QByteArrayView variable)
{
    constexpr std::array prefixes{"PYTHON", "LC_", "LD_", "MALLOC_", "GLIBC_"};
    constexpr std::array names{"HOME", "LANG", "LANGUAGE", "PATH", "TZ"};
    return std::ranges::any_of(prefixes, [&](const char *prefix) { return variable.startsWith(prefix); })
        || std::ranges::any_of(names, [&](const char *name) { return variable == name; });
}

/// "json" of " json.decoder as d".
bool beginsWithStockedName(QByteArrayView dotted)
{
    const QByteArrayView trimmed = dotted.trimmed();
    const auto isPartOfName = [](char byte) {
        return std::isalnum(static_cast<unsigned char>(byte)) || byte == '_' || byte < 0;
    };
    const auto end = std::ranges::find_if_not(trimmed, isPartOfName);
    const QByteArrayView name = trimmed.first(end - trimmed.begin());
    return std::ranges::any_of(
        protocol::stockedModules, [&](const char *module) { return name == module; });
}

/// "import a.b as c, d" and "from a.b import …". A line that only looks like one, in a text for example, costs a few
/// milliseconds at worst.
bool importsStock(QByteArrayView line)
{
    const QByteArrayView statement = line.trimmed();
    if (statement.startsWith("from "))
        return beginsWithStockedName(statement.sliced(5));
    if (!statement.startsWith("import "))
        return false;
    const std::string_view names(statement.data() + 7, static_cast<std::size_t>(statement.size() - 7));
    return std::ranges::any_of(names | std::views::split(','), [](const auto &name) {
        return beginsWithStockedName(QByteArrayView(std::string_view(name)));
    });
}

bool sourceWantsStock(QByteArrayView source)
{
    const std::string_view scanned(
        source.data(), static_cast<std::size_t>(std::min(source.size(), scannedBytes)));
    return std::ranges::any_of(scanned | std::views::split('\n'),
        [](const auto &line) { return importsStock(QByteArrayView(std::string_view(line))); });
}

} // namespace

StartHints scanProgram(const RunRequest &request)
{
    StartHints hints;
    hints.canBeWarm = request.hashSeed == 0
        && std::ranges::none_of(
            request.environment, [](const auto &variable) { return actsAtStart(variable.first); });
    for (const filesystem::Entry &entry : request.workspace.entries) {
        if (entry.path.contains('/'))
            continue;
        if (entry.path == ".local" || entry.path == "pyvenv.cfg")
            hints.canBeWarm = false;
        if (entry.path.endsWith(".py"))
            hints.wantsStock = hints.wantsStock || sourceWantsStock(entry.content);
    }
    return hints;
}

} // namespace ringside::sandbox
