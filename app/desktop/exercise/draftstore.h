#pragma once

#include "base/result.h"
#include "course/exercise.h"

#include <QFutureWatcher>
#include <QHash>
#include <QObject>
#include <QTimer>

#include <optional>

namespace ringside::desktop {

/// One file per exercise in the data folder: the learner's solution as they left it.
class DraftStore
{
public:
    explicit DraftStore(QString folder);

    [[nodiscard]] std::optional<QString> load(const course::ExerciseId &exercise) const;
    /// Complete or not at all, also when the machine stops in the middle. Safe to call from any thread.
    [[nodiscard]] Result<> save(const course::ExerciseId &exercise, const QString &text) const;
    /// What EditLog remembers of a draft. Without it, nothing is lost but older steps of undo.
    [[nodiscard]] QByteArray loadEdits(const course::ExerciseId &exercise) const;
    [[nodiscard]] Result<> saveEdits(const course::ExerciseId &exercise, const QByteArray &edits) const;
    /// Keeps the draft of an exercise in that file from now on; empty: in the folder again.
    void setPlace(const course::ExerciseId &exercise, const QString &file);
    /// The file the draft is in, for other programs.
    [[nodiscard]] QString path(const course::ExerciseId &exercise) const;
    [[nodiscard]] bool has(const course::ExerciseId &exercise) const;

private:
    [[nodiscard]] QString editsPath(const course::ExerciseId &exercise) const;
    [[nodiscard]] static Result<> write(const QString &path, const QByteArray &content);

    QString m_folder;
    QHash<course::ExerciseId, QString> m_places; ///< those that are elsewhere
};

/// Saves what is typed: at most `delay` after the first unsaved key, in another thread, one save at a time.
class DraftKeeper : public QObject
{
    Q_OBJECT

public:
    static constexpr std::chrono::milliseconds delay{1000}; // two seconds are promised; the disk gets the rest

    DraftKeeper(const DraftStore &store, QObject *parent = nullptr);
    ~DraftKeeper() override;

    /// From now on texts are of this exercise. What is unsaved of the one before is saved first.
    void setExercise(const course::ExerciseId &exercise);
    void textChanged(const QString &text);
    /// Saves now and waits for it.
    void flush();
    [[nodiscard]] bool isSaved() const { return !m_pending && !m_saving; }

signals:
    void saved();
    void failed(const Error &error);

private:
    void startSave();
    void finishSave();

    const DraftStore &m_store;
    course::ExerciseId m_exercise;
    std::optional<QString> m_pending;
    QTimer m_timer;
    QFutureWatcher<Result<>> m_watcher;
    bool m_saving = false;
};

} // namespace ringside::desktop
