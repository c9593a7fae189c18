#pragma once

#include "grading/verdict.h"
#include "progress/storethread.h"

#include <QDateTime>
#include <QHash>
#include <QObject>

#include <functional>

namespace ringside::desktop {

/// The best verdict one has had on an exercise.
struct ExerciseRecord
{
    grading::Outcome outcome = grading::Outcome::Failed;
    double points = 0;
    double maxPoints = 0;
    int attempts = 0;
    QDateTime last;
};

/// What was checked, beside its verdict.
struct Submission
{
    QString source;
    qint64 startedMs = 0; ///< when the exercise was opened
    int hints = 0; ///< rungs seen before
};

/// What came of the learner's checks, by exercise id. The attempts themselves are in the learner's store, which
/// only grows; a small file beside it holds the best of each, so that the first picture of the window waits for
/// no database.
class ExerciseRecords : public QObject
{
    Q_OBJECT

public:
    explicit ExerciseRecords(const QString &file, QObject *parent = nullptr);

    [[nodiscard]] std::optional<ExerciseRecord> record(const course::ExerciseId &exercise) const;
    /// Passed or mastered, ever.
    [[nodiscard]] bool isPassed(const course::ExerciseId &exercise) const;
    /// A verdict that is open on our side is no attempt.
    void add(const grading::Verdict &verdict, const Submission &submission = {});

    /// From now on attempts go into the store, and what it knows from other machines counts, too. The store
    /// outlives this object.
    void join(progress::StoreThread &store);
    /// All attempts at an exercise, the oldest first. Errors: Internal without a store; those of the store.
    [[nodiscard]] QFuture<Result<QList<progress::Attempt>>> attempts(const course::ExerciseId &exercise) const;
    /// The rungs of hints that were opened, as progress::Attempts::hintsOf(). Errors: as attempts().
    [[nodiscard]] QFuture<Result<QList<progress::HintShown>>> hints(const course::ExerciseId &exercise) const;
    /// A rung of the hints was opened; progress::solutionRung for the reference solution.
    void showHint(const course::ExerciseId &exercise, int rung);
    /// Forgets everything; the store is not touched.
    void clear();

signals:
    /// An attempt could not be kept.
    void failed(const ringside::Error &error);
    void changed(const course::ExerciseId &exercise);

private:
    void load();
    void save() const;
    void keep(const grading::Verdict &verdict, const Submission &submission);
    void take(const progress::ItemRecord &record);
    template<typename T>
    [[nodiscard]] QFuture<Result<T>> fromStore(std::function<Result<T>(const progress::Store &)> question) const;

    QString m_file;
    QHash<course::ExerciseId, ExerciseRecord> m_records;
    progress::StoreThread *m_store = nullptr;
};

} // namespace ringside::desktop
