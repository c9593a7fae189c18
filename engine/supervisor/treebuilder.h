#pragma once

#include "base/filedescriptor.h"
#include "sandbox/protocol.h"
#include "supervisor/outcome.h"

#include <map>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// Opens `path` below the directory `root`, following no link and leaving no mount. Paths may be longer than
/// PATH_MAX: they are taken in steps. `flags` and `mode` as for openat(2); -1 and errno on failure.
[[nodiscard]] FileDescriptor openBelow(
    int root, std::string_view path, std::uint64_t flags, std::uint64_t mode = 0);

/// Sets the mode of what a descriptor stands for that was opened with O_PATH. A symbolic link refuses: it has none.
[[nodiscard]] bool setModeOf(const FileDescriptor &entry, std::uint32_t mode);

/// Makes a tree on an empty file system, entry by entry, parents before children. The paths come from the
/// author of a world or from a tree that was read back, so nothing is ever followed.
class TreeBuilder
{
public:
    /// `root` stays the caller's.
    explicit TreeBuilder(int root)
        : m_root(root)
    {
    }

    /// Errors: Content for a path or type that cannot be, System otherwise (ENOSPC: the limits are too small).
    [[nodiscard]] Outcome<> add(const sandbox::protocol::Entry &entry);
    /// More bytes of the file added last.
    [[nodiscard]] Outcome<> addContent(std::string_view bytes);
    /// Sets what children would have changed: modes and times of directories.
    [[nodiscard]] Outcome<> finish();

private:
    [[nodiscard]] Outcome<> openParent(const std::string &path);
    [[nodiscard]] Outcome<> make(const sandbox::protocol::Entry &entry);
    [[nodiscard]] Outcome<> makeFile(const sandbox::protocol::Entry &entry);
    [[nodiscard]] Outcome<> makeLinkToTwin(const sandbox::protocol::Entry &entry);
    [[nodiscard]] Outcome<> finishFile();
    [[nodiscard]] Outcome<> writeContent(std::string_view bytes);
    [[nodiscard]] Outcome<> setAttributes(const sandbox::protocol::Entry &entry);

    int m_root;
    FileDescriptor m_parent;
    std::string m_parentPath; ///< of m_parent; empty: the root
    std::string m_name; ///< of the entry being made, in m_parent

    FileDescriptor m_file; ///< the regular file being written
    sandbox::protocol::Entry m_fileEntry; ///< its fields, without content
    std::int64_t m_written = 0;

    struct Folder
    {
        std::string path;
        std::uint32_t mode;
        std::int64_t modifiedNs;
    };
    std::vector<Folder> m_folders;
    std::map<std::pair<std::uint64_t, std::uint64_t>, std::string> m_twins; ///< (device, inode) to path
};

} // namespace ringside::supervisor
