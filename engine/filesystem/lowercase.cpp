#include "filesystem/lowercase.h"

#include "base/utf8.h"

#include <QList>
#include <QString>

#include <algorithm>

namespace ringside::filesystem {

namespace {

constexpr char32_t capitalSigma = 0x3A3;
constexpr char32_t smallSigma = 0x3C3;
constexpr char32_t finalSigma = 0x3C2;
// Where Python puts bytes that are not UTF-8. Source: PEP 383.
constexpr char32_t escapedByte = 0xDC00;

bool isAscii(const QByteArray &name)
{
    return std::ranges::all_of(name, [](char c) { return static_cast<uchar>(c) < 0x80; });
}

std::u32string decoded(const QByteArray &name)
{
    std::u32string text;
    for (QByteArrayView rest(name); !rest.isEmpty();) {
        const auto character = firstCharacter(rest);
        text.push_back(character ? character->code : escapedByte + static_cast<uchar>(rest.front()));
        rest = rest.sliced(character ? character->length : 1);
    }
    return text;
}

// QString::fromUcs4() would take a byte order mark for one, and drop it.
QString textOf(char32_t c)
{
    return QStringView(QChar::fromUcs4(c)).toString();
}

QByteArray encoded(char32_t c)
{
    if (c >= escapedByte + 0x80 && c <= escapedByte + 0xFF)
        return QByteArray(1, static_cast<char>(c - escapedByte));
    return textOf(c).toUtf8();
}

bool isCased(char32_t c)
{
    return QChar::isLower(c) || QChar::isUpper(c) || QChar::isTitleCase(c);
}

/// Characters that do not end a word for the rule of the sigma. Source: Unicode 15.1, section 3.13,
/// Case_Ignorable: marks, formats, modifiers, and the punctuation inside of words.
bool isCaseIgnorable(char32_t c)
{
    static constexpr char32_t insideWords[] = {U'\'', U'.', U':', 0xB7, 0x387, 0x55F, 0x5F4, 0x2018,
        0x2019, 0x2024, 0x2027, 0xFE13, 0xFE52, 0xFE55, 0xFF07, 0xFF0E, 0xFF1A};
    switch (QChar::category(c)) {
    case QChar::Mark_NonSpacing:
    case QChar::Mark_Enclosing:
    case QChar::Other_Format:
    case QChar::Letter_Modifier:
    case QChar::Symbol_Modifier:
        return true;
    default:
        return std::ranges::contains(insideWords, c);
    }
}

/// Source: Unicode 15.1, table 3-17, Final_Sigma.
bool endsWord(const std::u32string &text, size_t sigma)
{
    const auto ignorable = [](char32_t c) { return isCaseIgnorable(c); };
    const auto before = std::find_if_not(
        std::make_reverse_iterator(text.begin() + static_cast<std::ptrdiff_t>(sigma)), text.rend(),
        ignorable);
    const auto after = std::find_if_not(
        text.begin() + static_cast<std::ptrdiff_t>(sigma) + 1, text.end(), ignorable);
    return before != text.rend() && isCased(*before) && (after == text.end() || !isCased(*after));
}

} // namespace

QByteArray lowerCase(const QByteArray &name)
{
    if (isAscii(name))
        return name.toLower();
    const std::u32string text = decoded(name);
    QByteArray lower;
    for (size_t i = 0; i < text.size(); ++i) {
        if (text[i] == capitalSigma)
            lower += encoded(endsWord(text, i) ? finalSigma : smallSigma);
        else if (text[i] >= escapedByte && text[i] <= escapedByte + 0xFF)
            lower += encoded(text[i]);
        else
            lower += textOf(text[i]).toLower().toUtf8();
    }
    return lower;
}

} // namespace ringside::filesystem
