#include "filesystem/contents.h"

#include "filesystem/digest.h"
#include "filesystem/opening.h"

#include <QHash>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <optional>
#include <unistd.h>
#include <unordered_map>

namespace ringside::filesystem {

namespace {

// One read brings this much as fast as a part of it, so a file of this size is compared whole at
// once.
constexpr qint64 smallBytes = 64 << 10;
// Of a larger file this much decides first.
constexpr qint64 headBytes = 4 << 10;
// What one sorter keeps of contents to compare others with; beyond it, digests stand for contents.
constexpr qint64 keptBytes = 64 << 20;
// Large files that are read side by side: descriptors and buffers for each.
constexpr size_t filesSideBySide = 32;
constexpr qint64 chunkBytes = 256 << 10;

/// Reads until `length` bytes are there, the file ends, or something fails: then -1 with errno.
qint64 readFully(int descriptor, char *into, qint64 length)
{
    qint64 filled = 0;
    while (filled < length) {
        const ssize_t got = ::read(descriptor, into + filled, static_cast<size_t>(length - filled));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        filled += got;
    }
    return filled;
}

/// Puts files with equal contents together, and remembers one content of each class: whole as long
/// as there is room for it, then by its SHA-256.
class ClassTable
{
public:
    void add(const Candidate *file, QByteArrayView content)
    {
        const size_t hash = qHashBits(content.data(), static_cast<size_t>(content.size()));
        const auto [first, last] = m_byHash.equal_range(hash);
        for (auto known = first; known != last; ++known) {
            Member &member = m_members[known->second];
            if (isEqual(member, content)) {
                member.files.push_back(file);
                return;
            }
        }
        m_byHash.emplace(hash, m_members.size());
        m_members.push_back(remembered(file, content));
    }

    std::vector<ContentSorter::Class> classes()
    {
        std::vector<ContentSorter::Class> found;
        for (Member &member : m_members)
            if (member.files.size() > 1)
                found.push_back(std::move(member.files));
        return found;
    }

private:
    struct Member
    {
        ContentSorter::Class files;
        QByteArray content; ///< or its digest
        bool isDigest = false;
    };

    static bool isEqual(const Member &member, QByteArrayView content)
    {
        return member.isDigest ? member.content == digestOf(content) : member.content == content;
    }

    Member remembered(const Candidate *file, QByteArrayView content)
    {
        const bool room = m_kept + content.size() <= keptBytes;
        if (room)
            m_kept += content.size();
        return {.files = {file},
            .content = room ? content.toByteArray() : digestOf(content),
            .isDigest = !room};
    }

