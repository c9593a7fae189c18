#pragma once

#include "course/course.h"
#include "desktop/course/readingstate.h"
#include "desktop/page/page.h"

#include <QAbstractButton>

#include <memory>

class QGridLayout;
class QScrollArea;
class QStackedWidget;
class QVBoxLayout;

namespace ringside::desktop {

class Button;
class EmptyState;
class ExerciseRecords;
class Label;

/// A lesson on the course map: number, title, one line, how much of it is read.
class LessonCard : public QAbstractButton
{
    Q_OBJECT

public:
    LessonCard(const course::Lesson &lesson, int parts, QWidget *parent);

    void setReadCount(int read);
    [[nodiscard]] QString lesson() const { return m_id; }
    QSize sizeHint() const override { return {300, 132}; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void paintEvent(QPaintEvent *event) override;

private:
    QString m_id, m_subtitle;
    int m_number, m_minutes, m_parts;
    int m_read = 0;
};

/// The course at a glance, and the way into it.
class CoursePage : public Page
{
    Q_OBJECT

public:
    CoursePage(const ReadingState &reading, const ExerciseRecords &records, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    /// The course could not be found at all.
    void showProblem(const QString &title, const QString &text);

    QList<QWidget *> panes() const override;

signals:
    void placeRequested(const ReadingPlace &place);
    void exerciseRequested(const QString &slug);

protected:
    void resizeEvent(QResizeEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    QWidget *makeContent();
    void refresh();
    void layOutCards();
    void choose(const QString &lesson);
    void showChosen();
    void showDetail();
    [[nodiscard]] QString basisOf(const course::Lesson &lesson) const;
    void showBroken();
    void showContinue();
    [[nodiscard]] int readCount(const course::Lesson &lesson) const;
    [[nodiscard]] ReadingPlace nextPlace() const;
    [[nodiscard]] bool isFirstStart() const { return m_reading.place().lesson.isEmpty(); }
    void showState(int read, int parts);

    const ReadingState &m_reading;
    const ExerciseRecords &m_records;
    std::shared_ptr<const course::Course> m_course;
    QString m_chosen;

    QStackedWidget *m_stack;
    QScrollArea *m_scroll;
    EmptyState *m_empty;
    Label *m_title;
    Label *m_state;
    Button *m_continue;
    QGridLayout *m_grid;
    QList<LessonCard *> m_cards;
    QVBoxLayout *m_detail;
    QVBoxLayout *m_broken;
};

} // namespace ringside::desktop
