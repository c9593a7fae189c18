#include "desktop/exercise/draftstore.h"

#include "desktop/widgets/filekeeper.h"

#include <QFile>

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

std::optional<QByteArray> DraftStore::load(const course::ExerciseId &exercise) const
{
    QFile file(path(exercise));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    return file.readAll();
}

QByteArray DraftStore::loadEdits(const course::ExerciseId &exercise) const
{
    QFile file(editsPath(exercise));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

Result<> DraftStore::saveEdits(const course::ExerciseId &exercise, const QByteArray &edits) const
{
    return FileKeeper::write(editsPath(exercise), edits);
}

} // namespace ringside::desktop
