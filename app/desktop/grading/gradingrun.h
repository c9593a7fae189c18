#pragma once

#include "desktop/grading/gradedclass.h"

#include <QElapsedTimer>
#include <QFuture>
#include <QObject>

class QThreadPool;

namespace ringside::desktop {

/// Grades what is left of a class, keeps every result in its folder at once, and enters the marks at the end.
class GradingRun : public QObject
{
    Q_OBJECT

public:
    /// `disk` has one thread, so that the folder is written and read in order; it outlives this.
    GradingRun(sandbox::Sandbox &sandbox, QThreadPool &disk);
    ~GradingRun() override;

    [[nodiscard]] bool isRunning() const { return m_grader != nullptr; }
    /// Files; 0 while it is read what is to be graded.
    [[nodiscard]] int toDo() const { return m_toDo; }
    [[nodiscard]] int done() const { return m_done; }
    /// As far as can be told from those that are done; none before the first is.
    [[nodiscard]] std::optional<qint64> minutesLeft() const;
    /// Results that stayed, of an exercise as it was before.
    [[nodiscard]] qsizetype outdated() const { return m_outdated; }

    /// Grades also what has a result, as far as `again` says so.
    void start(const GradedClass &graded, const std::shared_ptr<const course::Course> &course,
        const std::optional<classroom::Selection> &again);
    /// What is done stays in the folder, and the next run goes on from there.
    void stop();

signals:
    void progressed(); ///< also when it begins, and when nothing runs any more
    void problemMet(const Error &error);
    void stopped();
    void entered(const QList<classroom::MarkChange> &changes);
    void finished(); ///< after all others, however it went

private:
    void grade(const Result<ClassWork> &work);
    void keep(const classroom::GradedItem &item);
    void end(const Result<> &result);
    void enterMarks();

    sandbox::Sandbox &m_sandbox;
    QThreadPool &m_disk;
    std::shared_ptr<const classroom::GradeFolder> m_folder;
    std::unique_ptr<classroom::BatchGrader> m_grader; ///< while a run is under way
    QFuture<Result<>> m_run;
    QList<classroom::GradedItem> m_items;
    bool m_isStopping = false; ///< before the run itself has begun
    int m_toDo = 0;
    int m_done = 0;
    qsizetype m_outdated = 0;
    QElapsedTimer m_clock;
};

} // namespace ringside::desktop
