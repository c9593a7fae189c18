#include "grading/value.h"

#include <algorithm>
#include <bit>
#include <cmath>

namespace ringside::grading {

namespace {

void appendCounted(QByteArray &out, const QByteArray &bytes)
{
    out += QByteArray::number(bytes.size()) + ':' + bytes;
}

QByteArray canonicalNumber(double number)
{
    if (std::isnan(number))
        return "nan";
    const double plain = number == 0 ? 0.0 : number; // -0.0 == 0.0 in Python
    return QByteArray::number(std::bit_cast<quint64>(plain), 16);
}

QByteArrayList canonicalItems(const Value &value)
{
    QByteArrayList items;
    items.reserve(value.items.size());
    for (const Value &item : value.items)
        items.append(canonical(item));
    if (value.kind == Value::Kind::Set || value.kind == Value::Kind::FrozenSet)
        std::ranges::sort(items);
    return items;
}

/// Positions of the dict's keys in `items`, sorted by the keys' canonical bytes.
QList<std::pair<QByteArray, qsizetype>> sortedKeys(const Value &dict)
{
    QList<std::pair<QByteArray, qsizetype>> keys;
    keys.reserve(dict.items.size() / 2);
    for (qsizetype i = 0; i + 1 < dict.items.size(); i += 2)
        keys.append({canonical(dict.items[i]), i});
    std::ranges::sort(keys);
    return keys;
}

QByteArray canonicalDict(const Value &dict)
{
    QByteArray out;
    for (const auto &[key, at] : sortedKeys(dict))
        out += key + canonical(dict.items[at + 1]);
    return out;
}

bool fulfils(const Value &expected, const Value &found);

bool allMatch(const QList<Value> &expected, const QList<Value> &found)
{
    return expected.size() == found.size()
        && std::equal(expected.begin(), expected.end(), found.begin(),
            [](const Value &e, const Value &f) { return fulfils(e, f); });
}

bool dictsMatch(const Value &expected, const Value &found)
{
    if (expected.items.size() != found.items.size())
        return false;
    const auto expectedKeys = sortedKeys(expected);
    const auto foundKeys = sortedKeys(found);
    for (qsizetype i = 0; i < expectedKeys.size(); ++i) {
        if (expectedKeys[i].first != foundKeys[i].first
            || !fulfils(
                expected.items[expectedKeys[i].second + 1], found.items[foundKeys[i].second + 1]))
            return false;
    }
    return true;
}

bool fulfils(const Value &expected, const Value &found)
{
    using Kind = Value::Kind;
    const bool tupleByName = expected.kind == Kind::Tuple && found.kind == Kind::NamedTuple;
    if (expected.kind != found.kind && !tupleByName)
        return false;
    switch (expected.kind) {
    case Kind::List:
    case Kind::Tuple:
        return allMatch(expected.items, found.items);
    case Kind::Dict:
        return dictsMatch(expected, found);
    case Kind::NamedTuple:
    case Kind::DataClass:
        return expected.typeName == found.typeName && expected.names == found.names
            && allMatch(expected.items, found.items);
    default:
        return canonical(expected) == canonical(found);
    }
}

/// Opaque values can hide anywhere, also in sets, whose comparison goes by canonical bytes.
bool holdsOpaque(const Value &value)
{
    return value.kind == Value::Kind::Opaque || std::ranges::any_of(value.items, holdsOpaque);
}

} // namespace

Value Value::boolean(bool truth)
{
    return {.kind = Kind::Bool, .truth = truth};
}

Value Value::integer(qint64 number)
{
    return {.kind = Kind::Integer, .bytes = QByteArray::number(number)};
}

Value Value::real(double number)
{
    return {.kind = Kind::Float, .number = number};
}

Value Value::string(QByteArray utf8)
{
    return {.kind = Kind::String, .bytes = std::move(utf8)};
}

Value Value::bytesOf(QByteArray bytes)
{
    return {.kind = Kind::Bytes, .bytes = std::move(bytes)};
}

Value Value::sequence(Kind kind, QList<Value> items)
{
    return {.kind = kind, .items = std::move(items)};
}

Value Value::dict(QList<std::pair<Value, Value>> pairs)
{
    Value value{.kind = Kind::Dict};
    for (auto &[key, item] : pairs) {
        value.items.append(std::move(key));
        value.items.append(std::move(item));
    }
    return value;
}

QByteArray canonical(const Value &value)
{
    QByteArray out;
    out += static_cast<char>('A' + static_cast<int>(value.kind));
    switch (value.kind) {
    case Value::Kind::None:
        return out;
    case Value::Kind::Bool:
        return out + (value.truth ? '1' : '0');
    case Value::Kind::Float:
        appendCounted(out, canonicalNumber(value.number));
        return out;
    case Value::Kind::Integer:
    case Value::Kind::String:
    case Value::Kind::Bytes:
        appendCounted(out, value.bytes);
        return out;
    case Value::Kind::Dict:
        appendCounted(out, canonicalDict(value));
        return out;
    case Value::Kind::Exception:
        appendCounted(out, value.typeName);
        out += value.errnum ? QByteArray::number(*value.errnum) + ';' : QByteArray(";");
        break;
    default:
        appendCounted(out, value.typeName);
        if (value.kind == Value::Kind::Path)
            appendCounted(out, value.bytes);
        appendCounted(out, value.names.join('\0'));
        break;
    }
    appendCounted(out, canonicalItems(value).join());
    return out;
}

bool matches(const Value &expected, const Value &found)
{
    return !holdsOpaque(found) && fulfils(expected, found);
}

} // namespace ringside::grading
