#include "progress/playgroundfiles.h"

#include <QDateTime>
#include <QDir>
#include <QRegularExpression>

#include <cerrno>
#include <utility>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

constexpr qint64 pieceBytes = 3LL << 20; // 4 MiB as text
const QString stateFile = u"state"_s;
const QStringList runFiles{u"run-*"_s};

/// Whatever comes from elsewhere must not leave the folder.
bool isOurs(const QString &name)
{
    static const QRegularExpression form(u"\\A(?:state|run-\\d{1,12})\\z"_s);
    return form.match(name).hasMatch();
}

/// A program ran in it, and when it was left: the larger, the newer.
std::pair<bool, qint64> ageOf(const QString &folder)
{
    const QDir dir(folder);
    const QFileInfo state(dir.filePath(stateFile));
    return {!dir.entryList(runFiles, QDir::Files).isEmpty(),
        state.exists() ? state.lastModified().toMSecsSinceEpoch() : -1};
}

Result<> readPieces(const QFileInfo &info, const std::function<void(const PlaygroundPiece &)> &visit)
{
    QFile file(info.filePath());
    if (!file.open(QIODevice::ReadOnly))
        return systemError(u"open "_s + info.filePath(), errno);
    PlaygroundPiece piece{
        .file = info.fileName(), .modifiedMs = info.lastModified().toMSecsSinceEpoch(), .content = {}};
    do { // an empty file is one piece
        piece.offset = file.pos();
        piece.content = file.read(pieceBytes);
        if (file.error() != QFileDevice::NoError)
            return systemError(u"read "_s + info.filePath(), errno);
        visit(piece);
    } while (!file.atEnd());
    return {};
}

Result<> move(const QString &from, const QString &to)
{
    if (::rename(QFile::encodeName(from).constData(), QFile::encodeName(to).constData()) != 0)
        return systemError(u"rename "_s + from, errno);
    return {};
}

} // namespace

QString playgroundFolder(const QString &databasePath)
{
    return QFileInfo(databasePath).absolutePath() + u"/playground"_s;
}

Result<> eachPlaygroundPiece(
    const QString &folder, const std::function<void(const PlaygroundPiece &)> &visit)
{
    for (const QFileInfo &info : QDir(folder).entryInfoList(QDir::Files, QDir::Name))
        if (isOurs(info.fileName()))
            if (auto read = readPieces(info, visit); !read)
                return read;
    return {};
}

Result<> PlaygroundIntake::take(const PlaygroundPiece &piece)
{
    if (!isOurs(piece.file))
        return contentError({}, 0, u"no file of the playground: `%1`"_s.arg(piece.file));
    const bool goesOn = piece.file == m_last.file;
    if (piece.offset != (goesOn ? m_last.offset : 0))
        return contentError({}, 0, u"%1: expected the bytes from %2"_s.arg(piece.file).arg(goesOn ? m_last.offset : 0));
    m_last = {.file = piece.file, .offset = piece.offset + piece.content.size(), .content = {}};
    if (m_folder.isEmpty())
        return {};
    if (!m_taken)
        m_taken = std::make_unique<QTemporaryDir>(m_folder + u".part-XXXXXX"_s);
    QFile file(m_taken->filePath(piece.file));
    const auto mode = goesOn ? QIODevice::WriteOnly | QIODevice::Append : QIODevice::WriteOnly | QIODevice::NewOnly;
    if (!goesOn && file.exists())
        return contentError({}, 0, u"%1 twice"_s.arg(piece.file));
    if (!m_taken->isValid() || !file.open(mode) || file.write(piece.content) != piece.content.size() || !file.flush())
        return systemError(u"write %1: %2"_s.arg(file.fileName(), file.errorString()), errno);
    file.setFileTime(QDateTime::fromMSecsSinceEpoch(piece.modifiedMs), QFileDevice::FileModificationTime);
    return {};
}

bool PlaygroundIntake::isNewer() const
{
    return m_taken && ageOf(m_taken->path()) > ageOf(m_folder);
}

Result<> PlaygroundIntake::putInPlace(const QString &before)
{
    if (QDir(m_folder).exists()) {
        if (auto moved = move(m_folder, before); !moved)
            return moved;
    } else if (!QDir().mkpath(before)) {
        return systemError(u"make "_s + before, errno);
    }
    m_taken->setAutoRemove(false);
    return move(m_taken->path(), m_folder);
}

} // namespace ringside::progress
