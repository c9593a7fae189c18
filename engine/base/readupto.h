#pragma once

#include <QByteArray>

class QIODevice;

namespace ringside {

/// The next bytes of `file`, `most` of them at most. The bytes read before an error come back; the device tells of it.
/// QIODevice::read takes memory for all that it is asked for, however little there is to read: a fork of a process that
/// holds some of it can fail.
[[nodiscard]] QByteArray readUpTo(QIODevice &file, qint64 most);

} // namespace ringside
