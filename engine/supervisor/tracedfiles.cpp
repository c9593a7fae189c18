#include "supervisor/tracedfiles.h"

#include "base/filedescriptor.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

std::string descriptorPath(const TracedProcess &process, int number)
{
    return std::to_string(process.pid) + "/fd/" + std::to_string(number);
}

/// A small file of /proc.
std::string readText(int processes, const std::string &path)
{
    const FileDescriptor file(::openat(processes, path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text(4096, '\0');
    const ssize_t got = file ? ::read(file.get(), text.data(), text.size()) : 0;
    text.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return text;
}

/// The text behind a label, up to the end of the line.
std::string field(const std::string &text, const std::string &label)
{
    const std::size_t at = text.find(label);
    if (at == std::string::npos)
        return {};
    const std::size_t start = at + label.size();
    return text.substr(start, text.find('\n', start) - start);
}

} // namespace

std::string TracedFiles::linkText(const std::string &path) const
{
    std::array<char, PATH_MAX> text;
    const ssize_t length = ::readlinkat(m_processes, path.c_str(), text.data(), text.size());
    return {text.data(), static_cast<std::size_t>(std::max<ssize_t>(length, 0))};
}

void TracedFiles::readAll(TracedProcess &process, std::uint64_t timeNs)
{
    process.descriptors = std::make_shared<DescriptorTable>();
    sandbox::protocol::TraceDescriptors record{.process = process.id, .timeNs = timeNs, .open = {}};
    const std::string path = std::to_string(process.pid) + "/fd";
    const int folder = ::openat(m_processes, path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *entries = folder < 0 ? nullptr : ::fdopendir(folder);
    while (const dirent *entry = entries ? ::readdir(entries) : nullptr) {
        if (entry->d_name[0] == '.')
            continue;
        const int number = std::atoi(entry->d_name);
        const TracedDescriptor &found = renew(process, number);
        record.open.push_back({.number = number, .name = found.name, .object = found.object});
    }
    if (entries)
        ::closedir(entries);
    m_writer.add(record);
}

const TracedDescriptor &TracedFiles::descriptor(TracedProcess &process, int number)
{
    const auto known = process.descriptors->find(number);
    return known != process.descriptors->end() ? known->second : renew(process, number);
}

const TracedDescriptor &TracedFiles::renew(TracedProcess &process, int number)
{
    static const TracedDescriptor none;
    const std::string path = descriptorPath(process, number);
    const std::string name = linkText(path);
    if (name.empty()) {
        process.descriptors->erase(number);
        return none;
    }
    TracedDescriptor found{.name = m_writer.name(name)};
    struct stat status{};
    if (::fstatat(m_processes, path.c_str(), &status, 0) == 0) {
        found.object = object(status);
        found.device = status.st_dev;
        found.mode = status.st_mode;
    }
    return (*process.descriptors)[number] = found;
}

std::uint32_t TracedFiles::directory(TracedProcess &process)
{
    if (process.directory == 0)
        process.directory = m_writer.name(linkText(std::to_string(process.pid) + "/cwd"));
    return process.directory;
}

std::uint32_t TracedFiles::object(const std::string &path, struct stat *status)
{
    struct stat found{};
    if (path.empty() || path[0] != '/' || ::lstat(path.c_str(), &found) < 0)
        return 0;
    if (status)
        *status = found;
    return object(found);
}

std::uint32_t TracedFiles::object(const struct stat &status)
{
    return m_writer.object(status.st_dev, status.st_ino, status.st_mode, status.st_size);
}

std::optional<std::int64_t> TracedFiles::writePosition(const TracedProcess &process, int number) const
{
    const std::string text
        = readText(m_processes, std::to_string(process.pid) + "/fdinfo/" + std::to_string(number));
    const std::string position = field(text, "pos:");
    const std::string flags = field(text, "flags:");
    if (position.empty() || flags.empty())
        return std::nullopt;
    if ((std::strtoul(flags.c_str(), nullptr, 8) & O_APPEND) == 0)
        return std::strtoll(position.c_str(), nullptr, 10);
    struct stat status{};
    if (::fstatat(m_processes, descriptorPath(process, number).c_str(), &status, 0) < 0)
        return std::nullopt;
    return status.st_size;
}

std::string TracedFiles::content(
    const TracedProcess &process, int number, std::int64_t offset, std::size_t bytes) const
{
    const FileDescriptor file(::openat(m_processes, descriptorPath(process, number).c_str(),
        O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
    struct stat status{};
    if (!file || ::fstat(file.get(), &status) < 0 || !S_ISREG(status.st_mode))
        return {};
    std::string content(bytes, '\0');
    const ssize_t got = ::pread(file.get(), content.data(), bytes, offset);
    content.resize(static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    return content;
}

pid_t TracedFiles::parentOf(pid_t id) const
{
    const std::string status = readText(m_processes, std::to_string(id) + "/status");
    const pid_t process = std::atoi(field(status, "\nTgid:\t").c_str());
    return process == id ? std::atoi(field(status, "\nPPid:\t").c_str()) : process;
}

pid_t TracedFiles::idInBox(pid_t id) const
{
    return idInInnermostNamespace(m_processes, id);
}

pid_t idInInnermostNamespace(int processes, pid_t id)
{
    const std::string ids = field(readText(processes, std::to_string(id) + "/status"), "NSpid:");
    const std::size_t last = ids.rfind('\t');
    return last == std::string::npos ? id : std::atoi(ids.c_str() + last + 1);
}

std::string joined(const std::string &directory, const std::string &path)
{
    const std::string whole = path.starts_with('/') ? path : directory + '/' + path;
    std::string clean;
    for (std::size_t start = 0; start < whole.size();) {
        const std::size_t end = std::min(whole.find('/', start), whole.size());
        const std::string_view part = std::string_view(whole).substr(start, end - start);
        if (!part.empty() && part != ".")
            clean.append("/").append(part);
        start = end + 1;
    }
    return clean.empty() ? "/" : clean;
}

} // namespace ringside::supervisor
