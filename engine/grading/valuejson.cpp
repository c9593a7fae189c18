#include "grading/value.h"

#include <QJsonArray>
#include <QJsonObject>

#include <charconv>
#include <cmath>

namespace ringside::grading {

namespace {

using Kind = Value::Kind;

// What a JSON number holds exactly; driver.py writes larger integers as text.
constexpr qint64 exactInteger = qint64(1) << 53;
constexpr qsizetype longestTypeName = 200;

std::unexpected<Error> refused(const QString &what)
{
    return std::unexpected(Error{.kind = Error::Kind::Content,
        .doing = QStringLiteral("not a value of the answer channel: ") + what});
}

Result<QByteArray> fromHex(const QJsonValue &json)
{
    if (!json.isString())
        return refused(QStringLiteral("expected hexadecimal text"));
    const QByteArray text = json.toString().toLatin1();
    const QByteArray bytes = QByteArray::fromHex(text);
    if (bytes.toHex() != text)
        return refused(QStringLiteral("bad hexadecimal text"));
    return bytes;
}

Result<QByteArray> typeName(const QJsonValue &json)
{
    const QByteArray name = json.toString().toUtf8();
    if (!json.isString() || name.isEmpty() || name.size() > longestTypeName)
        return refused(QStringLiteral("bad name of a type"));
    return name;
}

Result<QByteArrayList> typeNames(const QJsonValue &json)
{
    QByteArrayList names;
    for (const QJsonValue &item : json.toArray()) {
        const auto name = typeName(item);
        if (!name)
            return std::unexpected(name.error());
        names.append(*name);
    }
    return json.isArray() ? Result<QByteArrayList>(names)
                          : refused(QStringLiteral("expected names"));
}

/// Text with lone surrogates travels as {"str": hex}; this gives the bytes of both forms.
Result<QByteArray> textBytes(const QJsonValue &json)
{
    if (json.isObject() && json.toObject().keys() == QStringList{QStringLiteral("str")})
        return fromHex(json[QStringLiteral("str")]);
    const QString text = json.toString();
    if (!json.isString() || !text.isValidUtf16())
        return refused(QStringLiteral("expected text"));
    return text.toUtf8();
}

Result<Value> integerFromText(const QJsonValue &json)
{
    const QByteArray text = json.toString().toLatin1();
    const QByteArray digits = text.startsWith('-') ? text.sliced(1) : text;
    const bool number = !digits.isEmpty()
        && std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    if (!json.isString() || !number || (digits.startsWith('0') && text != "0"))
        return refused(QStringLiteral("bad integer"));
    return Value{.kind = Kind::Integer, .bytes = text};
}

Result<Value> floatFromText(const QJsonValue &json)
{
    const QByteArray text = json.toString().toLatin1();
    if (text == "nan")
        return Value::real(std::nan(""));
    double number = 0;
    const auto [end, code] = std::from_chars(text.begin(), text.end(), number);
    if (!json.isString() || text.isEmpty() || code != std::errc() || end != text.end())
        return refused(QStringLiteral("bad float"));
    return Value::real(number);
}

Result<Value> read(const QJsonValue &json, int depth);

Result<QList<Value>> readItems(const QJsonValue &json, int depth)
{
    if (!json.isArray())
        return refused(QStringLiteral("expected a list"));
    QList<Value> items;
    for (const QJsonValue &item : json.toArray()) {
        auto value = read(item, depth);
        if (!value)
            return std::unexpected(value.error());
        items.append(std::move(*value));
    }
    return items;
}

Result<Value> readContainer(Kind kind, const QJsonValue &json, int depth)
{
    return readItems(json, depth).transform([kind](QList<Value> items) {
        return Value::sequence(kind, std::move(items));
    });
}

/// No set and no dict holds an element twice; one that does was forged.
bool repeats(const Value &value)
{
    QByteArrayList keys;
    for (qsizetype i = 0; i < value.items.size(); i += value.kind == Kind::Dict ? 2 : 1) {
        if (value.items[i].kind != Kind::Opaque)
            keys.append(canonical(value.items[i]));
    }
    std::ranges::sort(keys);
    return std::ranges::adjacent_find(keys) != keys.end();
}

/// Python refuses others as keys and in sets, and so would a judge that is given them.
bool isHashable(const Value &value)
{
    switch (value.kind) {
    case Kind::List:
    case Kind::Dict:
    case Kind::Set:
        return false;
    case Kind::Tuple:
        return std::ranges::all_of(value.items, isHashable);
    default:
        return true;
    }
}

bool keysAreHashable(const Value &value)
{
    for (qsizetype i = 0; i < value.items.size(); i += value.kind == Kind::Dict ? 2 : 1) {
        if (!isHashable(value.items[i]))
            return false;
    }
    return true;
}

Result<Value> readSet(Kind kind, const QJsonValue &json, int depth)
{
    auto set = readContainer(kind, json, depth);
    if (set && (repeats(*set) || !keysAreHashable(*set)))
        return refused(QStringLiteral("an element twice in a set, or one that cannot be in any"));
    return set;
}

Result<Value> readDict(const QJsonObject &object, int depth)
{
    auto dict = readContainer(Kind::Dict, object[QStringLiteral("dict")], depth);
    if (!dict)
        return dict;
    if (dict->items.size() % 2 != 0 || repeats(*dict) || !keysAreHashable(*dict))
        return refused(QStringLiteral("bad pairs of a dict"));
    if (object.contains(QStringLiteral("of"))) {
        const auto name = typeName(object[QStringLiteral("of")]);
        if (!name)
            return std::unexpected(name.error());
        dict->typeName = *name;
    }
    return dict;
}

Result<Value> readRecord(Kind kind, const QJsonValue &values, const QJsonObject &object, int depth)
{
    auto record = readContainer(kind, values, depth);
    const auto name = typeName(object[QStringLiteral("of")]);
    const auto fields = typeNames(object[QStringLiteral("fields")]);
    if (!record || !name || !fields)
        return record ? std::unexpected(name ? fields.error() : name.error()) : record;
    if (fields->size() != record->items.size())
        return refused(QStringLiteral("fields and values differ in number"));
    record->typeName = *name;
    record->names = *fields;
    return record;
}

Result<Value> readPath(const QJsonObject &object)
{
    const auto name = typeName(object[QStringLiteral("of")]);
    const auto path = textBytes(object[QStringLiteral("path")]);
    if (!name || !path)
        return std::unexpected(name ? path.error() : name.error());
    return Value{.kind = Kind::Path, .bytes = *path, .typeName = *name};
}

Result<Value> readException(const QJsonObject &object, int depth)
{
    const auto name = typeName(object[QStringLiteral("error")]);
    const auto bases = typeNames(object[QStringLiteral("bases")]);
    const auto text = textBytes(object[QStringLiteral("text")]);
    auto filename = read(object[QStringLiteral("filename")], depth);
    if (!name || !bases || !text || !filename)
        return refused(QStringLiteral("bad exception"));
    Value value{.kind = Kind::Exception,
        .bytes = *text,
        .typeName = *name,
        .names = *bases,
        .items = {std::move(*filename)}};
    const QVariant number = object[QStringLiteral("errno")].toVariant();
    if (number.typeId() == QMetaType::LongLong)
        value.errnum = static_cast<int>(std::clamp<qint64>(number.toLongLong(), INT_MIN, INT_MAX));
    return value;
}

Result<Value> readTagged(const QJsonObject &object, int depth)
{
    const auto has = [&object](const char *key) { return object.contains(QLatin1StringView(key)); };
    const auto at = [&object](const char *key) { return object[QLatin1StringView(key)]; };
    if (has("dict"))
        return readDict(object, depth);
    if (has("path"))
        return readPath(object);
    if (has("named"))
        return readRecord(Kind::NamedTuple, at("named"), object, depth);
    if (has("data"))
        return readRecord(Kind::DataClass, at("data"), object, depth);
    if (has("error"))
        return readException(object, depth);
    if (object.size() != 1)
        return refused(QStringLiteral("unknown keys"));
    if (has("int"))
        return integerFromText(at("int"));
    if (has("float"))
        return floatFromText(at("float"));
    if (has("str"))
        return textBytes(object).transform(Value::string);
    if (has("bytes"))
        return fromHex(at("bytes")).transform(Value::bytesOf);
    if (has("tuple"))
        return readContainer(Kind::Tuple, at("tuple"), depth);
    if (has("set"))
        return readSet(Kind::Set, at("set"), depth);
    if (has("frozenset"))
        return readSet(Kind::FrozenSet, at("frozenset"), depth);
    if (has("opaque"))
        return typeName(at("opaque")).transform([](QByteArray name) {
            return Value{.kind = Kind::Opaque, .typeName = std::move(name)};
        });
    return refused(QStringLiteral("unknown tag"));
}

Result<Value> read(const QJsonValue &json, int depth)
{
    if (depth >= valueDepthLimit)
        return refused(QStringLiteral("nested too deeply"));
    switch (json.type()) {
    case QJsonValue::Null:
        return Value{};
    case QJsonValue::Bool:
        return Value::boolean(json.toBool());
    case QJsonValue::String:
        return textBytes(json).transform(Value::string);
    case QJsonValue::Array:
        return readContainer(Kind::List, json, depth + 1);
    case QJsonValue::Object:
        return readTagged(json.toObject(), depth + 1);
    case QJsonValue::Double: {
        const QVariant number = json.toVariant();
        const qint64 integer = number.toLongLong();
        if (number.typeId() != QMetaType::LongLong || std::abs(integer) > exactInteger)
            return refused(QStringLiteral("a number that is no small integer"));
        return Value::integer(integer);
    }
    default:
        return refused(QStringLiteral("nothing"));
    }
}

QJsonValue textJson(const QByteArray &bytes)
{
    const QString text = QString::fromUtf8(bytes);
    if (text.toUtf8() == bytes)
        return text;
    return QJsonObject{{QStringLiteral("str"), QString::fromLatin1(bytes.toHex())}};
}

QString hexText(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.toHex());
}

QJsonArray itemsJson(const QList<Value> &items)
{
    QJsonArray array;
    for (const Value &item : items)
        array.append(toJson(item));
    return array;
}

QJsonArray namesJson(const QByteArrayList &names)
{
    QJsonArray array;
    for (const QByteArray &name : names)
        array.append(QString::fromUtf8(name));
    return array;
}

QJsonValue integerJson(const QByteArray &digits)
{
    const qint64 number = digits.toLongLong();
    const bool small = std::abs(number) <= exactInteger && QByteArray::number(number) == digits;
    return small ? QJsonValue(number)
                 : QJsonObject{{QStringLiteral("int"), QString::fromLatin1(digits)}};
}

QJsonObject exceptionJson(const Value &value)
{
    return {{QStringLiteral("error"), QString::fromUtf8(value.typeName)},
        {QStringLiteral("bases"), namesJson(value.names)},
        {QStringLiteral("errno"), value.errnum ? QJsonValue(*value.errnum) : QJsonValue()},
        {QStringLiteral("filename"), toJson(value.items.value(0))},
        {QStringLiteral("text"), textJson(value.bytes)}};
}

} // namespace

