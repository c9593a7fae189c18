#include "classroom/signing.h"

#include <sodium.h>

namespace ringside::classroom {

namespace {

const unsigned char *in(QByteArrayView bytes)
{
    return reinterpret_cast<const unsigned char *>(bytes.data());
}

unsigned char *out(QByteArray &bytes)
{
    return reinterpret_cast<unsigned char *>(bytes.data());
}

/// libsodium gathers randomness and picks its implementations once; where that fails the machine
/// has no source of randomness, and no key may be made.
void prepareSodium()
{
    static const bool ready = sodium_init() >= 0;
    if (!ready)
        qFatal("libsodium cannot be used on this machine: it has no source of randomness");
}

} // namespace

KeyPair makeKeyPair()
{
    prepareSodium();
    KeyPair keys{QByteArray(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized),
        QByteArray(crypto_sign_SECRETKEYBYTES, Qt::Uninitialized)};
    crypto_sign_keypair(out(keys.publicKey), out(keys.secretKey));
    return keys;
}

KeyPair keyPairOf(const QByteArray &secretKey)
{
    prepareSodium();
    if (secretKey.size() != qsizetype(crypto_sign_SECRETKEYBYTES))
        return {};
    // The seed is the first half; the public key is derived anew, so that a forged second half
    // cannot pass.
    KeyPair keys{QByteArray(crypto_sign_PUBLICKEYBYTES, Qt::Uninitialized),
        QByteArray(crypto_sign_SECRETKEYBYTES, Qt::Uninitialized)};
    crypto_sign_seed_keypair(out(keys.publicKey), out(keys.secretKey), in(secretKey));
    return keys.secretKey == secretKey ? keys : KeyPair();
}

QByteArray signatureOf(QByteArrayView bytes, const KeyPair &keys)
{
    prepareSodium();
    QByteArray signature(crypto_sign_BYTES, Qt::Uninitialized);
    crypto_sign_detached(out(signature), nullptr, in(bytes),
        static_cast<unsigned long long>(bytes.size()), in(keys.secretKey));
    return signature;
}

bool isSignedBy(QByteArrayView bytes, const QByteArray &signature, const QByteArray &publicKey)
{
    prepareSodium();
    return signature.size() == qsizetype(crypto_sign_BYTES)
        && publicKey.size() == qsizetype(crypto_sign_PUBLICKEYBYTES)
        && crypto_sign_verify_detached(in(signature), in(bytes),
               static_cast<unsigned long long>(bytes.size()), in(publicKey))
        == 0;
}

QByteArray randomSecret()
{
    prepareSodium();
    QByteArray secret(crypto_auth_hmacsha256_KEYBYTES, Qt::Uninitialized);
    randombytes_buf(secret.data(), static_cast<size_t>(secret.size()));
    return secret;
}

QByteArray keyedDigest(QByteArrayView bytes, const QByteArray &secret)
{
    Q_ASSERT(secret.size() == qsizetype(crypto_auth_hmacsha256_KEYBYTES));
    QByteArray digest(crypto_auth_hmacsha256_BYTES, Qt::Uninitialized);
    crypto_auth_hmacsha256(out(digest), in(bytes), static_cast<unsigned long long>(bytes.size()),
        in(secret));
    return digest;
}

} // namespace ringside::classroom
