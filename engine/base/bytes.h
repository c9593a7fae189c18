#pragma once

#include <QByteArray>
#include <QString>

namespace ringside {

/// A name or path of the kernel for people: valid UTF-8 is kept, every other byte, control characters,
/// and characters that would reorder or hide text become \xNN or \u{NNNN}, the backslash is doubled. The
/// result is plain text on one line, and two different byte strings never look the same.
[[nodiscard]] QString displayName(QByteArrayView name);

/// Program output for people: as displayName, but line breaks and tabs stay and the backslash is kept.
[[nodiscard]] QString displayText(QByteArrayView text);

/// "0644", "04755": four octal digits at least.
[[nodiscard]] QString octalMode(quint32 mode);

} // namespace ringside