Result<Value> valueFromJson(const QJsonValue &json)
{
    return read(json, 0);
}

QJsonValue toJson(const Value &value)
{
    const auto tagged = [](const char *tag, const QJsonValue &content) {
        return QJsonObject{{QLatin1StringView(tag), content}};
    };
    const QString name = QString::fromUtf8(value.typeName);
    switch (value.kind) {
    case Kind::None:
        return QJsonValue::Null;
    case Kind::Bool:
        return value.truth;
    case Kind::Integer:
        return integerJson(value.bytes);
    case Kind::Float:
        return tagged("float", pythonRepr(value));
    case Kind::String:
        return textJson(value.bytes);
    case Kind::Bytes:
        return tagged("bytes", hexText(value.bytes));
    case Kind::List:
        return itemsJson(value.items);
    case Kind::Tuple:
        return tagged("tuple", itemsJson(value.items));
    case Kind::Set:
        return tagged("set", itemsJson(value.items));
    case Kind::FrozenSet:
        return tagged("frozenset", itemsJson(value.items));
    case Kind::Opaque:
        return tagged("opaque", name);
    case Kind::Exception:
        return exceptionJson(value);
    case Kind::Dict: {
        QJsonObject dict = tagged("dict", itemsJson(value.items));
        if (!name.isEmpty())
            dict[QStringLiteral("of")] = name;
        return dict;
    }
    case Kind::Path:
        return QJsonObject{
            {QStringLiteral("path"), textJson(value.bytes)}, {QStringLiteral("of"), name}};
    case Kind::NamedTuple:
    case Kind::DataClass:
        return QJsonObject{
            {value.kind == Kind::NamedTuple ? QStringLiteral("named") : QStringLiteral("data"),
                itemsJson(value.items)},
            {QStringLiteral("of"), name}, {QStringLiteral("fields"), namesJson(value.names)}};
    }
    return QJsonValue::Null;
}

} // namespace ringside::grading
