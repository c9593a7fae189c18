#pragma once

#include "course/course.h"
#include "grading/verdict.h"

#include <QAbstractListModel>

namespace ringside::desktop {

class DraftStore;
class ExerciseRecords;

/// All exercises of the course in its order, with what the learner has made of them; then the broken ones.
class ExerciseListModel : public QAbstractListModel
{
    Q_OBJECT

public:
    enum class Status : quint8 { Untouched, Started, Failed, Passed, Mastered, Broken };
    enum Role {
        SlugRole = Qt::UserRole,
        CodeRole,
        LessonRole, ///< title of the lesson
        LessonIdRole,
        LevelRole, ///< course::Level
        MinutesRole,
        StatusRole, ///< Status
        PointsRole, ///< double, of the best attempt
        MaxPointsRole,
    };

    ExerciseListModel(const ExerciseRecords &records, const DraftStore &drafts, QObject *parent = nullptr);

    void setCourse(const course::Course &course);
    /// A draft was begun or a check came in.
    void refresh(const course::ExerciseId &exercise);

    int rowCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Row
    {
        course::ExerciseId id;
        QString slug, code, title, lesson, lessonId, problem;
        course::Level level{};
        int minutes = 0;
        Status status{};
        double points = 0, maxPoints = 0;
    };
    void fillStatus(Row &row) const;
    [[nodiscard]] static QString accessibleText(const Row &row);

    const ExerciseRecords &m_records;
    const DraftStore &m_drafts;
    QList<Row> m_rows;
};

/// "beginner" and so on, for people.
[[nodiscard]] QString levelText(course::Level level);
[[nodiscard]] QString statusText(ExerciseListModel::Status status);

} // namespace ringside::desktop
