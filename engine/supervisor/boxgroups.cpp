#include "supervisor/boxgroups.h"

#include "supervisor/kernel.h"

#include <cstdlib>
#include <sstream>
#include <unistd.h>
#include <utility>

namespace ringside::supervisor {

namespace {

/// Of lines like "oom_kill 1".
std::int64_t valueIn(const std::string &lines, const std::string &key)
{
    std::istringstream fields(lines);
    std::int64_t value = 0;
    for (std::string name; fields >> name >> value;)
        if (name == key)
            return value;
    return 0;
}

} // namespace

BoxGroup::BoxGroup(BoxGroups &groups, std::string name, ControlGroup group)
    : m_groups(&groups)
    , m_name(std::move(name))
    , m_group(std::move(group))
{
}

BoxGroup::~BoxGroup()
{
    if (m_group.isOpen())
        m_groups->remove(std::move(m_name));
}

Outcome<> BoxGroup::limit(std::int64_t memoryBytes, int processes) const
{
    // A kernel without swap has no such file.
    if (const Outcome<> set = m_group.set("memory.swap.max", "0"); !set && set.error().errnum != ENOENT)
        return set;
    return m_group.set("memory.oom.group", "1")
        .and_then([&] { return m_group.set("pids.max", std::to_string(processes)); })
        .and_then([&] { return m_group.set("memory.max", std::to_string(memoryBytes)); });
}

GroupMemory BoxGroup::memory() const
{
    const std::string events = m_group.read("memory.events");
    // The first alone is a shortage that was made up for, the second alone one of the whole machine.
    const bool isUsedUp = valueIn(events, "oom") > 0 && valueIn(events, "oom_kill") > 0;
    return {.peakBytes = std::atoll(m_group.read("memory.peak").c_str()), .isUsedUp = isUsedUp};
}

Outcome<> BoxGroups::open(ControlGroup parent)
{
    m_parent = std::move(parent);
    Outcome<> works = tryOne();
    if (!works)
        m_parent = {};
    return works;
}

/// With a process that is born in it, as boxes are.
Outcome<> BoxGroups::tryOne()
{
    const std::optional<BoxGroup> group = make();
    if (!group)
        return failed("make a control group for a box");
    constexpr std::int64_t someBytes = 64 << 20;
    if (Outcome<> limited = group->limit(someBytes, 8); !limited)
        return limited;
    int pidfd = -1;
    const pid_t process = cloneProcess(0, pidfd, group->descriptor());
    if (process < 0)
        return failed("start a process in a control group");
    if (process == 0)
        ::_exit(0);
    killAndReap(FileDescriptor(pidfd).get());
    return {};
}

std::optional<BoxGroup> BoxGroups::make()
{
    if (!areThere())
        return std::nullopt;
    std::erase_if(m_leavings, [this](const std::string &name) { return m_parent.removeChild(name); });
    std::string name = "box-" + std::to_string(++m_made);
    Outcome<ControlGroup> group = m_parent.makeChild(name);
    if (!group)
        return std::nullopt;
    return BoxGroup(*this, std::move(name), std::move(*group));
}

void BoxGroups::remove(std::string name)
{
    if (m_parent.isOpen() && !m_parent.removeChild(name))
        m_leavings.push_back(std::move(name));
}

} // namespace ringside::supervisor
