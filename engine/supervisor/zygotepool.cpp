#include "supervisor/zygotepool.h"

#include <algorithm>
#include <array>
#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int boxesPerZygote = 500;
constexpr int failuresBeforeGivingUp = 3;

Outcome<> copyInto(const Mount &mount, const char *name, int source)
{
    const FileDescriptor target(
        ::openat(mount.descriptor(), name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0444));
    std::array<char, 64U << 10> buffer;
    for (off_t offset = 0; target;) {
        const ssize_t got = ::pread(source, buffer.data(), buffer.size(), offset);
        if (got == 0)
            return {};
        if (got < 0 || ::write(target.get(), buffer.data(), static_cast<std::size_t>(got)) != got)
            break;
        offset += got;
    }
    return failed(std::string("copy ") + name + " for the zygotes");
}

} // namespace

const std::set<std::string> &stockedModules()
{
    static const std::set<std::string> modules{"argparse", "base64", "collections", "contextlib", "copy",
        "csv", "dataclasses", "datetime", "enum", "fcntl", "filecmp", "fnmatch", "functools", "glob",
        "hashlib", "heapq", "inspect", "itertools", "json", "logging", "math", "pathlib", "pickle",
        "random", "re", "shlex", "shutil", "signal", "stat", "string", "struct", "subprocess",
        "tempfile", "textwrap", "threading", "traceback", "typing", "zipfile"};
    return modules;
}

Outcome<> ZygotePool::open(int extension, int hook)
{
    Outcome<Mount> mount = Mount::tmpfs({.bytes = 16 << 20, .inodes = 8});
    if (!mount)
        return std::unexpected(mount.error());
    const Outcome<> filled = copyInto(*mount, "ringside_zygote.abi3.so", extension)
                                 .and_then([&] { return copyInto(*mount, "sitecustomize.py", hook); })
                                 .and_then([&] { return mount->restrict(MOUNT_ATTR_RDONLY); });
    if (!filled)
        return filled;
    m_hook = std::move(*mount);
    for (const std::string &module : stockedModules())
        m_stocked.stock += module + ' ';
    start(m_slim, m_slim.current);
    start(m_stocked, m_stocked.current);
    return {};
}

void ZygotePool::start(Place &place, std::optional<Zygote> &zygote)
{
    Outcome<Zygote> started = Zygote::start(m_hook, place.stock);
    if (started)
        zygote.emplace(std::move(*started));
    else
        ++place.failures;
}

Zygote *ZygotePool::slim()
{
    return m_slim.current && m_slim.current->isReady() ? &*m_slim.current : nullptr;
}

Zygote *ZygotePool::choose(const std::set<std::string> &imports)
{
    const bool wantsStock = std::ranges::any_of(
        imports, [](const std::string &name) { return stockedModules().contains(name); });
    if (wantsStock && m_stocked.current && m_stocked.current->isReady())
        return &*m_stocked.current;
    return slim();
}

void ZygotePool::tend()
{
    tend(m_slim);
    tend(m_stocked);
}

void ZygotePool::tend(Place &place)
{
    for (std::optional<Zygote> *zygote : {&place.current, &place.next})
        if (*zygote) {
            (*zygote)->listen();
            if ((*zygote)->isGone()) {
                zygote->reset();
                ++place.failures;
            }
        }
    if (place.next && place.next->isReady()) {
        place.current = std::move(place.next);
        place.next.reset();
    }
    if (place.current && place.current->isReady())
        place.failures = 0;
    const bool wornOut = place.current && place.current->boxesMade() >= boxesPerZygote;
    const bool canStart = m_hook.isOpen() && place.failures < failuresBeforeGivingUp;
    if (canStart && !place.next && (!place.current || wornOut))
        start(place, place.next);
}

bool ZygotePool::isSlimSettled() const
{
    const bool ready = m_slim.current && m_slim.current->isReady();
    return ready || !m_hook.isOpen() || m_slim.failures >= failuresBeforeGivingUp;
}

void ZygotePool::addPolls(std::vector<pollfd> &polls) const
{
    for (const Place *place : {&m_slim, &m_stocked})
        for (const std::optional<Zygote> *zygote : {&place->current, &place->next})
            if (*zygote)
                (*zygote)->addPolls(polls);
}

} // namespace ringside::supervisor
