#include "desktop/lesson/readerpage.h"

#include "desktop/course/lessontreedelegate.h"
#include "desktop/course/lessontreemodel.h"
#include "desktop/lesson/exampleblock.h"
#include "desktop/lesson/lessonpdf.h"
#include "desktop/lesson/notebook.h"
#include "desktop/lesson/noteeditor.h"
#include "desktop/lesson/outlinepanel.h"
#include "desktop/lesson/partfooter.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/findbar.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/undobar.h"

#include <QApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QMenu>
#include <QScrollBar>
#include <QToolTip>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int leastListWidth = 264;
constexpr int mostListWidth = 340; // the longest title fits
constexpr int topBarHeight = 48;
constexpr int listBreakpoint = 860; // below this width the list of lessons goes

} // namespace

ReaderPage::ReaderPage(ReadingState &reading, sandbox::Sandbox &sandbox, QWidget *parent)
    : Page(parent)
    , m_reading(reading)
    , m_runner(sandbox)
    , m_model(new LessonTreeModel(reading, this))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_side = makeSide());
    auto *column = new QVBoxLayout;
    column->setSpacing(0);
    column->addWidget(makeTopBar());
    column->addWidget(new Separator(Qt::Horizontal));
    column->addWidget(m_undo = new UndoBar);
    column->addWidget(makeBody(), 1);
    layout->addLayout(column, 1);
    joinFindBar();
    joinNotes();

    connect(m_view, &ReaderView::linkActivated, this, &ReaderPage::followLink);
    connect(m_view, &ReaderView::scrolled, this, [this] {
        if (m_lesson)
            m_reading.setPlace(place());
    });
    connect(&reading, &ReadingState::readChanged, this, &ReaderPage::showProgress);
    connect(&themeOf(this), &Theme::fontsChanged, this, &ReaderPage::arrange);
}

QWidget *ReaderPage::makeSide()
{
    auto *side = new Ground(ColorRole::Window);
    auto *layout = new QHBoxLayout(side);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_tree = new QTreeView;
    m_tree->setModel(m_model);
    m_tree->setItemDelegate(new LessonTreeDelegate(m_tree));
    m_tree->setHeaderHidden(true);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIndentation(0);
    m_tree->setRootIsDecorated(false);
    m_tree->setMouseTracking(true);
    m_tree->setExpandsOnDoubleClick(false);
    m_tree->viewport()->setAutoFillBackground(false);
    m_tree->setAccessibleName(tr("Lessons"));
    const auto choose = [this](const QModelIndex &index) {
        if (index.data(LessonTreeModel::KindRole).value<LessonTreeModel::Kind>()
            != LessonTreeModel::Kind::Broken)
            emit placeRequested({index.data(LessonTreeModel::LessonRole).toString(),
                index.data(LessonTreeModel::PartRole).toString()});
    };
    connect(m_tree, &QTreeView::clicked, this, choose);
    connect(m_tree, &QTreeView::activated, this, choose);
    auto *inset = new QVBoxLayout;
    inset->setContentsMargins(0, 12, 0, 8);
    inset->addWidget(m_tree);
    layout->addLayout(inset, 1);
    layout->addWidget(new Separator(Qt::Vertical));
    return side;
}

QWidget *ReaderPage::makeTopBar()
{
    auto *bar = new Ground(ColorRole::Surface);
    bar->setFixedHeight(topBarHeight);
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(20, 0, 16, 0);
    layout->setSpacing(6);
    m_crumb = new ElidedLabel({}, TextRole::Small, ColorRole::Secondary);
    m_crumbPart = new ElidedLabel({}, TextRole::Small);
    m_crumbPart->setWeight(QFont::DemiBold);
    m_share = new ShareBar;
    m_share->setFixedWidth(120);
    m_minutes = new Label({}, TextRole::Caption, ColorRole::Secondary);
    auto *find = new Button(tr("Find"), Button::Kind::Ghost, u"search"_s);
    connect(find, &QPushButton::clicked, this, &ReaderPage::openFind);
    layout->addWidget(m_crumb);
    layout->addWidget(m_crumbPart);
    layout->addStretch(1);
    layout->addWidget(m_share);
    layout->addWidget(m_minutes);
    layout->addSpacing(8);
    layout->addWidget(find);
    return bar;
}

