#include "desktop/widgets/filekeeper.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;

constexpr auto quietTime = 100ms; // editors empty a file before they write it

std::optional<QByteArray> contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? std::optional(file.readAll()) : std::nullopt;
}

} // namespace

FileKeeper::FileKeeper(QObject *parent)
    : QObject(parent)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delay);
    m_quiet.setSingleShot(true);
    m_quiet.setInterval(quietTime);
    const auto wait = qOverload<>(&QTimer::start);
    connect(&m_timer, &QTimer::timeout, this, &FileKeeper::startSave);
    connect(&m_quiet, &QTimer::timeout, this, &FileKeeper::look);
    connect(&m_changes, &QFileSystemWatcher::fileChanged, &m_quiet, wait);
    connect(&m_changes, &QFileSystemWatcher::directoryChanged, &m_quiet, wait);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &FileKeeper::finishSave);
}

FileKeeper::~FileKeeper()
{
    flush();
}

QByteArray FileKeeper::digest(const QByteArray &content)
{
    return QCryptographicHash::hash(content, QCryptographicHash::Sha256);
}

Result<> FileKeeper::write(const QString &path, const QByteArray &content)
{
    const QString folder = QFileInfo(path).path();
    if (!QDir().mkpath(folder))
        return systemError(u"make "_s + folder, errno);
    QSaveFile file(path); // writes beside, flushes, renames
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0 || !file.commit())
        return systemError(u"save "_s + path, errno);
    return {};
}

FileKeeper::Outcome FileKeeper::save(const QString &file, const QByteArray &text, const QByteArray &known)
{
    const std::optional<QByteArray> there = contentOf(file);
    if (there == text) // left alone: nobody who has it open need be told
        return {.digest = digest(text)};
    if (there && digest(*there) != known)
        return {.found = there};
    return {.written = write(file, text), .digest = digest(text)};
}

void FileKeeper::setFile(const QString &file, const QByteArray &known)
{
    flush();
    if (const QStringList watched = m_changes.files() + m_changes.directories(); !watched.isEmpty())
        m_changes.removePaths(watched);
    m_quiet.stop();
    m_pending.reset();
    m_file = file;
    m_known = known;
    m_told.clear();
    watch();
}

// The folder, too: many programs write a new file and give it the name of the old one.
void FileKeeper::watch()
{
    if (m_file.isEmpty())
        return;
    for (const QString &path : {m_file, QFileInfo(m_file).path()}) {
        if (QFile::exists(path) && !m_changes.files().contains(path) && !m_changes.directories().contains(path))
            m_changes.addPath(path);
    }
}

void FileKeeper::look()
{
    if (m_file.isEmpty())
        return;
    if (m_saving)
        return m_quiet.start(); // what is there in a moment may be ours
    watch();
    const std::optional<QByteArray> there = contentOf(m_file);
    const QByteArray now = there ? digest(*there) : QByteArray();
    if (!there)
        m_known.clear(); // what is typed next makes it again
    else if (now != m_known && now != std::exchange(m_told, now))
        emit changedOutside(*there);
}

void FileKeeper::accept(const QByteArray &found)
{
    m_known = digest(found);
    m_told.clear();
    if (m_pending && !m_saving)
        m_timer.start();
}

void FileKeeper::textChanged(const QByteArray &text)
{
    if (!m_saving && digest(text) == m_known) { // as it is after a change by another program
        m_pending.reset();
        m_timer.stop();
        return emit saved();
    }
    m_pending = text;
    if (!m_timer.isActive() && !m_saving) // never restarted: the first unsaved key sets the time
        m_timer.start();
}

void FileKeeper::startSave()
{
    if (m_saving || !m_pending)
        return;
    m_saving = true;
    m_underway = *std::exchange(m_pending, std::nullopt);
    m_watcher.setFuture(QtConcurrent::run(&FileKeeper::save, m_file, m_underway, m_known));
}

void FileKeeper::finishSave()
{
    if (!m_saving)
        return;
    m_saving = false;
    if (m_pending)
        m_timer.start();
    settle(m_watcher.result());
}

void FileKeeper::settle(const Outcome &outcome)
{
    if (outcome.found) {
        if (!m_pending)
            m_pending = m_underway;
        m_told = digest(*outcome.found);
        emit changedOutside(*outcome.found);
    } else if (!outcome.written) {
        emit failed(outcome.written.error());
    } else {
        m_known = outcome.digest;
        m_told.clear();
        watch();
        emit saved();
    }
}

void FileKeeper::flush()
{
    if (m_saving) {
        m_watcher.waitForFinished();
        finishSave();
    }
    m_timer.stop();
    if (!m_pending)
        return;
    m_underway = *std::exchange(m_pending, std::nullopt);
    settle(save(m_file, m_underway, m_known));
}

} // namespace ringside::desktop
