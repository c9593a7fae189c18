#include "filesystem/digest.h"

#include <sodium.h>

namespace ringside::filesystem {

// libsodium, not QCryptographicHash: 260 against 128 MB/s on the machine where both were measured.
struct Digest::State
{
    crypto_hash_sha256_state sodium;
};

Digest::Digest()
    : m_state(std::make_unique<State>())
{
    crypto_hash_sha256_init(&m_state->sodium);
}

Digest::~Digest() = default;

void Digest::add(QByteArrayView bytes)
{
    crypto_hash_sha256_update(&m_state->sodium,
        reinterpret_cast<const unsigned char *>(bytes.data()),
        static_cast<unsigned long long>(bytes.size()));
}

QByteArray Digest::result()
{
    QByteArray digest(crypto_hash_sha256_BYTES, Qt::Uninitialized);
    crypto_hash_sha256_final(&m_state->sodium, reinterpret_cast<unsigned char *>(digest.data()));
    return digest;
}

QByteArray digestOf(QByteArrayView bytes)
{
    Digest digest;
    digest.add(bytes);
    return digest.result();
}

} // namespace ringside::filesystem
