#include "classroom/chain.h"

#include "filesystem/digest.h"

#include <QJsonDocument>

namespace ringside::classroom {

using namespace Qt::StringLiterals;

namespace {

QByteArray compact(const QJsonObject &object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

/// Keys in a JSON object are sorted and numbers have one spelling, so that the same entry always
/// has the same bytes.
QByteArray hashOf(const ChainEnd &before, const QJsonObject &entry)
{
    const QByteArray text
        = QByteArray::number(before.records + 1) + '\n' + before.hash + '\n' + compact(entry);
    return filesystem::digestOf(text).toHex();
}

QByteArray lineOf(const ChainRecord &record, const QByteArray &signature)
{
    QJsonObject line{{u"n"_s, record.number}, {u"entry"_s, record.entry},
        {u"hash"_s, QString::fromLatin1(record.hash)}};
    if (!signature.isEmpty())
        line[u"signature"_s] = QString::fromLatin1(signature.toBase64());
    return compact(line) + '\n';
}

std::optional<ChainRecord> readRecord(
    const QByteArray &line, const ChainEnd &before, const QByteArray &publicKey)
{
    const QJsonObject object = QJsonDocument::fromJson(line).object();
    const ChainRecord record{.number = object[u"n"_s].toInteger(),
        .entry = object[u"entry"_s].toObject(),
        .hash = object[u"hash"_s].toString().toLatin1()};
    const QByteArray signature
        = QByteArray::fromBase64(object[u"signature"_s].toString().toLatin1());
    const bool fits = record.number == before.records + 1
        && record.hash == hashOf(before, record.entry)
        // No byte of a line is outside of what the hash covers.
        && lineOf(record, signature) == line
        && (publicKey.isEmpty() || isSignedBy(record.hash, signature, publicKey));
    return fits ? std::optional(record) : std::nullopt;
}

} // namespace

QByteArray chainLine(ChainEnd &end, const QJsonObject &entry, const KeyPair *keys)
{
    const ChainRecord record{
        .number = end.records + 1, .entry = entry, .hash = hashOf(end, entry)};
    end = {record.number, record.hash};
    return lineOf(record, keys ? signatureOf(record.hash, *keys) : QByteArray());
}

QByteArray wholeLines(const QByteArray &lines)
{
    return lines.first(lines.lastIndexOf('\n') + 1);
}

ChainReading readChain(const QByteArray &lines, const QByteArray &publicKey)
{
    ChainReading reading;
    for (qsizetype from = 0; from < lines.size();) {
        const qsizetype newline = lines.indexOf('\n', from);
        const qsizetype to = newline < 0 ? lines.size() : newline + 1;
        const auto record = readRecord(lines.sliced(from, to - from), reading.end(), publicKey);
        if (!record) {
            reading.firstBad = reading.end().records + 1;
            return reading;
        }
        reading.records.append(*record);
        from = to;
    }
    return reading;
}

} // namespace ringside::classroom
