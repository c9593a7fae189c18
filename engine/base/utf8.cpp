#include "base/utf8.h"

namespace ringside {

std::optional<Utf8Character> firstCharacter(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return std::nullopt;
    const auto at = [&](qsizetype i) { return static_cast<uchar>(bytes[i]); };
    const uchar lead = at(0);
    if (lead < 0x80)
        return Utf8Character{lead, 1};
    const qsizetype length = lead >= 0xC2 && lead < 0xE0 ? 2
        : lead >= 0xE0 && lead < 0xF0                    ? 3
        : lead >= 0xF0 && lead < 0xF5                    ? 4
                                                         : 0;
    if (length == 0 || bytes.size() < length)
        return std::nullopt;
    char32_t code = lead & (0xFFU >> (length + 1));
    for (qsizetype i = 1; i < length; ++i) {
        if ((at(i) & 0xC0U) != 0x80)
            return std::nullopt;
        code = (code << 6) | (at(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && code < 0x800) || (length == 4 && code < 0x10000);
    const bool surrogate = code >= 0xD800 && code < 0xE000;
    if (overlong || surrogate || code > 0x10FFFF)
        return std::nullopt;
    return Utf8Character{code, length};
}

} // namespace ringside
