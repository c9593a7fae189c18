#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

namespace ringside::supervisor {

/// SHA-256, since the supervisor links no library. Source: FIPS 180-4.
class Sha256
{
public:
    void add(std::span<const std::uint8_t> bytes);
    /// The 32 bytes of the digest. Nothing may be added afterwards.
    [[nodiscard]] std::string finish();

private:
    static constexpr std::size_t blockBytes = 64;
    void mix(const std::uint8_t *block);

    std::array<std::uint32_t, 8> m_state{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f,
        0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    std::array<std::uint8_t, blockBytes> m_pending{};
    std::size_t m_pendingBytes = 0;
    std::uint64_t m_totalBytes = 0;
};

} // namespace ringside::supervisor
