#pragma once

#include "supervisor/tracedprocess.h"
#include "supervisor/tracewriter.h"

#include <string>
#include <sys/stat.h>

namespace ringside::supervisor {

/// What descriptors and names of traced processes stand for, looked up from the outside while they stand still.
/// This process has the box's own root as its root: an absolute path leads where it leads the program.
class TracedFiles
{
public:
    /// `processes` is a descriptor of /proc.
    TracedFiles(int processes, TraceWriter &writer)
        : m_processes(processes)
        , m_writer(writer)
    {
    }

    /// Reads all descriptors of a process, and tells them.
    void readAll(TracedProcess &process, std::uint64_t timeNs);
    /// What this descriptor stands for; looked up when it is not known yet.
    [[nodiscard]] const TracedDescriptor &descriptor(TracedProcess &process, int number);
    /// Reads it again: it is new.
    const TracedDescriptor &renew(TracedProcess &process, int number);

    [[nodiscard]] const std::string &nameOf(std::uint32_t id) const { return m_writer.nameOf(id); }
    /// Name of the working directory.
    [[nodiscard]] std::uint32_t directory(TracedProcess &process);

    /// The object an absolute path names, links at its end not followed; 0 when there is none. `status` receives
    /// what was found.
    [[nodiscard]] std::uint32_t object(const std::string &path, struct stat *status = nullptr);
    [[nodiscard]] std::uint32_t object(const struct stat &status);

    /// Where the next byte written through a descriptor goes; nothing when that cannot be told.
    [[nodiscard]] std::optional<std::int64_t> writePosition(const TracedProcess &process, int number) const;
    /// Bytes of an open regular file.
    [[nodiscard]] std::string content(
        const TracedProcess &process, int number, std::int64_t offset, std::size_t bytes) const;

    /// "NSpid" of a process or thread: its id in the innermost namespace.
    [[nodiscard]] pid_t idInBox(pid_t id) const;

    /// The process that made this one, or to which this thread belongs.
    [[nodiscard]] pid_t parentOf(pid_t id) const;

private:
    [[nodiscard]] std::string linkText(const std::string &path) const;

    int m_processes;
    TraceWriter &m_writer;
};

/// As TracedFiles::idInBox().
[[nodiscard]] pid_t idInInnermostNamespace(int processes, pid_t id);

/// A path joined to the directory it is relative to, without "." and empty parts. ".." stays: where it leads
/// depends on links.
[[nodiscard]] std::string joined(const std::string &directory, const std::string &path);

} // namespace ringside::supervisor
