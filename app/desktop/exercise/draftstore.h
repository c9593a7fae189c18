#pragma once

#include "base/result.h"
#include "course/exercise.h"

#include <QHash>

#include <optional>

namespace ringside::desktop {

/// One file per exercise in the data folder: the learner's solution as they left it.
class DraftStore
{
public:
    explicit DraftStore(QString folder);

    /// Its bytes; nothing where there is none.
    [[nodiscard]] std::optional<QByteArray> load(const course::ExerciseId &exercise) const;
    /// What EditLog remembers of a draft. Without it, nothing is lost but older steps of undo.
    [[nodiscard]] QByteArray loadEdits(const course::ExerciseId &exercise) const;
    /// Safe to call from any thread.
    [[nodiscard]] Result<> saveEdits(const course::ExerciseId &exercise, const QByteArray &edits) const;
    /// Keeps the draft of an exercise in that file from now on; empty: in the folder again.
    void setPlace(const course::ExerciseId &exercise, const QString &file);
    /// The file the draft is in. FileKeeper saves it, and other programs may.
    [[nodiscard]] QString path(const course::ExerciseId &exercise) const;
    [[nodiscard]] bool has(const course::ExerciseId &exercise) const;

private:
    [[nodiscard]] QString editsPath(const course::ExerciseId &exercise) const;

    QString m_folder;
    QHash<course::ExerciseId, QString> m_places; ///< those that are elsewhere
};

} // namespace ringside::desktop
