#pragma once

#include "course/course.h"

#include <QAbstractItemModel>

namespace ringside::desktop {

class ReadingState;

/// The course as a tree for navigation: lessons, below each its parts; at the end what could not be loaded.
class LessonTreeModel : public QAbstractItemModel
{
    Q_OBJECT

public:
    enum class Kind : quint8 { Lesson, Part, Broken };
    enum Role {
        KindRole = Qt::UserRole, ///< Kind
        LessonRole, ///< id of the lesson
        PartRole, ///< anchor of the part; empty on a lesson
        NumberRole, ///< of a lesson
        ReadRole, ///< a part: bool; a lesson: how many of its parts are read
        PartCountRole, ///< on a lesson
        CurrentRole, ///< the part that is open
    };

    explicit LessonTreeModel(const ReadingState &reading, QObject *parent = nullptr);

    void setCourse(const course::Course &course);
    void setCurrent(const QString &lesson, const QString &part);
    [[nodiscard]] QModelIndex indexOf(const QString &lesson, const QString &part = {}) const;

    QModelIndex index(int row, int column, const QModelIndex &parent = {}) const override;
    QModelIndex parent(const QModelIndex &child) const override;
    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Part
    {
        QString anchor, title;
    };
    struct Row
    {
        Kind kind = Kind::Lesson;
        QString id, title;
        int number = 0;
        QList<Part> parts;
        QString problem; ///< of a broken lesson
    };

    void readChanged(const QString &lesson);
    [[nodiscard]] QVariant rowData(const Row &row, int role) const;
    [[nodiscard]] QVariant partData(const Row &row, const Part &part, int role) const;
    [[nodiscard]] int readCount(const Row &row) const;

    const ReadingState &m_reading;
    QList<Row> m_rows;
    QString m_currentLesson;
    QString m_currentPart;
};

} // namespace ringside::desktop