QWidget *ReaderPage::makeBody()
{
    // The outline stands between the text and its scroll bar, which belongs at the window's edge.
    auto *body = new Ground(ColorRole::Surface);
    auto *layout = new QHBoxLayout(body);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_view = new ReaderView(Density::Roomy, tr("Lesson text"));
    m_view->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_outline = new OutlinePanel(m_view);
    m_scrollBar = new QScrollBar(Qt::Vertical);
    m_scrollBar->setAccessibleName(tr("Scroll the lesson"));
    QScrollBar *inner = m_view->verticalScrollBar();
    m_scrollBar->setSingleStep(inner->singleStep());
    connect(inner, &QScrollBar::rangeChanged, this, &ReaderPage::matchScrollBar);
    connect(m_view->column(), &ReaderColumn::heightChanged, this, &ReaderPage::matchScrollBar);
    connect(inner, &QScrollBar::valueChanged, m_scrollBar, &QScrollBar::setValue);
    connect(m_scrollBar, &QScrollBar::valueChanged, inner, &QScrollBar::setValue);
    layout->addWidget(m_view, 1);
    layout->addWidget(m_outline);
    layout->addWidget(m_scrollBar);
    return body;
}

void ReaderPage::matchScrollBar()
{
    const QScrollBar *inner = m_view->verticalScrollBar();
    m_scrollBar->setPageStep(inner->pageStep());
    m_scrollBar->setRange(inner->minimum(), inner->maximum());
    m_scrollBar->setValue(inner->value());
}

void ReaderPage::joinFindBar()
{
    m_find = new FindBar(FindBar::Rows::Find, tr("Find on this page"), m_view);
    connect(m_find, &FindBar::searched, this, [this] {
        m_view->search(m_find->text(),
            m_find->isCaseSensitive() ? editing::MatchCase::Yes : editing::MatchCase::No);
        showMatchCount();
    });
    connect(m_find, &FindBar::nextRequested, this, [this] { goToMatch(m_view->currentMatch() + 1); });
    connect(m_find, &FindBar::previousRequested, this, [this] { goToMatch(m_view->currentMatch() - 1); });
    connect(m_find, &FindBar::closed, this, [this] {
        m_view->search({}, editing::MatchCase::No);
        m_view->column()->setFocus();
    });
}

void ReaderPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    const ReadingPlace before = place();
    m_lesson = nullptr;
    m_course = course;
    m_model->setCourse(*m_course);
    if (!before.lesson.isEmpty())
        open(before);
}

void ReaderPage::open(const ReadingPlace &place)
{
    const course::Lesson *lesson = m_course ? m_course->lesson(place.lesson) : nullptr;
    if (!lesson)
        return;
    m_undo->dismiss(); // what it would bring back belongs to the lesson that is left
    if (m_lesson != lesson) {
        m_lesson = lesson;
        m_parts = partsOf(*lesson);
        m_runner.setLesson(*lesson);
    }
    const QString anchor = place.part.isEmpty() ? m_reading.lastPart(lesson->id) : place.part;
    const int part = partWithAnchor(*lesson, anchor);
    m_part = qBound(0, part, int(m_parts.size()) - 1);
    m_notes->setLesson(lesson->id); // shows them, so it needs to know the part
    const bool inside = part >= 0 && m_parts[m_part].anchor != anchor; // a heading below the part's own
    const bool isGiven = place.scroll > 0 || inside || place.fromTop;
    const qreal scroll = isGiven ? place.scroll : m_reading.scrollOf(lesson->id, anchor);
    showPart();
    if (scroll > 0) {
        m_view->column()->completeAll();
        m_view->verticalScrollBar()->setValue(int(scroll * m_view->verticalScrollBar()->maximum()));
    } else if (inside) {
        m_view->scrollToAnchor(anchor);
    }
    m_reading.setPlace(this->place());
}

