#pragma once

#include "classroom/signing.h"

#include <QJsonObject>
#include <QList>

#include <optional>

namespace ringside::classroom {

/// One line of a chain: an object and the hash over it and the line before. Whoever changes, drops,
/// repeats or reorders a line breaks every hash that follows; with signatures only the holder of
/// the key can make new ones.
struct ChainRecord
{
    qint64 number = 0; ///< from 1
    QJsonObject entry;
    QByteArray hash; ///< hexadecimal
};

/// Where a chain ends: what a new record is tied to. A chain that was cut is found by comparing
/// with a copy of its end.
struct ChainEnd
{
    qint64 records = 0;
    QByteArray hash; ///< of the last record; empty for an empty chain

    bool operator==(const ChainEnd &) const = default;
};

/// Makes the line for `entry`, and moves `end` on. Signed where there are keys.
[[nodiscard]] QByteArray chainLine(
    ChainEnd &end, const QJsonObject &entry, const KeyPair *keys = nullptr);

/// What a chain holds and where it is wrong.
struct ChainReading
{
    QList<ChainRecord> records; ///< the good ones before the first bad one
    std::optional<qint64> firstBad; ///< its number, from 1

    [[nodiscard]] ChainEnd end() const
    {
        return records.isEmpty() ? ChainEnd{} : ChainEnd{records.last().number, records.last().hash};
    }
};

/// All but a last line that does not end: where the machine stopped in the middle of writing it, it
/// never was a record.
[[nodiscard]] QByteArray wholeLines(const QByteArray &lines);

/// Reads lines as chainLine() made them. With a public key every line must be signed by it.
[[nodiscard]] ChainReading readChain(const QByteArray &lines, const QByteArray &publicKey = {});

} // namespace ringside::classroom
