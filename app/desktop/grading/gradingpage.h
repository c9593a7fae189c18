#pragma once

#include "desktop/grading/gradingrun.h"
#include "desktop/grading/newclass.h"
#include "desktop/page/pageentry.h"

#include <QThreadPool>

#include <functional>

class QMenu;
class QStackedWidget;
class QTableView;

namespace ringside::desktop {

class Button;
class ClassExport;
class ElidedLabel;
class EmptyState;
class GradebookModel;
class Label;
class MarkRow;
class Notice;
enum class NoticeKind : quint8;
class Pane;
class ShareBar;
class SubmissionView;

/// A class: who has what for which exercise, the code beside its verdict, the answer beside its
/// rubric, points by hand, and grading itself. Makes labs, takes hand-ins in, or opens a class that
/// `ringside grade` has made.
class GradingPage : public Page
{
    Q_OBJECT

public:
    explicit GradingPage(const PageServices &services, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    [[nodiscard]] QList<QWidget *> panes() const override;
    [[nodiscard]] CommandContexts contexts() const override { return CommandContext::Program; }
    void perform(Command command) override;
    void performOwn(const QString &command) override;
    /// The folder of a class.
    bool openPlace(const QString &place) override;
    [[nodiscard]] QString placeName() const override { return m_path; }
    /// Takes hand-ins in and shows the class. A message tells what was not taken.
    void takeIn(const ClassSources &sources);
    /// Makes a lab from its description. A message tells what to do with its files.
    void makeLab(const QByteArray &definition, const QString &file);

signals:
    /// The folder was read, or could not be.
    void classShown();
    void runFinished();
    void labMade();

private:
    using Place = std::pair<QString, QString>; ///< student and exercise

    QWidget *makeHead();
    QWidget *makeBody(sandbox::Sandbox &sandbox);
    QTableView *makeTable();
    void addMenus();
    void chooseFolder();
    void chooseHandIns();
    void chooseLab();
    void saveLab(const QByteArray &definition, const QString &name);
    void showTableMenu(const QPoint &place);
    void gradeAgain(const classroom::Selection &again);
    void showSimilar();
    void showChanges();
    [[nodiscard]] QString lineOf(const classroom::MarkChange &change) const;
    void askForComment();
    void askForTime();
    void tell(NoticeKind kind, const QString &title, const QString &text);
    void tellIntake(const TakenIn &taken);
    void tellChanges();
    void tellTakenBack(const classroom::JournalEntry &entry);
    [[nodiscard]] QString placeText(const classroom::JournalEntry &entry) const;
    void readFolder();
    void showClass(const Result<GradedClass> &read);
    void showBook(const GradedClass &read);
    void showProblem(const Error &error);
    [[nodiscard]] QString stateText() const;
    void showState();
    void showCell();
    [[nodiscard]] const classroom::GradeCell *shownCell() const;
    void goToNextOpen();
    void startRun(const std::optional<classroom::Selection> &again = std::nullopt);
    void showRun(const QList<classroom::MarkChange> &changes);
    [[nodiscard]] classroom::JournalEntry entryByHand() const;
    void enterMark();
    void withdrawMark();
    void enter(const classroom::JournalEntry &entry);
    void takeBackLast();

    std::shared_ptr<const course::Course> m_course;
    QString m_path;
    QString m_labFile; ///< that was made last
    std::optional<GradedClass> m_class;
    Place m_shown; ///< on the right; empty when nothing is
    bool m_goesOn = false; ///< to the next that is open, when the class was read
    QList<classroom::MarkChange> m_changes; ///< that the last run made
    std::function<void()> m_toTell; ///< when the class was read
    int m_reads = 0; ///< of the folder, under way: no run is started on a class about to go

    QThreadPool m_disk; ///< one thread: the folder is written and read in order
    GradingRun m_run; ///< goes before the thread it writes in
    ClassExport *m_export;

    GradebookModel *m_model;
    QStackedWidget *m_stack;
    EmptyState *m_empty;
    Button *m_makeLab;
    Button *m_takeIn;
    Button *m_open;
    ElidedLabel *m_title;
    Label *m_state;
    ShareBar *m_bar;
    Notice *m_notice;
    Button *m_runButton;
    Button *m_nextButton;
    Button *m_otherButton;
    Button *m_exportButton;
    Button *m_similarButton;
    QTableView *m_table;
    Pane *m_bookPane;
    SubmissionView *m_submission;
    MarkRow *m_mark;
};

[[nodiscard]] PageEntry gradingEntry();

} // namespace ringside::desktop
