#pragma once

#include "desktop/grading/gradedclass.h"

#include <QSplitter>

class QStackedWidget;

namespace ringside::desktop {

class Button;
class CheckList;
class CodeEditor;
class Label;
class Pane;
class RubricList;
class VerdictModel;

/// What one student handed in for an exercise or a question, and what it came to: above the verdict or the rubric, below
/// the file. A check that failed can be run again on the files on which it failed.
class SubmissionView : public QSplitter
{
    Q_OBJECT

public:
    explicit SubmissionView(sandbox::Sandbox &sandbox, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course);
    void setRunning(bool isRunning); ///< the class is graded meanwhile: no check is run again
    void showCell(const GradedClass &graded, const QString &student, const classroom::GradeCell &cell);
    void showNothing();
    void replay();

    [[nodiscard]] RubricList *rubric() const { return m_rubric; }
    [[nodiscard]] QList<QWidget *> panes() const;

signals:
    void problemMet(const ringside::Error &error);

private:
    QWidget *makeVerdict();
    QWidget *makeCode();
    void clear();
    void showRubric(const classroom::GradeCell &cell);
    void showVerdict(const classroom::GradeCell &cell);
    void showFile(const classroom::GradeCell &cell);
    void showCheck();
    [[nodiscard]] const grading::CheckResult *failedCheck() const;

    sandbox::Sandbox &m_sandbox;
    std::shared_ptr<const course::Course> m_course;
    std::shared_ptr<const classroom::GradeFolder> m_folder;
    QString m_student; ///< with name
    std::optional<classroom::GradedItem> m_item; ///< that the verdict is about
    QByteArray m_file; ///< digest of the one that is shown
    bool m_isRunning = false;

    VerdictModel *m_verdicts;
    Pane *m_pane;
    QStackedWidget *m_judgement; ///< the verdict, or the rubric
    CheckList *m_checks;
    Label *m_message;
    Button *m_replay;
    Label *m_comment;
    RubricList *m_rubric;
    CodeEditor *m_code;
};

} // namespace ringside::desktop
