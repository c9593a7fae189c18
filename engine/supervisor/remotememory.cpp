#include "supervisor/remotememory.h"

#include <algorithm>
#include <sys/uio.h>

namespace ringside::supervisor {

namespace {

constexpr std::size_t pageBytes = 4096;
constexpr std::size_t longestPieces = 256U << 10; // of one thread; more is not kept

/// Of another process: an address is only a number here.
void *remote(std::uint64_t address)
{
    return reinterpret_cast<void *>(address); // NOLINT(performance-no-int-to-ptr)
}

} // namespace

bool RemoteMemory::read(std::uint64_t address, void *into, std::size_t bytes) const
{
    const iovec local{.iov_base = into, .iov_len = bytes};
    const iovec there{.iov_base = remote(address), .iov_len = bytes};
    return ::process_vm_readv(m_process, &local, 1, &there, 1, 0) == static_cast<ssize_t>(bytes);
}

std::string RemoteMemory::bytes(std::uint64_t address, std::size_t bytes) const
{
    std::string found(bytes, '\0');
    const iovec local{.iov_base = found.data(), .iov_len = bytes};
    const iovec there{.iov_base = remote(address), .iov_len = bytes};
    const ssize_t got = bytes > 0 ? ::process_vm_readv(m_process, &local, 1, &there, 1, 0) : 0;
    found.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return found;
}

/// Never across a page at once: the next one may not be there.
std::string RemoteMemory::text(std::uint64_t address, std::size_t longest) const
{
    std::string text;
    while (address != 0 && text.size() < longest) {
        // Most names are short: a first small bite saves copying.
        const std::size_t bite = text.empty() ? 256 : pageBytes;
        const std::size_t toPageEnd = pageBytes - address % pageBytes;
        const std::string part = bytes(address, std::min({bite, toPageEnd, longest - text.size()}));
        if (part.empty())
            break;
        const std::size_t end = part.find('\0');
        text.append(part, 0, end);
        if (end != std::string::npos)
            break;
        address += part.size();
    }
    return text;
}

void MemoryPieces::refresh(pid_t process)
{
    std::erase_if(m_pieces, [](const Piece &piece) { return !piece.used; });
    if (m_pieces.size() > mostPieces)
        m_pieces.clear();
    std::array<iovec, mostPieces> local{};
    std::array<iovec, mostPieces> there{};
    std::size_t offset = 0;
    for (Piece &piece : m_pieces) {
        piece.offset = offset;
        piece.used = false;
        offset += piece.bytes;
    }
    if (offset > longestPieces)
        m_pieces.clear();
    if (m_pieces.empty())
        return;
    m_buffer.resize(std::max(m_buffer.size(), offset));
    for (std::size_t i = 0; i < m_pieces.size(); ++i) {
        local[i] = {.iov_base = m_buffer.data() + m_pieces[i].offset, .iov_len = m_pieces[i].bytes};
        there[i] = {.iov_base = remote(m_pieces[i].address), .iov_len = m_pieces[i].bytes};
    }
    const ssize_t got
        = ::process_vm_readv(process, local.data(), m_pieces.size(), there.data(), m_pieces.size(), 0);
    // What lies behind a piece that is gone has not been read.
    std::erase_if(m_pieces, [got](const Piece &piece) {
        return got < static_cast<ssize_t>(piece.offset + piece.bytes);
    });
}

const std::uint8_t *MemoryPieces::find(std::uint64_t address, std::size_t bytes)
{
    for (Piece &piece : m_pieces)
        if (address >= piece.address && address - piece.address <= piece.bytes
            && bytes <= piece.bytes - (address - piece.address)) {
            piece.used = true;
            return m_buffer.data() + piece.offset + (address - piece.address);
        }
    return nullptr;
}

const std::uint8_t *MemoryPieces::get(pid_t process, std::uint64_t address, std::size_t bytes)
{
    if (const std::uint8_t *found = find(address, bytes))
        return found;
    const std::size_t offset = m_pieces.empty() ? 0 : m_pieces.back().offset + m_pieces.back().bytes;
    if (m_buffer.size() < offset + bytes)
        m_buffer.resize(2 * (offset + bytes));
    if (!RemoteMemory(process).read(address, m_buffer.data() + offset, bytes))
        return nullptr;
    m_pieces.push_back({.address = address, .bytes = bytes, .offset = offset, .used = true});
    return m_buffer.data() + offset;
}

} // namespace ringside::supervisor
