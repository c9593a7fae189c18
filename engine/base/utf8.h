#pragma once

#include <QByteArrayView>

#include <optional>

namespace ringside {

struct Utf8Character
{
    char32_t code = 0;
    qsizetype length = 0; ///< bytes: 1 to 4
};

/// The well-formed character at the front of bytes that need not be UTF-8, as names of the kernel need not; nothing when
/// there is none. Source: Unicode 15, table 3-7.
[[nodiscard]] std::optional<Utf8Character> firstCharacter(QByteArrayView bytes);

} // namespace ringside
