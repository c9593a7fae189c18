#include "filesystem/lowercase.h"

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

/// Length of the valid UTF-8 character at `at`, 0 when there is none.
qsizetype characterLength(QByteArrayView name, qsizetype at)
{
    const qsizetype most = std::min<qsizetype>(4, name.size() - at);
    for (qsizetype length = 1; length <= most; ++length)
        if (name.sliced(at, length).isValidUtf8())
            return length;
    return 0;
}

std::u32string decoded(const QByteArray &name)
{
    std::u32string text;
    for (qsizetype at = 0; at < name.size();) {
        const qsizetype length = characterLength(name, at);
        if (length == 0)
            text.push_back(escapedByte + static_cast<uchar>(name[at]));
        else
            text.push_back(QString::fromUtf8(name.sliced(at, length)).toUcs4().first());
        at += std::max<qsizetype>(length, 1);
    }
    return text;
}

QByteArray encoded(char32_t c)
{
    if (c >= escapedByte + 0x80 && c <= escapedByte + 0xFF)
        return QByteArray(1, static_cast<char>(c - escapedByte));
    return QString::fromUcs4(&c, 1).toUtf8();
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
            lower += QString::fromUcs4(&text[i], 1).toLower().toUtf8();
    }
    return lower;
}

} // namespace ringside::filesystem
