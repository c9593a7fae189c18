#pragma once

#include "base/result.h"

#include <QByteArray>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace ringside::progress {

// The window keeps the playground in a folder beside the database: one file for how it was left, with all its files,
// and one for each run. Exports carry them as they are, in pieces; what is in them is the window's business.

/// The folder of these files, beside a database.
[[nodiscard]] QString playgroundFolder(const QString &databasePath);

struct PlaygroundPiece
{
    QString file;
    qint64 modifiedMs = 0;
    qint64 offset = 0; ///< of the first byte
    QByteArray content;
};

/// Calls `visit` for every piece of every file, in order. Errors: System; then pieces may be missing.
[[nodiscard]] Result<> eachPlaygroundPiece(
    const QString &folder, const std::function<void(const PlaygroundPiece &)> &visit);

/// Takes a playground in beside the one that is there, and only then in its place.
class PlaygroundIntake
{
public:
    /// An empty folder: pieces are looked at and dropped.
    explicit PlaygroundIntake(QString folder)
        : m_folder(std::move(folder))
    {
    }

    /// In the order of eachPlaygroundPiece(). Errors: Content, for what that never gives; System.
    [[nodiscard]] Result<> take(const PlaygroundPiece &piece);

    /// Whether what came was changed later than what is there. One that never ran a program is older than any that did:
    /// it is what somebody finds who looks at the playground for the first time.
    [[nodiscard]] bool isNewer() const;

    /// Moves what is there to `before`, which is made, and puts what came in its place.
    [[nodiscard]] Result<> putInPlace(const QString &before);

private:
    QString m_folder;
    std::unique_ptr<QTemporaryDir> m_taken;
    PlaygroundPiece m_last; ///< without its content; offset is its end
};

} // namespace ringside::progress
