#include "supervisor/processcensus.h"

#include "base/filedescriptor.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <dirent.h>
#include <fcntl.h>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr std::int64_t usualSharedBytes = 24 << 20; // an interpreter's libraries and files stay below this

std::string readAll(const std::string &path)
{
    const FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::array<char, 4096> buffer;
    const ssize_t got = file ? ::read(file.get(), buffer.data(), buffer.size()) : -1;
    return {buffer.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

std::int64_t kilobytesIn(const std::string &status, const char *field)
{
    const std::size_t at = status.find(field);
    return at == std::string::npos ? 0 : std::atoll(status.c_str() + at + std::char_traits<char>::length(field));
}

void addMemory(const std::string &process, BoxUsage &sum)
{
    long long total = 0;
    long long resident = 0;
    long long shared = 0;
    if (std::sscanf(readAll(process + "/statm").c_str(), "%lld %lld %lld", &total, &resident, &shared) != 3)
        return;
    static const std::int64_t page = ::sysconf(_SC_PAGESIZE);
    sum.privateBytes += (resident - shared) * page;
    // "shared" is file pages and shared memory together. Only when there is much of it is it worth asking.
    if (shared * page > usualSharedBytes)
        sum.sharedBytes += kilobytesIn(readAll(process + "/status"), "\nRssShmem:") * 1024;
}

/// User and system time; the name before them may hold blanks and parentheses.
std::chrono::milliseconds cpuOf(const std::string &process)
{
    const std::string stat = readAll(process + "/stat");
    const std::size_t afterName = stat.rfind(')');
    long long user = 0;
    long long system = 0;
    if (afterName == std::string::npos
        || std::sscanf(stat.c_str() + afterName + 1,
               " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lld %lld", &user, &system)
            != 2)
        return {};
    static const long ticksPerSecond = ::sysconf(_SC_CLK_TCK);
    return std::chrono::milliseconds((user + system) * 1000 / ticksPerSecond);
}

void forEachProcess(const std::function<void(pid_t)> &act)
{
    const std::unique_ptr<DIR, int (*)(DIR *)> processes(::opendir("/proc"), ::closedir);
    while (const dirent *found = processes ? ::readdir(processes.get()) : nullptr)
        if (const int pid = std::atoi(found->d_name); pid > 0)
            act(pid);
}

/// Sizes of nameless shared memory, by inode; the kernel shows it as a file that is gone.
void addSharedMappings(const std::string &process, std::map<std::string, std::int64_t> &sizes)
{
    std::ifstream maps(process + "/maps");
    for (std::string line; std::getline(maps, line);) {
        unsigned long long start = 0;
        unsigned long long end = 0;
        std::array<char, 32> inode{};
        const bool isShared = line.ends_with("/dev/zero (deleted)");
        if (isShared && std::sscanf(line.c_str(), "%llx-%llx %*s %*s %*s %31s", &start, &end, inode.data()) == 3)
            sizes[inode.data()] = std::max(
                sizes[inode.data()], static_cast<std::int64_t>(end - start));
    }
}

} // namespace

std::optional<ProcessCensus::BoxId> ProcessCensus::boxOf(pid_t init)
{
    struct stat status{};
    const std::string path = "/proc/" + std::to_string(init) + "/ns/pid";
    if (::stat(path.c_str(), &status) < 0)
        return std::nullopt;
    return status.st_ino;
}

std::map<ProcessCensus::BoxId, BoxUsage> ProcessCensus::take(
    const std::set<BoxId> &boxes)
{
    std::map<BoxId, BoxUsage> usage;
    forEachProcess([&](pid_t pid) {
        const std::optional<BoxId> box = boxOf(pid);
        if (!box || !boxes.contains(*box))
            return;
        const std::string process = "/proc/" + std::to_string(pid);
        BoxUsage &sum = usage[*box];
        addMemory(process, sum);
        sum.largestCpu = std::max(sum.largestCpu, cpuOf(process));
        ++sum.processes;
    });
    for (auto &[box, sum] : usage)
        --sum.processes; // init
    return usage;
}

std::int64_t ProcessCensus::sharedMemoryOfMachine()
{
    return kilobytesIn(readAll("/proc/meminfo"), "\nShmem:") * 1024;
}

void ProcessCensus::chargeForMappings(std::map<BoxId, BoxUsage> &usage, std::int64_t growth)
{
    std::map<BoxId, std::map<std::string, std::int64_t>> mapped; // by box and inode, so that each counts once
    forEachProcess([&](pid_t pid) {
        const std::optional<BoxId> box = boxOf(pid);
        if (box && usage.contains(*box))
            addSharedMappings("/proc/" + std::to_string(pid), mapped[*box]);
    });
    for (auto &[box, memories] : mapped) {
        std::int64_t bytes = 0;
        for (const auto &[inode, size] : memories)
            bytes += size;
        usage[box].sharedBytes = std::max(usage[box].sharedBytes, std::min(bytes, growth));
    }
}

} // namespace ringside::supervisor
