#include "supervisor/zygotepool.h"

#include "sandbox/protocol.h"

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
    for (const char *module : sandbox::protocol::stockedModules)
        m_stocked.stock += std::string(module) + ' ';
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

Zygote *ZygotePool::find(ZygoteKind kind)
{
    std::optional<Zygote> &zygote = kind == ZygoteKind::Slim ? m_slim.current : m_stocked.current;
    return zygote && zygote->isReady() ? &*zygote : nullptr;
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

bool ZygotePool::isSettled(ZygoteKind kind) const
{
    const Place &place = kind == ZygoteKind::Slim ? m_slim : m_stocked;
    const bool ready = place.current && place.current->isReady();
    return ready || !m_hook.isOpen() || place.failures >= failuresBeforeGivingUp;
}

void ZygotePool::addPolls(std::vector<pollfd> &polls) const
{
    for (const Place *place : {&m_slim, &m_stocked})
        for (const std::optional<Zygote> *zygote : {&place->current, &place->next})
            if (*zygote)
                (*zygote)->addPolls(polls);
}

} // namespace ringside::supervisor
