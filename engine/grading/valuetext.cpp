#include "grading/value.h"

#include "base/bytes.h"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace ringside::grading {

namespace {

using Kind = Value::Kind;

QString hexEscape(const char *prefix, char32_t code, int digits)
{
    return QLatin1StringView(prefix)
        + QStringLiteral("%1").arg(uint(code), digits, 16, QLatin1Char('0'));
}

/// What str.isprintable() says of one character, near enough: a Unicode version apart, the two
/// agree.
bool isPrintable(char32_t code)
{
    return code == U' ' || (QChar::isPrint(code) && !QChar::isSpace(code));
}

/// Decodes UTF-8 that may hold surrogates, which QString::fromUtf8 would replace. The input comes
/// from textBytes() or hexadecimal text and may be malformed: such bytes become U+DC80 + byte, as
/// in Python.
QList<char32_t> codePoints(QByteArrayView bytes)
{
    QList<char32_t> codes;
    for (qsizetype i = 0; i < bytes.size();) {
        const auto lead = static_cast<uchar>(bytes[i]);
        const qsizetype length = lead < 0x80 ? 1
            : lead < 0xC2                    ? 0
            : lead < 0xE0                    ? 2
            : lead < 0xF0                    ? 3
            : lead < 0xF5                    ? 4
                                             : 0;
        char32_t code = length <= 1 ? lead : lead & (0xFFU >> (length + 1));
        bool good = length > 0 && i + length <= bytes.size();
        for (qsizetype k = 1; good && k < length; ++k) {
            const auto next = static_cast<uchar>(bytes[i + k]);
            good = (next & 0xC0U) == 0x80;
            code = (code << 6) | (next & 0x3FU);
        }
        codes.append(good ? code : 0xDC00 + lead);
        i += good ? length : 1;
    }
    return codes;
}

QString escapedCharacter(char32_t code, char32_t quote)
{
    if (code == quote || code == U'\\')
        return QStringLiteral("\\") + QString::fromUcs4(&code, 1);
    if (code == U'\n')
        return QStringLiteral("\\n");
    if (code == U'\r')
        return QStringLiteral("\\r");
    if (code == U'\t')
        return QStringLiteral("\\t");
    if (isPrintable(code))
        return QString::fromUcs4(&code, 1);
    if (code < 0x100)
        return hexEscape("\\x", code, 2);
    return code < 0x10000 ? hexEscape("\\u", code, 4) : hexEscape("\\U", code, 8);
}

char32_t quoteFor(const QList<char32_t> &codes)
{
    return codes.contains(U'\'') && !codes.contains(U'"') ? U'"' : U'\'';
}

QString quoted(const QList<char32_t> &codes)
{
    const char32_t quote = quoteFor(codes);
    QString text(QChar(static_cast<char16_t>(quote)));
    for (char32_t code : codes)
        text += escapedCharacter(code, quote);
    return text + QChar(static_cast<char16_t>(quote));
}

QString bytesRepr(QByteArrayView bytes)
{
    QList<char32_t> codes;
    for (char c : bytes)
        codes.append(static_cast<uchar>(c));
    const char32_t quote = quoteFor(codes);
    QString text = QStringLiteral("b") + QChar(static_cast<char16_t>(quote));
    for (char32_t code : codes)
        text += code < 0x7F ? escapedCharacter(code, quote) : hexEscape("\\x", code, 2);
    return text + QChar(static_cast<char16_t>(quote));
}

/// Python's repr of a float: the shortest digits that read back, scientific below 1e-4 and from
/// 1e16 on.
QString floatRepr(double number)
{
    if (std::isnan(number))
        return QStringLiteral("nan");
    if (std::isinf(number))
        return number < 0 ? QStringLiteral("-inf") : QStringLiteral("inf");
    const double size = std::abs(number);
    const bool scientific = size != 0 && (size < 1e-4 || size >= 1e16);
    char buffer[400];
    const auto [end, code] = std::to_chars(std::begin(buffer), std::end(buffer), number,
        scientific ? std::chars_format::scientific : std::chars_format::fixed);
    const QString text = QString::fromLatin1(buffer, end - buffer);
    return scientific || text.contains(u'.') ? text : text + QStringLiteral(".0");
}

QString name(const QByteArray &bytes)
{
    return displayName(bytes);
}

QStringList itemTexts(const Value &value)
{
    QStringList texts;
    for (const Value &item : value.items)
        texts.append(pythonRepr(item));
    return texts;
}

QString setRepr(const Value &value)
{
    QStringList texts = itemTexts(value);
    texts.sort();
    const QString inner = u'{' + texts.join(QStringLiteral(", ")) + u'}';
    if (value.kind == Kind::FrozenSet)
        return texts.isEmpty() ? QStringLiteral("frozenset()")
                               : QStringLiteral("frozenset(") + inner + u')';
    return texts.isEmpty() ? QStringLiteral("set()") : inner;
}

QString dictRepr(const Value &value)
{
    QList<std::pair<QByteArray, QString>> pairs;
    for (qsizetype i = 0; i + 1 < value.items.size(); i += 2)
        pairs.append({canonical(value.items[i]),
            pythonRepr(value.items[i]) + QStringLiteral(": ") + pythonRepr(value.items[i + 1])});
    std::ranges::stable_sort(pairs, {}, &std::pair<QByteArray, QString>::first);
    QStringList texts;
    for (const auto &[key, text] : pairs)
        texts.append(text);
    return u'{' + texts.join(QStringLiteral(", ")) + u'}';
}

QString recordRepr(const Value &value)
{
    QStringList texts = itemTexts(value);
    for (qsizetype i = 0; i < texts.size(); ++i)
        texts[i].prepend(name(value.names.value(i)) + u'=');
    return name(value.typeName) + u'(' + texts.join(QStringLiteral(", ")) + u')';
}

/// As the last line of a traceback has it.
QString exceptionRepr(const Value &value)
{
    const QString text = displayText(value.bytes);
    return text.isEmpty() ? name(value.typeName)
                          : name(value.typeName) + QStringLiteral(": ") + text;
}

} // namespace

