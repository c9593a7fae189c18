#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace ringside::supervisor {

/// Memory of a stopped process. Nothing in it can be trusted: a program may have put there what it likes.
/// Source: process_vm_readv(2).
class RemoteMemory
{
public:
    explicit RemoteMemory(pid_t process = 0)
        : m_process(process)
    {
    }

    /// False unless all of it could be read.
    [[nodiscard]] bool read(std::uint64_t address, void *into, std::size_t bytes) const;

    template <typename Value> [[nodiscard]] std::optional<Value> value(std::uint64_t address) const
    {
        Value found{};
        return read(address, &found, sizeof found) ? std::optional(found) : std::nullopt;
    }

    /// Up to `bytes` of it: what lies before the first page that is not there.
    [[nodiscard]] std::string bytes(std::uint64_t address, std::size_t bytes) const;

    /// A text with a zero at its end; cut at `longest`.
    [[nodiscard]] std::string text(std::uint64_t address, std::size_t longest = 4096) const;

private:
    pid_t m_process;
};

/// Pieces of one thread's memory that are likely to be wanted again at its next stop: refresh() fetches them all
/// by one system call.
class MemoryPieces
{
public:
    /// Reads again what was used since the last time, and forgets the rest.
    void refresh(pid_t process);

    /// `bytes` from `address`, or null when they cannot be read. Valid until the next call of either function.
    [[nodiscard]] const std::uint8_t *get(pid_t process, std::uint64_t address, std::size_t bytes);
    /// As get(), but only what has been read before.
    [[nodiscard]] const std::uint8_t *find(std::uint64_t address, std::size_t bytes);

private:
    struct Piece
    {
        std::uint64_t address;
        std::size_t bytes;
        std::size_t offset; ///< in m_buffer
        bool used;
    };
    static constexpr std::size_t mostPieces = 60;

    std::vector<Piece> m_pieces;
    std::vector<std::uint8_t> m_buffer;
};

/// A number at an offset of bytes that were read.
template <typename Number> [[nodiscard]] Number numberAt(const std::uint8_t *bytes, std::uint64_t offset)
{
    Number number{};
    std::memcpy(&number, bytes + offset, sizeof number);
    return number;
}

} // namespace ringside::supervisor
