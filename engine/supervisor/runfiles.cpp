#include "supervisor/runfiles.h"

#include "supervisor/boxplan.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>

namespace ringside::supervisor {

using sandbox::protocol::Entry;
using sandbox::protocol::MountSettings;
using sandbox::protocol::RunBegin;

namespace {

const std::string homePrefix = std::string(homePath) + '/';

bool isBelow(const std::string &path, const std::string &prefix)
{
    return path.size() > prefix.size() && path.starts_with(prefix) && !path.ends_with('/')
        && !(path + '/').contains("/../") && !(path + '/').contains("/./") && !path.contains("//");
}

} // namespace

Outcome<RunFiles> RunFiles::create(const RunBegin &settings)
{
    RunFiles files;
    const Mount::TmpfsOptions options{.bytes = settings.diskBytes, .inodes = settings.inodes};
    Outcome<Mount> temporary = Mount::tmpfs(
        {.bytes = settings.diskBytes, .inodes = settings.inodes, .mode = 01777});
    if (!temporary)
        return std::unexpected(temporary.error());
    files.m_temporary = std::move(*temporary);
    if (Outcome<> added = files.addTree(options, homePath, false); !added)
        return std::unexpected(added.error());
    for (const MountSettings &mount : settings.mounts) {
        if (!isBelow(mount.path, homePrefix) && !isBelow(mount.path, "/mnt/"))
            return wrongContent("a file system cannot be attached to \"" + mount.path + "\"");
        if (Outcome<> added = files.addTree(
                {.bytes = mount.bytes, .inodes = mount.inodes}, mount.path, mount.readOnly);
            !added)
            return std::unexpected(added.error());
    }
    return files;
}

RunBegin RunFiles::usualSizes()
{
    return {.diskBytes = 16 << 20, .inodes = 4096}; // sandbox::Limits
}

bool RunFiles::areUsual(const RunBegin &settings)
{
    const RunBegin usual = usualSizes();
    return settings.mounts.empty() && settings.diskBytes == usual.diskBytes
        && settings.inodes == usual.inodes;
}

Outcome<> RunFiles::addTree(
    const Mount::TmpfsOptions &options, const std::string &path, bool readOnly)
{
    Outcome<Mount> mount = Mount::tmpfs(options);
    if (!mount)
        return std::unexpected(mount.error());
    const int root = mount->descriptor();
    m_trees.push_back({std::move(*mount), TreeBuilder(root), path, readOnly});
    return {};
}

Outcome<> RunFiles::add(const Entry &entry)
{
    if (entry.tree >= m_trees.size())
        return wrongContent("an entry for a file system that does not exist");
    m_current = entry.tree;
    return m_trees[m_current].builder.add(entry);
}

Outcome<> RunFiles::addContent(std::string_view bytes)
{
    return m_trees[m_current].builder.addContent(bytes);
}

Outcome<> RunFiles::finish()
{
    for (FilledTree &tree : m_trees) {
        if (Outcome<> finished = tree.builder.finish(); !finished)
            return finished;
        if (tree.path.starts_with(homePrefix))
            if (Outcome<> made = makeMountPoint(tree.path.substr(homePrefix.size())); !made)
                return made;
        if (tree.readOnly)
            if (Outcome<> restricted = tree.mount.restrict(MOUNT_ATTR_RDONLY); !restricted)
                return restricted;
    }
    return {};
}

/// The directories down to a mount in the workspace, where the author's tree does not have them.
Outcome<> RunFiles::makeMountPoint(const std::string &path)
{
    const int workspace = tree(0);
    for (std::size_t slash = path.find('/');; slash = path.find('/', slash + 1)) {
        const std::string folder = path.substr(0, slash);
        if (!openBelow(workspace, folder, O_PATH | O_DIRECTORY | O_NOFOLLOW)
            && ::mkdirat(workspace, folder.c_str(), 0755) < 0)
            return wrongContent("a file system cannot be attached to \"" + path + "\"");
        if (slash == std::string::npos)
            return {};
    }
}

} // namespace ringside::supervisor