    std::vector<Member> m_members;
    std::unordered_multimap<size_t, size_t> m_byHash;
    qint64 m_kept = 0;
};

} // namespace

std::vector<ContentSorter::Class> ContentSorter::classes(const Class &sameSize)
{
    const qint64 size = sameSize.front()->size;
    if (size <= smallBytes)
        return byBeginning(sameSize, size);
    std::vector<Class> found;
    for (const Class &alike : byBeginning(sameSize, headBytes)) {
        auto parts = alike.size() <= filesSideBySide ? sideBySide(alike) : byDigest(alike);
        std::ranges::move(parts, std::back_inserter(found));
    }
    return found;
}

std::vector<ContentSorter::Class> ContentSorter::byBeginning(const Class &files, qint64 length)
{
    if (length == 0)
        return {files};
    ClassTable table;
    for (const Candidate *file : files) {
        const QByteArrayView content = beginning(*file, length);
        if (!content.isEmpty())
            table.add(file, content);
    }
    return table.classes();
}

/// The first bytes of a file, in a buffer that the next call uses again; empty when it drops out.
QByteArrayView ContentSorter::beginning(const Candidate &file, qint64 length)
{
    m_buffer.resize(smallBytes);
    const FileDescriptor opened = openBeneath(m_root, file.path, O_RDONLY);
    const qint64 got = opened ? readFully(opened.get(), m_buffer.data(), length) : -1;
    if (got < 0) {
        fail(file, errno);
        return {};
    }
    if (!isUnchanged(file, opened.get()) || got < length) {
        m_changed.append(file.path);
        return {};
    }
    return QByteArrayView(m_buffer.constData(), length);
}

namespace {

struct Reading
{
    const Candidate *file = nullptr;
    FileDescriptor descriptor;
    QByteArray chunk;
};

using Readings = std::vector<Reading *>;

/// Splits files by the chunk each of them has read.
std::vector<Readings> splitByChunk(const Readings &readings)
{
    std::vector<Readings> parts;
    for (Reading *reading : readings) {
        const auto alike = std::ranges::find_if(
            parts, [&](const Readings &part) { return part.front()->chunk == reading->chunk; });
        if (alike != parts.end())
            alike->push_back(reading);
        else
            parts.push_back({reading});
    }
    return parts;
}

} // namespace

/// Reads all files in step, chunk by chunk, and lets go of each that is alone. Every byte is read
/// once, and none after the first difference.
std::vector<ContentSorter::Class> ContentSorter::sideBySide(const Class &files)
{
    std::vector<Reading> readings(files.size());
    Readings open;
    for (size_t i = 0; i < files.size(); ++i) {
        readings[i].file = files[i];
        readings[i].descriptor = openBeneath(m_root, files[i]->path, O_RDONLY);
        if (readings[i].descriptor)
            open.push_back(&readings[i]);
        else
            fail(*files[i], errno);
    }
    std::vector<Readings> parts{std::move(open)};
    for (qint64 at = 0; at < files.front()->size && !parts.empty(); at += chunkBytes) {
        std::vector<Readings> next;
        for (Readings &part : parts) {
            std::erase_if(part, [this](Reading *reading) {
                reading->chunk.resize(chunkBytes);
                const qint64 got
                    = readFully(reading->descriptor.get(), reading->chunk.data(), chunkBytes);
                if (got < 0)
                    fail(*reading->file, errno);
                reading->chunk.truncate(std::max<qint64>(got, 0));
                return got < 0;
            });
            std::ranges::move(splitByChunk(part), std::back_inserter(next));
        }
        std::erase_if(next, [](const Readings &part) { return part.size() < 2; });
        parts = std::move(next);
    }
    std::vector<Class> found;
    for (const Readings &part : parts) {
        Class alike;
        for (const Reading *reading : part) {
            if (isUnchanged(*reading->file, reading->descriptor.get()))
                alike.push_back(reading->file);
            else
                m_changed.append(reading->file->path);
        }
        if (alike.size() > 1)
            found.push_back(std::move(alike));
    }
    return found;
}

std::vector<ContentSorter::Class> ContentSorter::byDigest(const Class &files)
{
    QByteArray chunk(chunkBytes, Qt::Uninitialized);
    ClassTable table;
    for (const Candidate *file : files) {
        const FileDescriptor opened = openBeneath(m_root, file->path, O_RDONLY);
        Digest digest;
        qint64 got = opened ? 1 : -1;
        while (got > 0) {
            got = readFully(opened.get(), chunk.data(), chunkBytes);
            digest.add(QByteArrayView(chunk.constData(), std::max<qint64>(got, 0)));
        }
        if (got < 0)
            fail(*file, errno);
        else if (!isUnchanged(*file, opened.get()))
            m_changed.append(file->path);
        else
            table.add(file, digest.result());
    }
    return table.classes();
}

/// True when a descriptor that has been read is still the file the walk saw: then no byte can have
/// been changed between. The kernel moves ctime on every change, also where mtime is set back.
bool ContentSorter::isUnchanged(const Candidate &file, int descriptor)
{
    struct statx now;
    return statusOf(descriptor, now) && now.stx_ino == file.inode && deviceOf(now) == file.device
        && static_cast<qint64>(now.stx_size) == file.size
        && nanoseconds(now.stx_mtime) == file.modifiedNs
        && nanoseconds(now.stx_ctime) == file.changedNs;
}

void ContentSorter::fail(const Candidate &file, int errnum)
{
    if (!meansVanished(errnum))
        m_errors.append({.path = file.path, .errnum = errnum});
}

} // namespace ringside::filesystem
