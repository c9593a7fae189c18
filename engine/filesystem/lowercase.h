#pragma once

#include <QByteArray>

namespace ringside::filesystem {

/// What str.lower() of Python makes of a name: full case mapping of Unicode with the rule of the
/// final sigma; bytes that are not UTF-8 stay, as they do behind Python's surrogateescape.
[[nodiscard]] QByteArray lowerCase(const QByteArray &name);

} // namespace ringside::filesystem
