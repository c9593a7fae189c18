#pragma once

#include "base/filedescriptor.h"
#include "supervisor/outcome.h"

#include <cstdint>
#include <string>

namespace ringside::supervisor {

/// A mount held by its descriptor, attached somewhere or nowhere. It lives as long as the descriptor or the
/// place where it is attached. Source: fsopen(2), fsmount(2), open_tree(2), move_mount(2), mount_setattr(2).
class Mount
{
public:
    struct TmpfsOptions
    {
        std::int64_t bytes = 0;
        std::int64_t inodes = 0;
        std::uint32_t mode = 0755;
    };

    Mount() = default;
    explicit Mount(FileDescriptor descriptor)
        : m_descriptor(std::move(descriptor))
    {
    }

    /// A new, empty tmpfs, nosuid and nodev, attached nowhere.
    [[nodiscard]] static Outcome<Mount> tmpfs(const TmpfsOptions &options);

    /// A copy of what is mounted at `path`, with all that is mounted below it when `below` says so.
    enum class Below : std::uint8_t { Include, LeaveOut };
    [[nodiscard]] static Outcome<Mount> copyOf(const std::string &path, Below below);

    /// Sets MOUNT_ATTR_* flags on this mount, and on those below it when `below` says so.
    [[nodiscard]] Outcome<> restrict(std::uint64_t attributes, Below below = Below::LeaveOut);

    /// Attaches to an existing directory or file; `folder` is what `path` is relative to.
    [[nodiscard]] Outcome<> attach(int folder, const std::string &path);
    /// Attaches to the directory behind an open descriptor.
    [[nodiscard]] Outcome<> attachTo(int directory);

    [[nodiscard]] int descriptor() const { return m_descriptor.get(); }
    [[nodiscard]] bool isOpen() const { return m_descriptor.isValid(); }

private:
    FileDescriptor m_descriptor;
};

} // namespace ringside::supervisor
