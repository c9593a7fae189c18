#pragma once

#include "base/filedescriptor.h"
#include "sandbox/protocol.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace ringside::supervisor {

/// What a read-back takes at most, whatever a learner's program has left behind.
struct TreeCaps
{
    std::int64_t entries = 100'000;
    std::size_t depth = 5'000;
    std::size_t pathBytes = 64U << 10; ///< of one path
    std::size_t allPathBytes = 32U << 20;
    std::int64_t contentBytes = 1 << 20; ///< of one file; the digest covers the whole file all the same
    std::int64_t allContentBytes = 64 << 20;
    std::int64_t allDigestedBytes = 256 << 20;
    std::size_t attributeBytes = 256U << 10; ///< of one entry
    bool readsFiles = true; ///< false: names and metadata only
};

/// Reads a directory tree that may be hostile: follows no link, leaves no mount, opens nothing but regular
/// files and directories, waits for nothing. Works in slices, so that the caller can do other things between
/// them, and with a bounded number of descriptors at any depth. Entries come parents first.
class TreeReader
{
public:
    struct Sink
    {
        std::function<void(sandbox::protocol::Entry)> entry;
        std::function<void(std::string)> content; ///< more bytes of the last entry, a chunk at a time
    };

    /// `root` stays the caller's and must be readable (not O_PATH).
    TreeReader(int root, TreeCaps caps, Sink sink);

    /// Reads up to `entries` more, or fewer when they are large. False when nothing is left.
    bool step(int entries);

    /// A cap was reached, or something could not be read: there is more than was reported.
    [[nodiscard]] bool isTruncated() const { return m_truncated; }

private:
    /// What a directory says of an entry.
    struct Name
    {
        std::string name;
        bool isFile = false; ///< a regular one; most file systems know

        auto operator<=>(const Name &) const = default;
    };

    /// A directory on the way from the root to the current one.
    struct Level
    {
        FileDescriptor directory; ///< none: closed to save descriptors, see climb()
        std::uint64_t device = 0;
        std::uint64_t inode = 0;
        std::size_t pathBytes = 0; ///< of m_path that lead here
        std::vector<Name> names; ///< still to be read, in reverse order
    };

    void enter(FileDescriptor directory);
    void climb();
    void readNext();
    void readEntry(const std::string &name);
    [[nodiscard]] bool readAsFile(const std::string &name);
    void readFile(int file, sandbox::protocol::Entry entry);
    void readAttributes(int file, sandbox::protocol::Entry &entry);
    [[nodiscard]] std::vector<Name> namesIn(int directory);

    TreeCaps m_caps;
    Sink m_sink;
    std::vector<Level> m_levels;
    std::string m_path; ///< of the current directory, with a '/' at the end unless it is the root
    std::int64_t m_entries = 0;
    std::size_t m_allPathBytes = 0;
    std::int64_t m_allContentBytes = 0;
    std::int64_t m_allDigestedBytes = 0;
    bool m_truncated = false;
};

} // namespace ringside::supervisor
