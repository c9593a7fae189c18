#pragma once

#include "lens/trace.h"

namespace ringside::lens {

/// An argument of a call as it is shown. Bytes of the program in it are escaped as in Python's own b'…'.
struct ArgumentText
{
    char parameter = '_'; ///< what it is: see sandbox::SystemCall
    QByteArray text;
};

/// The arguments that are shown, in their order.
[[nodiscard]] QList<ArgumentText> argumentTexts(const Event &event, const CallDetails &details);

/// `openat(AT_FDCWD, "notes.txt", O_RDONLY|O_CLOEXEC) = 3`, with the errno's name after a failure and "?" where a
/// call never returned.
[[nodiscard]] QByteArray callText(const Trace &trace, const Event &event);
[[nodiscard]] QByteArray resultText(const Event &event);

/// In double quotes, everything but printable ASCII and UTF-8 escaped; cut after `most` bytes with "…".
[[nodiscard]] QByteArray quoted(const QByteArray &bytes, qsizetype most = 200);

} // namespace ringside::lens
