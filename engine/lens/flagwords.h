#pragma once

#include <QByteArray>
#include <QByteArrayList>

namespace ringside::lens {

/// Numbers of the kernel in the spelling of its headers, "O_WRONLY|O_CREAT"; what has no name is added in hexadecimal.

[[nodiscard]] QByteArray hexadecimal(quint64 number);
[[nodiscard]] QByteArrayList openFlagNames(quint64 flags);
[[nodiscard]] QByteArray openFlagsText(quint64 flags);
[[nodiscard]] QByteArray accessModeText(quint64 mode);
[[nodiscard]] QByteArray atFlagsText(quint64 flags);
[[nodiscard]] QByteArray renameFlagsText(quint64 flags);
[[nodiscard]] QByteArray cloneFlagsText(quint64 flags);
[[nodiscard]] QByteArray whenceText(quint64 whence);
[[nodiscard]] QByteArray fcntlCommandText(quint64 command);
[[nodiscard]] QByteArray ioctlRequestText(quint64 request);
[[nodiscard]] QByteArray flockText(quint64 operation);
[[nodiscard]] QByteArray signalText(quint64 signal);

} // namespace ringside::lens