ReadingPlace ReaderPage::place() const
{
    if (!m_lesson || m_parts.isEmpty())
        return {};
    const QScrollBar *bar = m_view->verticalScrollBar();
    const qreal scroll = bar->maximum() > 0 ? qreal(bar->value()) / bar->maximum() : 0;
    return {m_lesson->id, m_parts[m_part].anchor, scroll};
}

void ReaderPage::showPart()
{
    const LessonPart &part = m_parts[m_part];
    const bool last = m_part + 1 == m_parts.size();
    auto *footer = new PartFooter(last ? QString() : m_parts[m_part + 1].title,
        m_reading.isRead(m_lesson->id, part.anchor) ? PartFooter::Reading::Read
                                                    : PartFooter::Reading::NotRead,
        last ? m_course->exercisesOf(m_lesson->id) : QList<const course::Exercise *>());
    connect(footer, &PartFooter::goOnRequested, this, &ReaderPage::markReadAndGoOn);
    connect(footer, &PartFooter::markRequested, this, [this](bool read) {
        m_reading.setRead(m_lesson->id, m_parts[m_part].anchor, read);
        const int scroll = m_view->verticalScrollBar()->value();
        showPart();
        m_view->column()->completeAll();
        m_view->verticalScrollBar()->setValue(scroll);
    }, Qt::QueuedConnection);
    connect(footer, &PartFooter::exerciseRequested, this, &ReaderPage::exerciseRequested);
    m_view->setBlocks(readPart(*m_lesson, part), m_runner.runs(), footer);

    m_model->setCurrent(m_lesson->id, part.anchor);
    const QModelIndex current = m_model->indexOf(m_lesson->id, part.anchor);
    m_tree->expand(m_model->indexOf(m_lesson->id).siblingAtColumn(0));
    m_tree->expand(current.parent());
    m_tree->setCurrentIndex(current);
    m_tree->scrollTo(current);
    m_crumb->setText(tr("Lesson %1  ›  %2  ›").arg(m_lesson->number).arg(m_lesson->title));
    m_crumbPart->setText(part.title);
    m_minutes->setText(tr("%n min", nullptr, m_lesson->minutes));
    m_view->column()->setAccessibleName(part.title);
    showProgress();
}

void ReaderPage::showProgress()
{
    if (!m_lesson)
        return;
    int read = 0;
    for (const LessonPart &part : std::as_const(m_parts))
        read += m_reading.isRead(m_lesson->id, part.anchor) ? 1 : 0;
    m_share->setShare(read, int(m_parts.size()));
    m_share->setToolTip(tr("%1 of %2 parts read").arg(read).arg(m_parts.size()));
}

void ReaderPage::markReadAndGoOn()
{
    m_reading.setRead(m_lesson->id, m_parts[m_part].anchor, true);
    if (m_part + 1 < m_parts.size())
        emit placeRequested({m_lesson->id, m_parts[m_part + 1].anchor});
    else
        emit courseRequested();
}

void ReaderPage::followLink(const QString &link)
{
    const QUrl url(link);
    if (url.scheme() == u"lesson")
        emit placeRequested(ReadingPlace::topOf(url.path(), url.fragment()));
    else if (url.scheme() == u"exercise")
        emit exerciseRequested(url.path());
    else if (link.startsWith(u'#'))
        emit placeRequested(ReadingPlace::topOf(m_lesson->id, link.mid(1)));
    else if (url.scheme() == u"question")
        emit linkActivated(link);
    else if (url.scheme() == u"https" || url.scheme() == u"http")
        QDesktopServices::openUrl(url);
}

void ReaderPage::openFind()
{
    m_find->open(m_view->column()->selection().text().section(u'\n', 0, 0));
}

void ReaderPage::goToMatch(int index)
{
    m_view->goToMatch(index);
    showMatchCount();
}

void ReaderPage::showMatchCount()
{
    m_find->setMatches(m_view->currentMatch() + 1, m_view->matchCount());
}

