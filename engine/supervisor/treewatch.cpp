#include "supervisor/treewatch.h"

#include <algorithm>
#include <functional>
#include <string_view>

namespace ringside::supervisor {

using namespace std::chrono_literals;
using sandbox::protocol::Entry;

namespace {

constexpr auto shortestInterval = 150ms; // quicker than an eye notices a delay
constexpr int restPerWork = 20; // at most a twentieth of the time goes into looking
constexpr int entriesPerSlice = 512;

std::uint64_t mixed(std::uint64_t sum, std::uint64_t value)
{
    constexpr std::uint64_t prime = 0x100000001b3; // FNV-1a, taken in words
    return (sum ^ value) * prime;
}

} // namespace

bool TreeWatch::look(Clock::time_point now)
{
    if (!m_reader && now < m_nextLook)
        return false;
    if (!m_reader)
        begin(now);
    if (m_reader->step(entriesPerSlice)) {
        m_nextLook = now; // others have their turn
        return false;
    }
    m_reader.reset();
    const auto end = Clock::now();
    m_nextLook = end + std::max<Clock::duration>(shortestInterval, (end - m_begin) * restPerWork);
    const bool hasChanged = m_lastSum && *m_lastSum != m_sum;
    m_lastSum = m_sum;
    return hasChanged;
}

void TreeWatch::begin(Clock::time_point now)
{
    m_begin = now;
    m_sum = 0;
    m_reader.emplace(m_root, TreeCaps{.readsFiles = false},
        TreeReader::Sink{.entry = [this](const Entry &entry) { add(entry); }, .content = {}});
}

void TreeWatch::add(const Entry &entry)
{
    m_sum = mixed(m_sum, std::hash<std::string_view>()(entry.path));
    for (const std::uint64_t field : {std::uint64_t(entry.kind), std::uint64_t(entry.mode), std::uint64_t(entry.size),
             std::uint64_t(entry.modifiedNs), entry.inode, std::uint64_t(entry.linkCount)})
        m_sum = mixed(m_sum, field);
}

} // namespace ringside::supervisor
