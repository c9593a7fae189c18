#include "base/readupto.h"

#include <QIODevice>

#include <algorithm>

namespace ringside {

QByteArray readUpTo(QIODevice &file, qint64 most)
{
    constexpr qint64 pieceBytes = qint64(1) << 18;
    QByteArray bytes;
    while (bytes.size() < most) {
        const QByteArray piece = file.read(std::min(pieceBytes, most - bytes.size()));
        if (piece.isEmpty())
            break;
        bytes += piece;
    }
    return bytes;
}

} // namespace ringside