void ReaderPage::stepPart(int direction)
{
    if (!m_lesson)
        return;
    const int part = m_part + direction;
    if (part >= 0 && part < m_parts.size()) {
        emit placeRequested({m_lesson->id, m_parts[part].anchor});
        return;
    }
    const qsizetype lesson = (m_lesson - m_course->lessons.constData()) + direction;
    if (lesson >= 0 && lesson < m_course->lessons.size())
        emit placeRequested({m_course->lessons[lesson].id, {}});
}

ExampleBlock *ReaderPage::chosenExample() const
{
    for (QWidget *widget = QApplication::focusWidget(); widget; widget = widget->parentWidget()) {
        if (auto *example = qobject_cast<ExampleBlock *>(widget))
            return example;
    }
    return m_view->visibleExample();
}

void ReaderPage::runExample()
{
    if (ExampleBlock *example = chosenExample())
        example->startRun();
}

void ReaderPage::stopExamples()
{
    for (BlockWidget *block : m_view->column()->blocks()) {
        if (auto *example = qobject_cast<ExampleBlock *>(block))
            example->stopRun();
    }
}

void ReaderPage::joinNotes()
{
    m_notes = new NoteBook(this);
    m_noteEditor = new NoteEditor(m_view);
    connect(m_notes, &NoteBook::changed, this, &ReaderPage::showNotes);
    connect(m_view, &ReaderView::completed, this, &ReaderPage::showNotes);
    connect(m_view, &ReaderView::scrolled, m_noteEditor, &NoteEditor::close);
    connect(m_view->column(), &ReaderColumn::placeClicked, this, &ReaderPage::openNoteAt);
    connect(m_view->column(), &ReaderColumn::menuRequested, this, &ReaderPage::showMenu);
    connect(m_noteEditor, &NoteEditor::kept, m_notes, &NoteBook::keep);
    connect(m_noteEditor, &NoteEditor::removed, this, &ReaderPage::removeNote);
    connect(m_noteEditor, &NoteEditor::closed, this, [this] { m_view->column()->setFocus(); });
}

void ReaderPage::showNotes()
{
    if (!m_lesson || !m_view->column()->isComplete())
        return;
    const QList<TextPart *> &parts = m_view->column()->parts();
    QList<QList<std::pair<int, int>>> ranges(parts.size());
    for (const progress::Note &note : m_notes->notesOf(m_parts[m_part].anchor)) {
        const NotePlace place = findNote(note, parts);
        if (place.part >= 0)
            ranges[place.part].append({place.start, place.start + place.length});
    }
    for (qsizetype i = 0; i < parts.size(); ++i)
        parts[i]->setHighlights(ranges[i]);
}

std::optional<progress::Note> ReaderPage::highlightSelection()
{
    std::optional<progress::Note> first;
    ReaderSelection &selection = m_view->column()->selection();
    for (const ReaderSelection::Range &range : selection.ranges()) {
        progress::Note note;
        note.part = m_parts[m_part].anchor;
        note.block = range.part;
        note.start = range.from;
        note.length = range.to - range.from;
        note.quote = selection.part(range.part)->partText().mid(range.from, note.length);
        note = m_notes->keep(note);
        if (!first)
            first = note;
    }
    if (first) {
        announce(this, tr("Highlighted"));
    } else {
        const QString missing = tr("Select some text first.");
        announce(this, missing);
        QToolTip::showText(m_view->mapToGlobal(m_view->rect().center()), missing, m_view);
    }
    selection.clear();
    return first;
}

void ReaderPage::addNote()
{
    if (const std::optional<progress::Note> note = highlightSelection())
        openNote(*note);
}

void ReaderPage::openNote(const progress::Note &note)
{
    const NotePlace place = findNote(note, m_view->column()->parts());
    if (place.part < 0)
        return;
    TextPart *part = m_view->column()->parts()[place.part];
    const QPoint below = part->partWidget()->mapTo(m_view->column(), part->rectAt(place.start).bottomLeft());
    m_view->ensureVisible(below.x(), below.y(), 0, 120);
    m_noteEditor->open(note, m_view->column()->mapTo(m_view, below));
}

