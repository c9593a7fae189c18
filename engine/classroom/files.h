#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QString>

namespace ringside::classroom {

enum class Readers : quint8 { All, OwnerOnly };

/// Writes a file that is whole or not there, also after a power cut. Errors: System.
[[nodiscard]] Result<> writeFile(
    const QString &path, const QByteArray &bytes, Readers readers = Readers::All);

/// Errors: System; Content, for more than `most` bytes.
[[nodiscard]] Result<QByteArray> readFile(const QString &path, qint64 most = qint64(1) << 30);

/// Adds to the end of a file, which need not exist, and waits until it is on the disk. Errors:
/// System.
[[nodiscard]] Result<> appendToFile(
    const QString &path, const QByteArray &bytes, Readers readers = Readers::All);

/// A Content error that isTooLarge() knows again.
[[nodiscard]] std::unexpected<Error> tooLarge(const QString &file, qint64 most);
[[nodiscard]] bool isTooLarge(const Error &error);

} // namespace ringside::classroom
