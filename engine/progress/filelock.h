#pragma once

#include "base/filedescriptor.h"
#include "base/result.h"
#include "progress/place.h"

#include <QString>

#include <optional>

namespace ringside::progress {

/// Who holds a lock, as the holder wrote it.
struct LockOwner
{
    QString host;
    qint64 pid = 0;
    QString program;

    bool operator==(const LockOwner &) const = default;
};

/// The right to write a file, for one process at a time. The file stays; a lock file that is
/// deleted and made again can be held twice. The kernel lets go when the holder dies, so a killed
/// program locks nobody out.
class FileLock
{
public:
    /// Who stands in the way, or why there is no lock file.
    struct Refused
    {
        std::optional<LockOwner> owner; ///< set when somebody holds it
        bool certain = false; ///< the kernel says so; otherwise only the name in the file
        Error error;
    };
    enum class Claim : quint8 {
        Ask,
        TakeOver, ///< although another machine of a network folder seems to hold it
    };

    /// Tries once. On a network folder the lock of the kernel may not reach other machines; there
    /// the name in the file counts too, and a machine that died leaves it behind: that is what
    /// TakeOver is for.
    [[nodiscard]] static std::expected<FileLock, Refused> take(
        const QString &path, Place place, Claim claim = Claim::Ask);

    FileLock(FileLock &&) noexcept = default;
    FileLock &operator=(FileLock &&) = delete;
    /// Clears the name and lets go.
    ~FileLock();

    /// Leaves the name behind: the next one who opens looks closely.
    void leaveBehind() { m_leaves = true; }

    /// The holder before did not let go: it was killed, or the machine stopped.
    [[nodiscard]] bool foundLeftBehind() const { return m_foundLeftBehind; }

private:
    FileLock(FileDescriptor descriptor, bool foundLeftBehind)
        : m_descriptor(std::move(descriptor))
        , m_foundLeftBehind(foundLeftBehind)
    {
    }

    FileDescriptor m_descriptor;
    bool m_foundLeftBehind = false;
    bool m_leaves = false;
};

} // namespace ringside::progress
