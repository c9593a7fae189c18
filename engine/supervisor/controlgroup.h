#pragma once

#include "base/filedescriptor.h"
#include "supervisor/outcome.h"

#include <string>
#include <string_view>

namespace ringside::supervisor {

/// A control group of version 2, held by the descriptor of its directory. Closing it leaves the group where it is.
/// Source: cgroups(7), and Documentation/admin-guide/cgroup-v2.rst of the kernel.
class ControlGroup
{
public:
    ControlGroup() = default;
    explicit ControlGroup(FileDescriptor directory)
        : m_directory(std::move(directory))
    {
    }

    [[nodiscard]] static Outcome<ControlGroup> open(const std::string &path);
    /// A group below this one; that it is there already is no error.
    [[nodiscard]] Outcome<ControlGroup> makeChild(const std::string &name) const;
    /// False while a process is in it, or it has groups below.
    [[nodiscard]] bool removeChild(const std::string &name) const;

    [[nodiscard]] Outcome<> set(const char *file, std::string_view value) const;
    /// Empty when it cannot be read.
    [[nodiscard]] std::string read(const char *file) const;
    /// Lets the groups below limit memory and processes. This one can then hold no process itself.
    [[nodiscard]] Outcome<> limitBelow() const;

    [[nodiscard]] bool isOpen() const { return m_directory.isValid(); }
    [[nodiscard]] int descriptor() const { return m_directory.get(); }

private:
    FileDescriptor m_directory;
};

} // namespace ringside::supervisor
