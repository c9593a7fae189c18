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
    QString boot{}; ///< of the machine, as the kernel counts starts; empty: not known
    std::optional<qint64> checkedOrder{}; ///< up to this row of the log, all was right when the holder opened the file

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

    /// Leaves the name behind, and no more: the next one who opens looks closely.
    void leaveBehind();
    /// Says up to which row of the log all is right: should we be killed, only what comes after it needs to be looked at.
    void noteChecked(qint64 order);

    /// The holder before did not let go: it was killed, or the machine stopped.
    [[nodiscard]] const std::optional<LockOwner> &foundLeftBehind() const { return m_foundLeftBehind; }
    /// It was killed, and this machine has run on since: what it had written reached the kernel and was not lost there.
    [[nodiscard]] bool foundKilled() const;

private:
    FileLock(FileDescriptor descriptor, std::optional<LockOwner> foundLeftBehind)
        : m_descriptor(std::move(descriptor))
        , m_foundLeftBehind(std::move(foundLeftBehind))
    {
    }

    FileDescriptor m_descriptor;
    std::optional<LockOwner> m_foundLeftBehind;
    bool m_leaves = false;
};

} // namespace ringside::progress
