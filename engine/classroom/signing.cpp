#include "classroom/signing.h"

#include <sodium.h>

#include <cerrno>

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

Result<QByteArray> passwordKey(const QByteArray &password, const QByteArray &salt)
{
    static_assert(saltBytes == crypto_pwhash_SALTBYTES);
    prepareSodium();
    QByteArray key(crypto_secretbox_KEYBYTES, Qt::Uninitialized);
    if (crypto_pwhash(out(key), crypto_secretbox_KEYBYTES, password.constData(),
            static_cast<unsigned long long>(password.size()), in(salt),
            crypto_pwhash_OPSLIMIT_INTERACTIVE, crypto_pwhash_MEMLIMIT_INTERACTIVE,
            crypto_pwhash_ALG_ARGON2ID13)
        != 0)
        return systemError(QStringLiteral("make a key of a password"), ENOMEM);
    return key;
}

/// Every key encrypts one content, because every content has its salt: a fixed nonce is enough.
QByteArray onlyNonce()
{
    return QByteArray(crypto_secretbox_NONCEBYTES, '\0');
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

Result<QByteArray> sealed(QByteArrayView bytes, const QByteArray &password, const QByteArray &salt)
{
    const auto key = passwordKey(password, salt);
    if (!key)
        return key;
    QByteArray box(bytes.size() + crypto_secretbox_MACBYTES, Qt::Uninitialized);
    crypto_secretbox_easy(out(box), in(bytes), static_cast<unsigned long long>(bytes.size()),
        in(onlyNonce()), in(*key));
    return box;
}

Result<QByteArray> unsealed(
    QByteArrayView bytes, const QByteArray &password, const QByteArray &salt)
{
    if (salt.size() != saltBytes || bytes.size() < qsizetype(crypto_secretbox_MACBYTES))
        return QByteArray();
    const auto key = passwordKey(password, salt);
    if (!key)
        return key;
    QByteArray plain(bytes.size() - qsizetype(crypto_secretbox_MACBYTES), Qt::Uninitialized);
    const bool isWhole = crypto_secretbox_open_easy(out(plain), in(bytes),
                             static_cast<unsigned long long>(bytes.size()), in(onlyNonce()), in(*key))
        == 0;
    return isWhole ? plain : QByteArray();
}

} // namespace ringside::classroom
