#pragma once

#include <QByteArray>

#include <memory>

namespace ringside::filesystem {

/// SHA-256 of bytes that come piece by piece.
class Digest
{
public:
    Digest();
    ~Digest();
    void add(QByteArrayView bytes);
    /// The 32 bytes. Nothing can be added after.
    [[nodiscard]] QByteArray result();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

[[nodiscard]] QByteArray digestOf(QByteArrayView bytes);

} // namespace ringside::filesystem
