#include "supervisor/controlgroup.h"

#include <array>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr int directoryFlags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;

} // namespace

Outcome<ControlGroup> ControlGroup::open(const std::string &path)
{
    FileDescriptor directory(::open(path.c_str(), directoryFlags));
    if (!directory)
        return failed("open a control group");
    return ControlGroup(std::move(directory));
}

Outcome<ControlGroup> ControlGroup::makeChild(const std::string &name) const
{
    if (::mkdirat(m_directory.get(), name.c_str(), 0755) < 0 && errno != EEXIST)
        return failed("make a control group");
    FileDescriptor directory(::openat(m_directory.get(), name.c_str(), directoryFlags));
    if (!directory)
        return failed("open a control group");
    return ControlGroup(std::move(directory));
}

bool ControlGroup::removeChild(const std::string &name) const
{
    return ::unlinkat(m_directory.get(), name.c_str(), AT_REMOVEDIR) == 0 || errno == ENOENT;
}

Outcome<> ControlGroup::set(const char *file, std::string_view value) const
{
    const FileDescriptor opened(::openat(m_directory.get(), file, O_WRONLY | O_CLOEXEC));
    if (!opened || ::write(opened.get(), value.data(), value.size()) != static_cast<ssize_t>(value.size()))
        return failed(std::string("write ") + file + " of a control group");
    return {};
}

std::string ControlGroup::read(const char *file) const
{
    const FileDescriptor opened(::openat(m_directory.get(), file, O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> buffer;
    for (ssize_t got = 1; opened && got > 0;) {
        got = ::read(opened.get(), buffer.data(), buffer.size());
        if (got > 0)
            text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

Outcome<> ControlGroup::limitBelow() const
{
    return set("cgroup.subtree_control", "+memory +pids");
}

} // namespace ringside::supervisor
