#include "supervisor/callreader.h"

#include <algorithm>
#include <climits>
#include <cstddef>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/openat2.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>

namespace ringside::supervisor {

using sandbox::ChangesNames;
using sandbox::GivesDescriptor;
using sandbox::Opens;
using sandbox::WritesData;
using sandbox::protocol::TraceDetails;

namespace {

constexpr std::size_t mostTexts = 256; // of an argument list or an environment
constexpr std::size_t longestArgument = 4096;
constexpr std::size_t mostTextBytes = 128U << 10; // of all texts of one such list: a frame holds two
constexpr std::size_t mostVectorParts = 1024; // UIO_MAXIOV
constexpr std::size_t largestData = 512U << 10; // of one call: a frame holds it
constexpr std::size_t largestListing = 64U << 10;

std::int32_t asDescriptor(std::uint64_t argument)
{
    return static_cast<std::int32_t>(argument);
}

} // namespace

struct CallReader::Cursor
{
    TracedThread &thread;
    PendingCall &call;
    std::size_t index = 0;
    std::uint32_t base = 0; ///< of the descriptor of a directory that came just before
    int descriptors = 0; ///< seen so far

    [[nodiscard]] char parameter() const { return call.what->parameters[index]; }
    [[nodiscard]] std::uint64_t argument() const { return call.arguments[index]; }
    [[nodiscard]] std::uint64_t next() const { return call.arguments[index + 1]; }
    [[nodiscard]] RemoteMemory memory() const { return RemoteMemory(thread.id); }
    [[nodiscard]] TraceDetails &details() const { return call.details; }
    [[nodiscard]] std::int64_t result() const { return call.record.result; }
};

// Entry

void CallReader::readEntry(TracedThread &thread, PendingCall &call)
{
    const std::size_t count = call.what->parameters.size();
    call.details.arguments.assign(call.arguments.begin(), call.arguments.begin() + static_cast<std::ptrdiff_t>(count));
    Cursor cursor{.thread = thread, .call = call};
    for (; cursor.index < count; ++cursor.index)
        readEntryArgument(cursor);
    finishPaths(call);
    if (m_positions && call.what->has(WritesData))
        notePosition(thread, call);
}

void CallReader::readEntryArgument(Cursor &cursor)
{
    switch (cursor.parameter()) {
    case 'd':
        cursor.base = asDescriptor(cursor.argument()) == AT_FDCWD
            ? 0
            : m_files.descriptor(*cursor.thread.process, asDescriptor(cursor.argument())).name;
        break;
    case 'p':
    case 'q':
        readPath(cursor, cursor.parameter() == 'q');
        break;
    case 'f':
        readDescriptor(cursor);
        break;
    case 't':
        cursor.details().texts.push_back(cursor.memory().text(cursor.argument()));
        break;
    case 'a':
    case 'e':
        readTexts(cursor);
        break;
    case 'h': {
        open_how how{};
        (void)cursor.memory().read(cursor.argument(), &how, sizeof how);
        cursor.details().numbers = {static_cast<std::int64_t>(how.flags), static_cast<std::int64_t>(how.mode),
            static_cast<std::int64_t>(how.resolve)};
        break;
    }
    case 'w':
    case 'v':
        readData(cursor);
        break;
    case 'T':
        readSocketAddress(cursor);
        break;
    default:
        break;
    }
}

void CallReader::readPath(Cursor &cursor, bool isSecond)
{
    std::string path = cursor.memory().text(cursor.argument());
    std::uint32_t base = cursor.base;
    if (base == 0 && !path.starts_with('/'))
        base = m_files.directory(*cursor.thread.process);
    (isSecond ? cursor.details().otherBase : cursor.details().base) = base;
    (isSecond ? cursor.details().otherPath : cursor.details().path) = std::move(path);
    cursor.base = 0;
}

void CallReader::readDescriptor(Cursor &cursor)
{
    const TracedDescriptor &found
        = m_files.descriptor(*cursor.thread.process, asDescriptor(cursor.argument()));
    if (cursor.descriptors++ == 0) {
        cursor.details().base = found.name;
        cursor.call.record.object = found.object;
        cursor.call.device = found.device;
    } else {
        cursor.details().otherBase = found.name;
        cursor.call.record.otherObject = found.object;
        if (cursor.call.what->name != "sendfile") // there the first one is written to
            cursor.call.device = found.device;
    }
}

/// The number of arguments is remembered: the environment follows them.
void CallReader::readTexts(Cursor &cursor)
{
    const RemoteMemory memory = cursor.memory();
    std::size_t bytes = 0;
    for (std::size_t i = 0; cursor.argument() != 0 && i < mostTexts && bytes < mostTextBytes; ++i) {
        const auto text = memory.value<std::uint64_t>(cursor.argument() + i * sizeof(std::uint64_t));
        if (!text || *text == 0)
            break;
        cursor.details().texts.push_back(memory.text(*text, longestArgument));
        bytes += cursor.details().texts.back().size();
    }
    if (cursor.parameter() == 'a')
        cursor.details().numbers = {static_cast<std::int64_t>(cursor.details().texts.size())};
}

void CallReader::readData(Cursor &cursor)
{
    const std::size_t wanted = std::min<std::size_t>(m_capturedBytes, largestData);
    if (cursor.parameter() == 'w')
        cursor.details().data = cursor.memory().bytes(
            cursor.argument(), std::min<std::size_t>(cursor.next(), wanted));
    else
        readVector(cursor, wanted);
}

void CallReader::readVector(Cursor &cursor, std::uint64_t bytes)
{
    std::string &data = cursor.details().data;
    const std::size_t parts = std::min<std::size_t>(cursor.next(), mostVectorParts);
    for (std::size_t i = 0; i < parts && data.size() < bytes; ++i) {
        const auto part = cursor.memory().value<iovec>(cursor.argument() + i * sizeof(iovec));
        if (!part)
            return;
        const std::size_t length = std::min<std::size_t>(part->iov_len, bytes - data.size());
        data += cursor.memory().bytes(reinterpret_cast<std::uint64_t>(part->iov_base), length);
    }
}

/// The path of a socket in the file system; names outside it begin with a zero byte and stay as they are.
void CallReader::readSocketAddress(Cursor &cursor)
{
    sockaddr_un address{};
    const std::size_t length = std::min<std::size_t>(cursor.next(), sizeof address);
    const std::string bytes = cursor.memory().bytes(cursor.argument(), length);
    if (bytes.size() <= offsetof(sockaddr_un, sun_path))
        return;
    std::memcpy(&address, bytes.data(), bytes.size());
    cursor.details().numbers = {address.sun_family};
    if (address.sun_family != AF_UNIX)
        return;
    std::string path = bytes.substr(offsetof(sockaddr_un, sun_path));
    if (!path.starts_with('\0'))
        path.resize(std::min(path.find('\0'), path.size()));
    cursor.details().path = path;
    if (!path.starts_with('/') && !path.starts_with('\0'))
        cursor.details().otherBase = m_files.directory(*cursor.thread.process);
}

/// Absolute paths, and what they name before the call: for changes, and for opens that may be one.
void CallReader::finishPaths(PendingCall &call)
{
    const TraceDetails &details = call.details;
    const bool hasPath = call.what->parameters.contains('p') || call.what->parameters.contains('T');
    const std::uint32_t base = call.what->parameters.contains('T') ? details.otherBase : details.base;
    if (hasPath)
        call.fullPath = joined(m_files.nameOf(base), details.path);
    if (call.what->parameters.contains('q'))
        call.otherFullPath = joined(m_files.nameOf(details.otherBase), details.otherPath);
    if (!hasPath)
        call.fullPath = m_files.nameOf(details.base);
    if (!hasPath || (!call.what->has(ChangesNames) && !call.what->has(Opens)))
        return;
    struct stat status{};
    const std::uint32_t object = m_files.object(call.fullPath, &status);
    call.existed = object != 0;
    if (call.what->has(ChangesNames)) {
        call.record.object = object;
        call.record.otherObject = call.otherFullPath.empty() ? 0 : m_files.object(call.otherFullPath);
    }
    if (call.existed) {
        call.sizeBefore = status.st_size;
        call.device = status.st_dev;
    }
}

void CallReader::notePosition(TracedThread &thread, PendingCall &call)
{
    const std::string_view name = call.what->name;
    const bool isBySecond = name == "copy_file_range" || name == "splice";
    const int number = asDescriptor(call.arguments[isBySecond ? 2 : 0]);
    std::optional<std::int64_t> position;
    if (name.starts_with("pwrite"))
        position = static_cast<std::int64_t>(call.arguments[3]);
    else if (isBySecond && call.arguments[3] != 0)
        position = RemoteMemory(thread.id).value<std::int64_t>(call.arguments[3]);
    else
        position = m_files.writePosition(*thread.process, number);
    call.details.numbers = {position.value_or(-1)};
}

// Exit

void CallReader::readExit(TracedThread &thread, PendingCall &call)
{
    if (isError(call.record.result))
        return;
    Cursor cursor{.thread = thread, .call = call};
    for (; cursor.index < call.what->parameters.size(); ++cursor.index)
        readExitArgument(cursor);
    followDescriptors(thread, call);
    if (m_positions && call.what->has(WritesData))
        readWritten(thread, call);
    if (call.what->has(ChangesNames))
        lookAgain(call);
}

void CallReader::readExitArgument(Cursor &cursor)
{
    switch (cursor.parameter()) {
    case 's':
        readStatus(cursor);
        break;
    case 'g':
        readEntries(cursor);
        break;
    case 'c':
        cursor.details().data
            = cursor.memory().bytes(cursor.argument(), std::min<std::size_t>(static_cast<std::size_t>(cursor.result()), PATH_MAX));
        break;
    case 'r':
        cursor.details().data = cursor.memory().bytes(cursor.argument(),
            std::min<std::size_t>(
                static_cast<std::size_t>(cursor.result()), std::min<std::size_t>(m_capturedBytes, largestData)));
        break;
    case 'V':
        readVector(cursor, std::min<std::uint64_t>(static_cast<std::uint64_t>(cursor.result()), m_capturedBytes));
        break;
    case 'k':
        if (cursor.argument() != 0 && cursor.result() > 0)
            cursor.details().numbers
                = {cursor.memory().value<std::int32_t>(cursor.argument()).value_or(0)};
        break;
    case '2':
        readNewPair(cursor);
        break;
    default:
        break;
    }
}

/// Device, inode, mode, size, links, owner, group, time of change in nanoseconds: see lens::StatNumbers.
void CallReader::readStatus(Cursor &cursor)
{
    struct stat status{};
    if (!cursor.memory().read(cursor.argument(), &status, sizeof status))
        return;
    cursor.call.record.object = m_files.object(status);
    cursor.details().numbers = {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
        status.st_mode, status.st_size, static_cast<std::int64_t>(status.st_nlink), status.st_uid, status.st_gid,
        status.st_mtim.tv_sec * 1'000'000'000 + status.st_mtim.tv_nsec};
}

/// How many entries there are, and of how many the type is told.
void CallReader::readEntries(Cursor &cursor)
{
    const auto wanted = std::min<std::size_t>(static_cast<std::size_t>(cursor.result()), largestListing);
    const std::string bytes = cursor.memory().bytes(cursor.argument(), wanted);
    std::int64_t entries = 0;
    std::int64_t typed = 0;
    for (std::size_t at = 0; at + offsetof(dirent64, d_name) <= bytes.size();) {
        const auto *entry = reinterpret_cast<const std::uint8_t *>(bytes.data()) + at;
        const auto length = numberAt<std::uint16_t>(entry, offsetof(dirent64, d_reclen));
        if (length == 0)
            break;
        ++entries;
        typed += entry[offsetof(dirent64, d_type)] != DT_UNKNOWN ? 1 : 0;
        at += length;
    }
    cursor.details().numbers = {entries, typed};
}

void CallReader::readNewPair(Cursor &cursor)
{
    std::array<std::int32_t, 2> pair{-1, -1};
    if (!cursor.memory().read(cursor.argument(), pair.data(), sizeof pair))
        return;
    for (const int number : pair)
        m_files.renew(*cursor.thread.process, number);
    cursor.details().numbers = {pair[0], pair[1]};
}

/// What the call did to the descriptors and the directory of its process.
void CallReader::followDescriptors(TracedThread &thread, PendingCall &call)
{
    TracedProcess &process = *thread.process;
    const std::string_view name = call.what->name;
    const auto number = static_cast<int>(call.record.result);
    const bool duplicates = name == "fcntl"
        && (call.arguments[1] == F_DUPFD || call.arguments[1] == F_DUPFD_CLOEXEC);
    if (call.what->has(GivesDescriptor) || duplicates) {
        const TracedDescriptor &found = m_files.renew(process, number);
        if (call.record.object == 0)
            call.record.object = found.object;
        if (call.what->has(Opens)) {
            call.details.otherBase = found.name; // where it really leads
            call.record.object = found.object;
            call.device = found.device;
        }
    } else if (name == "close") {
        process.descriptors->erase(asDescriptor(call.arguments[0]));
    } else if (name == "close_range") {
        if ((call.arguments[2] & CLOSE_RANGE_UNSHARE) != 0)
            process.descriptors = std::make_shared<DescriptorTable>(*process.descriptors);
        if ((call.arguments[2] & CLOSE_RANGE_CLOEXEC) != 0)
            return;
        const auto last = static_cast<int>(std::min<std::uint64_t>(call.arguments[1], INT_MAX));
        process.descriptors->erase(process.descriptors->lower_bound(asDescriptor(call.arguments[0])),
            process.descriptors->upper_bound(last));
    } else if (name == "chdir" || name == "fchdir") {
        process.directory = 0;
    }
}

/// Bytes that never were in the program's memory are read back from the file they went to.
void CallReader::readWritten(TracedThread &thread, PendingCall &call)
{
    const std::string_view name = call.what->name;
    const bool isCopy = name == "sendfile" || name == "copy_file_range" || name == "splice";
    if (!isCopy || call.details.numbers.empty() || call.details.numbers[0] < 0)
        return;
    const int number = asDescriptor(call.arguments[name == "sendfile" ? 0 : 2]);
    const auto bytes = std::min<std::size_t>(static_cast<std::size_t>(call.record.result), largestData);
    call.details.data = m_files.content(*thread.process, number, call.details.numbers[0], bytes);
}

/// What was not there before the call and is now: a new directory, a new name.
void CallReader::lookAgain(PendingCall &call)
{
    struct stat status{};
    if (call.record.object == 0)
        call.record.object = m_files.object(call.fullPath, &status);
    if (call.device == 0)
        call.device = status.st_dev;
}

} // namespace ringside::supervisor