void ReaderPage::removeNote(const progress::Note &note)
{
    m_notes->remove(note.uid);
    m_undo->offer(note.body.isEmpty() ? tr("The highlight was removed.") : tr("The note was removed."),
        [this, note] { m_notes->keep(note); });
}

void ReaderPage::openNoteAt(int part, int position)
{
    for (const progress::Note &note : m_notes->notesOf(m_parts[m_part].anchor)) {
        const NotePlace place = findNote(note, m_view->column()->parts());
        if (place.part == part && position >= place.start && position <= place.start + place.length) {
            openNote(note);
            return;
        }
    }
}

void ReaderPage::showMenu(QPoint global)
{
    const bool selected = !m_view->column()->selection().isEmpty();
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto add = [&](const QString &text, auto action) {
        connect(menu->addAction(text), &QAction::triggered, this, action);
        menu->actions().last()->setEnabled(selected);
    };
    add(tr("Copy"), [this] { m_view->column()->copySelection(); });
    add(tr("Highlight"), [this] { highlightSelection(); });
    add(tr("Add a note"), [this] { addNote(); });
    menu->popup(global);
}

void ReaderPage::askForPdf()
{
    if (!m_lesson)
        return;
    auto *dialog = new QFileDialog(this, tr("Save the lesson as PDF"), QDir::homePath(), tr("PDF (*.pdf)"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(u"pdf"_s);
    dialog->selectFile(m_lesson->id + u".pdf"_s);
    connect(dialog, &QFileDialog::fileSelected, this, &ReaderPage::savePdf);
    dialog->open();
}

void ReaderPage::savePdf(const QString &file)
{
    if (!m_lesson)
        return;
    const Result<> saved = saveLessonAsPdf(*m_lesson, file);
    if (saved)
        emit pdfSaved(file);
    else
        emit pdfFailed(saved.error());
}

void ReaderPage::toggleList()
{
    m_listWanted = !m_side->isVisibleTo(this);
    m_side->setVisible(m_listWanted);
}

CodeEditor *ReaderPage::focusedEditor() const
{
    return qobject_cast<CodeEditor *>(QApplication::focusWidget());
}

CommandContexts ReaderPage::contexts() const
{
    using enum CommandContext;
    return CommandContexts(Lesson) | Program | Search;
}

void ReaderPage::perform(Command command)
{
    CodeEditor *editor = focusedEditor();
    switch (command) {
    case Command::ToggleList: toggleList(); break;
    case Command::PreviousPart: stepPart(-1); break;
    case Command::NextPart: stepPart(1); break;
    case Command::PreviousHeading: m_view->stepHeading(-1); break;
    case Command::NextHeading: m_view->stepHeading(1); break;
    case Command::Find: openFind(); break;
    case Command::FindNext: goToMatch(m_view->currentMatch() + 1); break;
    case Command::FindPrevious: goToMatch(m_view->currentMatch() - 1); break;
    case Command::Run: runExample(); break;
    case Command::Stop: stopExamples(); break;
    case Command::SavePdf: askForPdf(); break;
    case Command::Highlight: highlightSelection(); break;
    case Command::AddNote: addNote(); break;
    default:
        if (editor)
            editor->perform(command);
    }
}

QList<QWidget *> ReaderPage::panes() const
{
    return {m_tree, m_view->column()};
}

void ReaderPage::resizeEvent(QResizeEvent *)
{
    arrange();
}

void ReaderPage::arrange()
{
    const bool hasList = m_listWanted && width() >= listBreakpoint;
    m_side->setVisible(hasList);
    const int listWidth = qBound(leastListWidth, width() * 12 / 100, mostListWidth);
    m_side->setFixedWidth(listWidth);
    // The outline gives way before the text does: a column that is too narrow cuts its code.
    const int textAndList = m_view->column()->fullWidth() + m_view->verticalScrollBar()->sizeHint().width()
        + (hasList ? listWidth : 0);
    m_outline->setVisible(width() >= textAndList + m_outline->minimumWidth());
}

} // namespace ringside::desktop
