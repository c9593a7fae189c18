#pragma once

#include "course/course.h"
#include "desktop/course/readingstate.h"
#include "desktop/lesson/examplerunner.h"
#include "desktop/lesson/notebook.h"
#include "desktop/lesson/readerview.h"
#include "desktop/page/page.h"

#include <QTreeView>

#include <memory>

class QHBoxLayout;
class QScrollBar;

namespace ringside::desktop {

class Button;
class ElidedLabel;
class FindBar;
class Label;
class LessonTreeModel;
class OutlinePanel;
class NoteEditor;
class PartFooter;
class ShareBar;
class UndoBar;

/// The lesson reader: list of lessons and parts, the text of one part, and what is on the page.
class ReaderPage : public Page
{
    Q_OBJECT

public:
    ReaderPage(ReadingState &reading, sandbox::Sandbox &sandbox, QWidget *parent = nullptr);

    void setCourse(const std::shared_ptr<const course::Course> &course) override;
    /// Opens a part, or the lesson's first when `place.part` is empty or unknown.
    void open(const ReadingPlace &place);
    [[nodiscard]] ReadingPlace place() const;
    [[nodiscard]] bool isOpen() const { return m_lesson != nullptr; }

    void savePdf(const QString &file);
    /// The store outlives the page.
    void joinStore(progress::StoreThread &store) { m_notes->join(store); }
    [[nodiscard]] NoteBook *notes() const { return m_notes; }
    [[nodiscard]] NoteEditor *noteEditor() const { return m_noteEditor; }
    /// For the examples one runs.
    void setLimits(const sandbox::Limits &limits) { m_runner.setLimits(limits); }

    CommandContexts contexts() const override;
    void perform(Command command) override;
    QList<QWidget *> panes() const override;

    [[nodiscard]] ReaderView *view() const { return m_view; }

signals:
    /// The lesson is in this file now, or it could not be written.
    void pdfSaved(const QString &file);
    void pdfFailed(const ringside::Error &error);
    /// The learner asks for another part; the window answers with open() and remembers the way back.
    void placeRequested(const ReadingPlace &place);
    void exerciseRequested(const QString &slug);
    /// A link that leads neither to a lesson nor to an exercise: to an interview question.
    void linkActivated(const QString &link);
    void courseRequested();

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeSide();
    QWidget *makeTopBar();
    QWidget *makeBody();
    void matchScrollBar();
    void joinFindBar();
    void openFind();
    void goToMatch(int index);
    void stepPart(int direction);
    void runExample();
    void stopExamples();
    void askForPdf();
    void joinNotes();
    void showNotes();
    /// Notes of what is selected; the first of them. Nothing is selected: none.
    std::optional<progress::Note> highlightSelection();
    void addNote();
    void openNote(const progress::Note &note);
    void openNoteAt(int part, int position);
    void removeNote(const progress::Note &note);
    void showMenu(QPoint global);
    void toggleList();
    void arrange();
    void showPart();
    void showProgress();
    void markReadAndGoOn();
    void followLink(const QString &link);
    void showMatchCount();
    /// The example that has the focus, else the first that is seen.
    [[nodiscard]] class ExampleBlock *chosenExample() const;
    [[nodiscard]] class CodeEditor *focusedEditor() const;

    ReadingState &m_reading;
    ExampleRunner m_runner;
    std::shared_ptr<const course::Course> m_course;
    const course::Lesson *m_lesson = nullptr; ///< in m_course
    QList<LessonPart> m_parts;
    int m_part = 0;

    LessonTreeModel *m_model;
    QWidget *m_side;
    QTreeView *m_tree;
    ElidedLabel *m_crumb;
    Label *m_crumbPart;
    ShareBar *m_share;
    Label *m_minutes;
    ReaderView *m_view;
    OutlinePanel *m_outline;
    QScrollBar *m_scrollBar;
    FindBar *m_find;
    bool m_listWanted = true;
    NoteBook *m_notes;
    NoteEditor *m_noteEditor;
    UndoBar *m_undo;
};

} // namespace ringside::desktop
