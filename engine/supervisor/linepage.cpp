#include "supervisor/linepage.h"

#include "supervisor/remotememory.h"

#include <algorithm>
#include <span>

namespace ringside::supervisor {

namespace {

/// UTF-8 as it should be, and nothing that would move a terminal's cursor.
bool isPrintable(std::string_view text)
{
    while (!text.empty()) {
        const auto first = static_cast<unsigned char>(text.front());
        const std::size_t length = first < 0x80 ? 1 : first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
        const auto isContinued = [](char byte) { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; };
        if (length == 0 || length > text.size() || first < 0x20 || first == 0x7f
            || !std::ranges::all_of(text.substr(1, length - 1), isContinued))
            return false;
        // Longer than need be, halves of pairs, and what is beyond the last character.
        const auto second = length > 2 ? static_cast<unsigned char>(text[1]) : 0;
        if ((first == 0xe0 && second < 0xa0) || (first == 0xed && second > 0x9f) || (first == 0xf0 && second < 0x90)
            || (first == 0xf4 && second > 0x8f))
            return false;
        text.remove_prefix(length);
    }
    return true;
}

/// A text that ends within its room.
std::optional<std::string> textIn(std::span<const char> room)
{
    const auto end = std::ranges::find(room, '\0');
    std::string text(room.begin(), end);
    return end != room.end() && isPrintable(text) ? std::optional(std::move(text)) : std::nullopt;
}

} // namespace

std::optional<ToldLine> toldLine(const LineSlot &slot, std::int32_t thread)
{
    if (slot.thread != thread || slot.line <= 0)
        return std::nullopt;
    std::optional<std::string> file = textIn(slot.file);
    std::optional<std::string> function = textIn(slot.function);
    if (!file || file->empty() || !function)
        return std::nullopt;
    return ToldLine{.file = std::move(*file), .line = slot.line, .function = std::move(*function)};
}

std::optional<ToldLine> readToldLine(pid_t process, std::uint64_t page, std::int32_t thread)
{
    const std::uint64_t address = page + offsetof(LinePage, threads) + LinePage::slotOf(thread) * sizeof(LineSlot);
    // A copy, for other threads of the program may go on writing.
    const auto slot = RemoteMemory(process).value<LineSlot>(address);
    return slot ? toldLine(*slot, thread) : std::nullopt;
}

} // namespace ringside::supervisor
