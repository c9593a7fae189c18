#include "supervisor/treeattack.h"

#include "supervisor/treebuilder.h"

#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::supervisor {

using sandbox::protocol::AttackKind;
using sandbox::protocol::AttackStep;

namespace {

/// A name in its directory, which is reached without following links.
struct Place
{
    Place(int root, const std::string &path)
        : name(path.substr(path.rfind('/') + 1))
    {
        const std::size_t slash = path.rfind('/');
        const std::string parent = slash == std::string::npos ? "." : path.substr(0, slash);
        folder = openBelow(root, parent, O_PATH | O_DIRECTORY | O_NOFOLLOW);
    }

    FileDescriptor folder;
    std::string name;
};

void remove(const Place &place)
{
    if (::unlinkat(place.folder.get(), place.name.c_str(), 0) < 0)
        (void)::unlinkat(place.folder.get(), place.name.c_str(), AT_REMOVEDIR);
}

void rename(const Place &from, const Place &to, unsigned flags)
{
    (void)::renameat2(from.folder.get(), from.name.c_str(), to.folder.get(), to.name.c_str(), flags);
}

void write(const Place &place, const AttackStep &step)
{
    const FileDescriptor file(::openat(place.folder.get(), place.name.c_str(),
        O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, step.mode));
    if (file)
        (void)!::write(file.get(), step.other.data(), step.other.size());
}

void carryOut(int root, const AttackStep &step)
{
    const Place place(root, step.path);
    switch (step.kind) {
    case AttackKind::Remove:
        return remove(place);
    case AttackKind::Rename:
        return rename(place, Place(root, step.other), 0);
    case AttackKind::Swap:
        return rename(place, Place(root, step.other), RENAME_EXCHANGE);
    case AttackKind::Link:
        (void)!::symlinkat(step.other.c_str(), place.folder.get(), place.name.c_str());
        return;
    case AttackKind::HardLink: {
        const Place original(root, step.other);
        (void)!::linkat(original.folder.get(), original.name.c_str(), place.folder.get(),
            place.name.c_str(), 0);
        return;
    }
    case AttackKind::Write:
        return write(place, step);
    case AttackKind::MakeDirectory:
        (void)::mkdirat(place.folder.get(), place.name.c_str(), step.mode);
        return;
    }
}

} // namespace

void attackTree(int root, const std::vector<AttackStep> &steps)
{
    const mode_t oldMask = ::umask(0); // a step states its mode exactly
    for (const AttackStep &step : steps)
        carryOut(root, step);
    ::umask(oldMask);
}

} // namespace ringside::supervisor