QString pythonRepr(const Value &value)
{
    const auto joined = [&] { return itemTexts(value).join(QStringLiteral(", ")); };
    switch (value.kind) {
    case Kind::None:
        return QStringLiteral("None");
    case Kind::Bool:
        return value.truth ? QStringLiteral("True") : QStringLiteral("False");
    case Kind::Integer:
        return QString::fromLatin1(value.bytes);
    case Kind::Float:
        return floatRepr(value.number);
    case Kind::String:
        return quoted(codePoints(value.bytes));
    case Kind::Bytes:
        return bytesRepr(value.bytes);
    case Kind::List:
        return u'[' + joined() + u']';
    case Kind::Tuple:
        return u'(' + joined()
            + (value.items.size() == 1 ? QStringLiteral(",)") : QStringLiteral(")"));
    case Kind::Dict:
        return dictRepr(value);
    case Kind::Set:
    case Kind::FrozenSet:
        return setRepr(value);
    case Kind::Path:
        return name(value.typeName) + u'(' + quoted(codePoints(value.bytes)) + u')';
    case Kind::NamedTuple:
    case Kind::DataClass:
        return recordRepr(value);
    case Kind::Exception:
        return exceptionRepr(value);
    case Kind::Opaque:
        return u'<' + name(value.typeName) + QStringLiteral(" object>");
    }
    return {};
}

Contrast contrast(const QString &expected, const QString &found, qsizetype width)
{
    const auto [e, f] = std::ranges::mismatch(expected, found);
    const qsizetype differs = e - expected.begin();
    // A third of the room for what both share, so that a reader sees where the difference stands;
    // and the same start for both, or two texts of which one goes on longer would look alike.
    const qsizetype longest = std::max(expected.size(), found.size());
    const qsizetype start = std::max<qsizetype>(0, std::min(differs - width / 3, longest - width));
    const auto window = [start, width](const QString &text) {
        qsizetype from = std::min(start, text.size());
        if (from > 0 && from < text.size() && text[from].isLowSurrogate())
            ++from;
        qsizetype to = std::min(text.size(), from + width);
        if (to < text.size() && text[to].isLowSurrogate())
            --to;
        return (from > 0 ? QStringLiteral("…") : QString()) + text.sliced(from, to - from)
            + (to < text.size() ? QStringLiteral("…") : QString());
    };
    return {window(expected), window(found)};
}

} // namespace ringside::grading
