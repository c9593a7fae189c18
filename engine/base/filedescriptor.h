#pragma once

// No Qt here: the supervisor uses this header too.

#include <unistd.h>
#include <utility>

namespace ringside {

/// Owns one file descriptor and closes it. Move only; -1 means "none".
class FileDescriptor
{
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd)
        : m_fd(fd)
    {
    }
    FileDescriptor(FileDescriptor &&other) noexcept
        : m_fd(other.release())
    {
    }
    FileDescriptor &operator=(FileDescriptor &&other) noexcept
    {
        reset(other.release());
        return *this;
    }
    FileDescriptor(const FileDescriptor &) = delete;
    FileDescriptor &operator=(const FileDescriptor &) = delete;
    ~FileDescriptor() { reset(); }

    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] bool isValid() const { return m_fd >= 0; }
    explicit operator bool() const { return isValid(); }

    /// Gives ownership away. Only in the expression that hands it on.
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }

    /// Closes what is owned and takes `fd`. On Linux a failed close has released the number all the
    /// same, so it is never repeated. Source: close(2), "Dealing with error returns".
    void reset(int fd = -1)
    {
        if (m_fd >= 0 && m_fd != fd)
            ::close(m_fd);
        m_fd = fd;
    }

private:
    int m_fd = -1;
};

} // namespace ringside
