#pragma once

#include "base/result.h"

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

inline constexpr qsizetype saltBytes = 16;
/// Encrypted and authenticated with a password. A salt is for one content only. Errors: System, when
/// there is no memory to make the key hard to guess. Source: Argon2id and XSalsa20-Poly1305, by libsodium.
[[nodiscard]] Result<QByteArray> sealed(
    QByteArrayView bytes, const QByteArray &password, const QByteArray &salt);
/// Empty when the password is another or anything was changed. Errors: as sealed().
[[nodiscard]] Result<QByteArray> unsealed(
    QByteArrayView bytes, const QByteArray &password, const QByteArray &salt);

} // namespace ringside::classroom
