#pragma once

#include <QByteArray>

namespace ringside::classroom {

/// An Ed25519 key pair. Whoever has the public half can tell what the holder of the other half
/// wrote.
struct KeyPair
{
    QByteArray publicKey; ///< 32 bytes
    QByteArray secretKey; ///< 64 bytes, the public half among them

    bool operator==(const KeyPair &) const = default;
};

[[nodiscard]] KeyPair makeKeyPair();
/// The pair a secret key belongs to; an empty one when these bytes are no secret key.
[[nodiscard]] KeyPair keyPairOf(const QByteArray &secretKey);

/// 64 bytes. Source: RFC 8032, by libsodium.
[[nodiscard]] QByteArray signatureOf(QByteArrayView bytes, const KeyPair &keys);
[[nodiscard]] bool isSignedBy(
    QByteArrayView bytes, const QByteArray &signature, const QByteArray &publicKey);

/// 32 bytes nobody can guess.
[[nodiscard]] QByteArray randomSecret();
/// HMAC-SHA-256. The secret has 32 bytes.
[[nodiscard]] QByteArray keyedDigest(QByteArrayView bytes, const QByteArray &secret);

} // namespace ringside::classroom
