#include "desktop/exercise/draftstore.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSaveFile>
#include <QtConcurrentRun>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

DraftStore::DraftStore(QString folder)
    : m_folder(std::move(folder))
{
}

QString DraftStore::path(const course::ExerciseId &exercise) const
{
    const QString place = m_places.value(exercise);
    return place.isEmpty() ? m_folder + u'/' + exercise + u".py"_s : place;
}

QString DraftStore::editsPath(const course::ExerciseId &exercise) const
{
    return m_folder + u'/' + exercise + u".py.edits"_s;
}

void DraftStore::setPlace(const course::ExerciseId &exercise, const QString &file)
{
    m_places.insert(exercise, file);
}

bool DraftStore::has(const course::ExerciseId &exercise) const
{
    return QFile::exists(path(exercise));
}

std::optional<QString> DraftStore::load(const course::ExerciseId &exercise) const
{
    QFile file(path(exercise));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return QString::fromUtf8(file.readAll());
}

Result<> DraftStore::save(const course::ExerciseId &exercise, const QString &text) const
{
    return write(path(exercise), text.toUtf8());
}

QByteArray DraftStore::loadEdits(const course::ExerciseId &exercise) const
{
    QFile file(editsPath(exercise));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<> DraftStore::saveEdits(const course::ExerciseId &exercise, const QByteArray &edits) const
{
    return write(editsPath(exercise), edits);
}

Result<> DraftStore::write(const QString &path, const QByteArray &content)
{
    const QString folder = QFileInfo(path).path();
    if (!QDir().mkpath(folder))
        return systemError(u"make "_s + folder, errno);
    QSaveFile file(path); // writes beside, flushes, renames
    if (!file.open(QIODevice::WriteOnly) || file.write(content) < 0 || !file.commit())
        return systemError(u"save "_s + path, errno);
    return {};
}

DraftKeeper::DraftKeeper(const DraftStore &store, QObject *parent)
    : QObject(parent)
    , m_store(store)
{
    m_timer.setSingleShot(true);
    m_timer.setInterval(delay);
    connect(&m_timer, &QTimer::timeout, this, &DraftKeeper::startSave);
    connect(&m_watcher, &QFutureWatcherBase::finished, this, &DraftKeeper::finishSave);
}

DraftKeeper::~DraftKeeper()
{
    flush();
}

void DraftKeeper::setExercise(const course::ExerciseId &exercise)
{
    flush();
    m_exercise = exercise;
}

void DraftKeeper::textChanged(const QString &text)
{
    m_pending = text;
    if (!m_timer.isActive() && !m_saving) // never restarted: the first unsaved key sets the time
        m_timer.start();
}

void DraftKeeper::startSave()
{
    if (m_saving || !m_pending)
        return;
    m_saving = true;
    m_watcher.setFuture(QtConcurrent::run(
        [store = m_store, exercise = m_exercise, text = *std::exchange(m_pending, std::nullopt)] {
            return store.save(exercise, text);
        }));
}

void DraftKeeper::finishSave()
{
    if (!m_saving)
        return;
    m_saving = false;
    const Result<> result = m_watcher.result();
    if (result)
        emit saved();
    else
        emit failed(result.error());
    if (m_pending)
        m_timer.start();
}

void DraftKeeper::flush()
{
    m_timer.stop();
    if (m_saving) {
        m_watcher.waitForFinished();
        finishSave();
        m_timer.stop();
    }
    if (!m_pending)
        return;
    const Result<> result = m_store.save(m_exercise, *std::exchange(m_pending, std::nullopt));
    if (result)
        emit saved();
    else
        emit failed(result.error());
}

} // namespace ringside::desktop
