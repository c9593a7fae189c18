#pragma once

#include "grading/verdict.h"

#include <QDateTime>
#include <QHash>
#include <QObject>

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

/// What came of the learner's checks, by exercise id. A file in the data folder, written after every check.
class ExerciseRecords : public QObject
{
    Q_OBJECT

public:
    explicit ExerciseRecords(const QString &file, QObject *parent = nullptr);

    [[nodiscard]] std::optional<ExerciseRecord> record(const course::ExerciseId &exercise) const;
    /// A verdict that is open on our side is no attempt.
    void add(const grading::Verdict &verdict);

signals:
    void changed(const course::ExerciseId &exercise);

private:
    void load();
    void save() const;

    QString m_file;
    QHash<course::ExerciseId, ExerciseRecord> m_records;
};

} // namespace ringside::desktop
