#include "base/bytes.h"

#include "base/utf8.h"

#include <algorithm>

namespace ringside {

namespace {

enum class Lines { Escape, Keep };

bool hidesOrReorders(char32_t c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F)
        || c == 0x061C || c == 0xFEFF || c == 0x2028 || c == 0x2029 || (c >= 0xE0000 && c <= 0xE0FFF);
}

/// How many bytes at the front are shown as they are: ASCII without control characters and backslash, mostly everything.
qsizetype plainLength(QByteArrayView bytes)
{
    const auto first = std::ranges::find_if(
        bytes, [](uchar byte) { return byte < 0x20 || byte >= 0x7F || byte == '\\'; });
    return first - bytes.begin();
}

QString escaped(QByteArrayView bytes, Lines lines)
{
    QString text;
    text.reserve(bytes.size());
    while (!bytes.isEmpty()) {
        if (const qsizetype plain = plainLength(bytes); plain > 0) {
            text += QLatin1StringView(bytes.first(plain));
            bytes = bytes.sliced(plain);
            continue;
        }
        const auto character = firstCharacter(bytes);
        const char32_t code = character ? character->code : 0;
        if (!character)
            text += QStringLiteral("\\x%1").arg(static_cast<uchar>(bytes[0]), 2, 16, QLatin1Char('0'));
        else if (lines == Lines::Keep && (code == U'\n' || code == U'\t'))
            text += QChar(static_cast<char16_t>(code));
        else if (code == U'\n')
            text += QStringLiteral("\\n");
        else if (code < 0x20 || (code >= 0x7F && code < 0xA0))
            text += QStringLiteral("\\x%1").arg(uint(code), 2, 16, QLatin1Char('0'));
        else if (hidesOrReorders(code))
            text += QStringLiteral("\\u{%1}").arg(uint(code), 0, 16);
        else if (code == U'\\' && lines == Lines::Escape)
            text += QStringLiteral("\\\\");
        else
            text += QString::fromUcs4(&code, 1);
        bytes = bytes.sliced(character ? character->length : 1);
    }
    return text;
}

} // namespace

QString displayName(QByteArrayView name)
{
    return escaped(name, Lines::Escape);
}

QString displayText(QByteArrayView text)
{
    return escaped(text, Lines::Keep);
}

QString octalMode(quint32 mode)
{
    return QStringLiteral("%1").arg(mode, 4, 8, QLatin1Char('0'));
}

} // namespace ringside
