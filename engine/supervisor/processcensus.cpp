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
#include <limits>
#include <memory>
#include <string>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::supervisor {

namespace {

constexpr std::int64_t usualSharedBytes = 24 << 20; // an interpreter's libraries and files stay below this
constexpr int usualMappings = 2'000; // ten times what a large program has
constexpr std::int64_t endless = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t socketBytes = 2 << 20; // four times what one can hold with the usual settings

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

using Sizes = std::map<std::string, std::int64_t>;

/// Sizes of nameless shared memory, by inode; the kernel shows it as a file that is gone. Reading has an end: who has so
/// many mappings that counting them would keep us from the clock is taken to have all there is.
void addSharedMappings(const std::string &process, Sizes &sizes)
{
    std::ifstream maps(process + "/maps");
    int count = 0;
    for (std::string line; std::getline(maps, line);) {
        if (++count > usualMappings) {
            sizes = {{"", endless}};
            return;
        }
        unsigned long long start = 0;
        unsigned long long end = 0;
        std::array<char, 32> inode{};
        const bool isShared = line.ends_with("/dev/zero (deleted)");
        if (isShared && std::sscanf(line.c_str(), "%llx-%llx %*s %*s %*s %31s", &start, &end, inode.data()) == 3)
            sizes[inode.data()] = std::max(
                sizes[inode.data()], static_cast<std::int64_t>(end - start));
    }
}

std::int64_t sumOf(const Sizes &sizes)
{
    std::int64_t sum = 0;
    for (const auto &[inode, size] : sizes)
        sum = size == endless ? endless : sum + size;
    return sum;
}

/// All of the process's network namespace, which is its box's. A box has only sockets of the one family.
std::int64_t socketsSeenBy(pid_t pid)
{
    std::ifstream protocols("/proc/" + std::to_string(pid) + "/net/protocols");
    std::int64_t sum = 0;
    for (std::string line; std::getline(protocols, line);) {
        std::array<char, 32> name{};
        long long sockets = 0;
        if (line.starts_with("UNIX") && std::sscanf(line.c_str(), "%31s %*s %lld", name.data(), &sockets) == 2)
            sum += sockets;
    }
    return sum;
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

MachineMemory ProcessCensus::memoryOfMachine()
{
    const std::string meminfo = '\n' + readAll("/proc/meminfo");
    const auto bytes = [&meminfo](const char *field) { return kilobytesIn(meminfo, field) * 1024; };
    return {.sharedBytes = bytes("\nShmem:"),
        .kernelBytes = bytes("\nMemTotal:") - bytes("\nMemFree:") - bytes("\nBuffers:") - bytes("\nCached:")
            - bytes("\nSwapCached:") - bytes("\nSReclaimable:") - bytes("\nAnonPages:")};
}

void ProcessCensus::chargeForMappings(std::map<BoxId, BoxUsage> &usage, std::int64_t growth)
{
    std::map<BoxId, Sizes> mapped; // by box and inode, so that each counts once
    forEachProcess([&](pid_t pid) {
        const std::optional<BoxId> box = boxOf(pid);
        if (box && usage.contains(*box) && sumOf(mapped[*box]) < growth)
            addSharedMappings("/proc/" + std::to_string(pid), mapped[*box]);
    });
    for (auto &[box, memories] : mapped)
        usage[box].sharedBytes = std::max(usage[box].sharedBytes, std::min(sumOf(memories), growth));
}

void ProcessCensus::chargeForSockets(std::map<BoxId, BoxUsage> &usage, std::int64_t growth)
{
    std::set<BoxId> done;
    forEachProcess([&](pid_t pid) {
        const std::optional<BoxId> box = boxOf(pid);
        if (box && usage.contains(*box) && done.insert(*box).second)
            usage[*box].kernelBytes = std::min(socketsSeenBy(pid) * socketBytes, growth);
    });
}

} // namespace ringside::supervisor
