#include "supervisor/sharedmemory.h"

#include "base/filedescriptor.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <sstream>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

// Bits of an entry of /proc/PID/pagemap. Source: Documentation/admin-guide/mm/pagemap.rst of the kernel.
constexpr std::uint64_t isExclusive = 1ULL << 56; ///< mapped by one process only
constexpr std::uint64_t isPresent = 1ULL << 63;

std::uintptr_t pageBytes()
{
    static const auto bytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    return bytes;
}

} // namespace

SharedMemory SharedMemory::current()
{
    SharedMemory memory;
    std::ifstream maps("/proc/self/maps");
    for (std::string line; std::getline(maps, line);) {
        Range range;
        char dash = 0;
        std::string rights;
        std::istringstream fields(line);
        if (fields >> std::hex >> range.begin >> dash >> range.end >> rights && rights == "rw-p")
            memory.addUsedPages(range);
    }
    return memory;
}

void SharedMemory::addUsedPages(Range range)
{
    std::vector<unsigned char> isUsed((range.end - range.begin) / pageBytes());
    if (::mincore(reinterpret_cast<void *>(range.begin), range.end - range.begin, isUsed.data()) < 0)
        return;
    for (std::uintptr_t page = range.begin; const unsigned char used : isUsed) {
        if (used & 1)
            add({.begin = page, .end = page + pageBytes()});
        page += pageBytes();
    }
}

void SharedMemory::add(Range range)
{
    if (!m_ranges.empty() && m_ranges.back().end == range.begin)
        m_ranges.back().end = range.end;
    else
        m_ranges.push_back(range);
}

/// Whose page nobody else has, has a copy of its own.
SharedMemory SharedMemory::written() const
{
    const FileDescriptor pagemap(::open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
    SharedMemory written;
    for (const Range &range : m_ranges) {
        std::vector<std::uint64_t> entries((range.end - range.begin) / pageBytes());
        const auto size = static_cast<ssize_t>(entries.size() * sizeof entries[0]);
        const auto offset = static_cast<off_t>(range.begin / pageBytes() * sizeof entries[0]);
        if (::pread(pagemap.get(), entries.data(), static_cast<std::size_t>(size), offset) != size)
            return *this;
        for (std::uintptr_t page = range.begin; const std::uint64_t entry : entries) {
            if ((entry & isPresent) != 0 && (entry & isExclusive) != 0)
                written.add({.begin = page, .end = page + pageBytes()});
            page += pageBytes();
        }
    }
    return written;
}

void SharedMemory::copy() const
{
    for (const Range &range : m_ranges)
        ::madvise(reinterpret_cast<void *>(range.begin), range.end - range.begin, MADV_POPULATE_WRITE);
}

bool SharedMemory::contains(const void *place) const
{
    const auto address = reinterpret_cast<std::uintptr_t>(place);
    return std::ranges::any_of(
        m_ranges, [address](const Range &range) { return range.begin <= address && address < range.end; });
}

bool SharedMemory::send(int pipe) const
{
    const auto size = m_ranges.size() * sizeof(Range);
    const auto *bytes = reinterpret_cast<const char *>(m_ranges.data());
    for (std::size_t sent = 0; sent < size;) {
        const ssize_t written = ::write(pipe, bytes + sent, size - sent);
        if (written < 0 && errno != EINTR)
            return false;
        sent += static_cast<std::size_t>(std::max<ssize_t>(written, 0));
    }
    return true;
}

std::optional<SharedMemory> SharedMemory::receive(int pipe)
{
    std::string bytes;
    for (std::array<char, 4096> buffer;;) {
        const ssize_t got = ::read(pipe, buffer.data(), buffer.size());
        if (got == 0)
            break;
        if (got < 0 && errno != EINTR)
            return std::nullopt;
        bytes.append(buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    }
    if (bytes.empty() || bytes.size() % sizeof(Range) != 0)
        return std::nullopt;
    SharedMemory memory;
    memory.m_ranges.resize(bytes.size() / sizeof(Range));
    std::memcpy(memory.m_ranges.data(), bytes.data(), bytes.size());
    return memory;
}

} // namespace ringside::supervisor
