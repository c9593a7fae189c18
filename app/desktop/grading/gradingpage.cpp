#include "desktop/grading/gradingpage.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "classroom/files.h"
#include "desktop/grading/changesdialog.h"
#include "desktop/grading/classdialog.h"
#include "desktop/grading/classexport.h"
#include "desktop/grading/gradebookmodel.h"
#include "desktop/grading/gradedelegate.h"
#include "desktop/grading/labdialog.h"
#include "desktop/grading/markrow.h"
#include "desktop/grading/rubriclist.h"
#include "desktop/grading/similaritydialog.h"
#include "desktop/grading/submissionview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "wording/feedback.h"
#include "wording/trouble.h"

#include <QDir>
#include <QFileDialog>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QInputDialog>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>
#include <QtConcurrentRun>

#include <pwd.h>
#include <unistd.h>

namespace ringside::desktop {

using namespace Qt::StringLiterals;
using classroom::JournalEntry;

namespace {

constexpr int rowHeight = 34;
constexpr int mostMinutes = 366 * 24 * 60; // as in the command
constexpr qsizetype linesTold = 4; // of a list that may be long

QString shown(const QString &path)
{
    return displayName(QFile::encodeName(path));
}

QString userName()
{
    const passwd *entry = ::getpwuid(::getuid());
    return entry ? QString::fromLocal8Bit(entry->pw_name) : u"uid %1"_s.arg(::getuid());
}

} // namespace

GradingPage::GradingPage(const PageServices &services, QWidget *parent)
    : Page(parent)
    , m_run(services.sandbox, m_disk)
    , m_export(new ClassExport(m_disk, this))
    , m_model(new GradebookModel(this))
    , m_stack(new QStackedWidget)
    , m_empty(new EmptyState(u"people"_s, tr("No class is open"),
          tr("Make a lab and give it out. When it was handed in, take it in: archives of Moodle or Canvas as "
             "you downloaded them, or folders. That makes a class, which is graded here.")))
    , m_notice(new Notice)
{
    m_disk.setMaxThreadCount(1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(28, 24, 28, 20);
    layout->setSpacing(12);
    layout->addWidget(makeHead());
    layout->addWidget(m_notice);
    layout->addWidget(m_stack, 1);
    m_notice->hide();
    m_stack->addWidget(m_empty);
    m_stack->addWidget(makeBody(services.sandbox));
    m_makeLab = m_empty->addAction(tr("Make a lab"), u"edit"_s);
    m_takeIn = m_empty->addAction(tr("Take hand-ins in"), u"people"_s);
    m_open = m_empty->addAction(tr("Open a class"), u"folder"_s);
    for (Button *button : {m_makeLab, m_open})
        button->setKind(Button::Kind::Outline);
    connect(m_makeLab, &QPushButton::clicked, this, &GradingPage::chooseLab);
    connect(m_takeIn, &QPushButton::clicked, this, &GradingPage::chooseHandIns);
    connect(m_open, &QPushButton::clicked, this, &GradingPage::chooseFolder);
    addMenus();
    connect(&m_run, &GradingRun::progressed, this, &GradingPage::showState);
    connect(&m_run, &GradingRun::problemMet, this, &GradingPage::showProblem);
    connect(&m_run, &GradingRun::stopped, this,
        [this] { tell(NoticeKind::Note, tr("Grading was stopped"), tr("The next run goes on from there.")); });
    connect(&m_run, &GradingRun::entered, this, &GradingPage::showRun);
    connect(&m_run, &GradingRun::finished, this, &GradingPage::runFinished);
    connect(m_export, &ClassExport::told, this, &GradingPage::tell);
    connect(m_export, &ClassExport::problemMet, this, &GradingPage::showProblem);
    showState();
}

QWidget *GradingPage::makeHead()
{
    auto *head = new QWidget;
    auto *row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    m_title = new ElidedLabel(tr("Grading"), TextRole::Display);
    m_state = new Label({}, TextRole::Body, ColorRole::Secondary);
    m_bar = new ShareBar;
    m_otherButton = new Button(tr("Classes"), Button::Kind::Outline, u"folder"_s);
    m_exportButton = new Button(tr("Export"), Button::Kind::Outline, u"file"_s);
    m_similarButton = new Button(tr("Similar files"), Button::Kind::Outline, u"copy"_s);
    m_nextButton = new Button(tr("Next open"), Button::Kind::Outline, u"right"_s);
    m_runButton = new Button(tr("Grade"), Button::Kind::Primary, u"play"_s);
    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_title);
    words->addWidget(m_state);
    row->addLayout(words, 1);
    row->addWidget(m_bar);
    row->addSpacing(8);
    for (Button *button : {m_otherButton, m_exportButton, m_similarButton, m_nextButton, m_runButton})
        row->addWidget(button);
    connect(m_nextButton, &QPushButton::clicked, this, &GradingPage::goToNextOpen);
    connect(m_similarButton, &QPushButton::clicked, this, &GradingPage::showSimilar);
    connect(m_exportButton, &QPushButton::clicked, this, [this] { m_export->choose(*m_class); });
    connect(m_runButton, &QPushButton::clicked, this, [this] {
        if (m_run.isRunning())
            m_run.stop();
        else
            startRun();
    });
    return head;
}

void GradingPage::addMenus()
{
    auto *other = new QMenu(m_otherButton);
    other->addAction(tr("Make a lab"), this, &GradingPage::chooseLab);
    other->addAction(tr("Take hand-ins in"), this, &GradingPage::chooseHandIns);
    other->addAction(tr("Open a class"), this, &GradingPage::chooseFolder);
    m_otherButton->setMenu(other);
}

QWidget *GradingPage::makeBody(sandbox::Sandbox &sandbox)
{
    m_submission = new SubmissionView(sandbox);
    connect(m_submission, &SubmissionView::problemMet, this, &GradingPage::showProblem);
    connect(m_submission->rubric(), &RubricList::changed, this,
        [this] { m_mark->setPoints(classroom::givenPoints(m_submission->rubric()->rows())); });
    connect(m_submission->rubric(), &RubricList::accepted, this, &GradingPage::enterMark);
    auto *right = new QWidget;
    auto *rightColumn = new QVBoxLayout(right);
    rightColumn->setContentsMargins(0, 0, 0, 0);
    rightColumn->addWidget(m_submission, 1);
    rightColumn->addWidget(m_mark = new MarkRow);
    connect(m_mark, &MarkRow::entered, this, &GradingPage::enterMark);
    connect(m_mark, &MarkRow::withdrawn, this, &GradingPage::withdrawMark);
    connect(m_mark, &MarkRow::takenBack, this, &GradingPage::takeBackLast);

    auto *body = new QSplitter;
    body->setChildrenCollapsible(false);
    body->addWidget(m_bookPane = new Pane(tr("Gradebook"), makeTable()));
    body->addWidget(right);
    body->setSizes({700, 500});
    return body;
}

QTableView *GradingPage::makeTable()
{
    m_table = new QTableView;
    m_table->setModel(m_model);
    m_table->setItemDelegate(new GradeDelegate(m_table));
    makePlain(*m_table, rowHeight);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->setAccessibleName(tr("Students and exercises"));
    m_table->setMinimumWidth(300);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(m_table, &QWidget::customContextMenuRequested, this, &GradingPage::showTableMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
        &GradingPage::showCell);
    return m_table;
}

void GradingPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_course = course;
    m_submission->setCourse(course);
    showState();
}

QList<QWidget *> GradingPage::panes() const
{
    if (!m_class)
        return {m_takeIn};
    return QList<QWidget *>{m_table} + m_submission->panes() + QList<QWidget *>{m_mark->pointsBox()};
}

void GradingPage::perform(Command command)
{
    if (command == Command::Run)
        startRun();
    else if (command == Command::Stop)
        m_run.stop();
}

void GradingPage::performOwn(const QString &command)
{
    if (command == u"open")
        chooseFolder();
    else if (command == u"lab")
        chooseLab();
    else if (command == u"take-in")
        chooseHandIns();
    else if (command == u"export" && m_class)
        m_export->choose(*m_class);
    else if (command == u"sheet" && m_class)
        m_export->chooseSheet(*m_class);
    else if (command == u"similar")
        showSimilar();
    else if (command == u"again")
        gradeAgain({m_shown.first, m_shown.second});
    else if (command == u"replay")
        m_submission->replay();
    else if (command == u"comment")
        askForComment();
    else if (command == u"time")
        askForTime();
    else if (command == u"changes")
        showChanges();
    else if (command == u"next")
        goToNextOpen();
    else if (command == u"withdraw" && shownCell())
        withdrawMark();
    else if (command == u"undo")
        takeBackLast();
}

bool GradingPage::openPlace(const QString &place)
{
    if (place.isEmpty())
        return true;
    if (m_run.isRunning() || !QFileInfo(place).isDir())
        return m_run.isRunning() && place == m_path;
    const bool isOther = place != m_path;
    m_path = place;
    readFolder();
    if (isOther)
        emit placeChanged();
    return true;
}

void GradingPage::chooseFolder()
{
    auto *dialog = new QFileDialog(
        this, tr("Open a class"), m_path.isEmpty() ? QDir::homePath() : m_path);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::Directory);
    dialog->setOption(QFileDialog::ShowDirsOnly);
    connect(dialog, &QFileDialog::fileSelected, this, &GradingPage::openPlace);
    dialog->open();
}

void GradingPage::chooseHandIns()
{
    if (m_run.isRunning())
        return;
    auto *dialog = new ClassDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!m_labFile.isEmpty()) {
        dialog->setLab(m_labFile);
    } else if (m_class) { // who comes late is put beside the others
        dialog->setFolder(m_class->folder->path());
        dialog->setLab(m_class->folder->file(u"lab.ringlab"_s));
    }
    connect(dialog, &QDialog::accepted, this, [this, dialog] { takeIn(dialog->sources()); });
    dialog->open();
}

void GradingPage::chooseLab()
{
    if (!m_course)
        return;
    auto *dialog = new LabDialog(*m_course, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this,
        [this, dialog] { saveLab(dialog->definition(), dialog->fileName()); });
    dialog->open();
}

void GradingPage::saveLab(const QByteArray &definition, const QString &name)
{
    auto *dialog = new QFileDialog(
        this, tr("Where the lab is to be"), QDir::home().filePath(name + u".ringlab"_s));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setNameFilters({tr("Labs (*.ringlab)")});
    dialog->setDefaultSuffix(u"ringlab"_s);
    connect(dialog, &QFileDialog::fileSelected, this,
        [this, definition](const QString &file) { makeLab(definition, file); });
    dialog->open();
}

void GradingPage::makeLab(const QByteArray &definition, const QString &file)
{
    QtConcurrent::run(&m_disk, [definition, file, course = m_course] {
        return makeLabFiles(definition, file, *course);
    }).then(this, [this](const Result<NewLab> &made) {
        if (made) {
            m_labFile = made->lab;
            QString text = tr("Give out %1. Keep %2: it signs marks and tells every student's files.")
                               .arg(shown(made->lab), shown(made->key));
            if (!made->startWord.isEmpty())
                text += u' ' + tr("The exam starts with the word %1.").arg(made->startWord);
            tell(NoticeKind::Success, tr("The lab was made"), text);
        } else {
            showProblem(made.error());
        }
        emit labMade();
    });
}

void GradingPage::takeIn(const ClassSources &sources)
{
    if (m_run.isRunning())
        return;
    ++m_reads;
    showState();
    QtConcurrent::run(&m_disk, [sources] {
        return takeInClass(sources);
    }).then(this, [this, folder = sources.folder](const Result<TakenIn> &taken) {
        --m_reads;
        showState();
        if (!taken) {
            showProblem(taken.error());
            emit classShown();
            return;
        }
        m_toTell = [this, taken = *taken] { tellIntake(taken); };
        openPlace(folder);
    });
}

void GradingPage::showTableMenu(const QPoint &place)
{
    const classroom::GradeCell *cell = shownCell();
    if (m_shown.first.isEmpty() || m_run.isRunning() || cell->isQuestion)
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto [student, slug] = m_shown;
    const auto add = [&](const QString &text, const classroom::Selection &again) {
        menu->addAction(text, this, [this, again] { gradeAgain(again); });
    };
    add(tr("Grade this file again"), {student, slug});
    add(tr("Grade everything of this student again"), {student, {}});
    add(tr("Grade this exercise again, of everybody"), {{}, slug});
    menu->addSeparator();
    menu->addAction(tr("Comment for the student …"), this, &GradingPage::askForComment);
    menu->addAction(tr("More time for this student …"), this, &GradingPage::askForTime);
    menu->popup(m_table->viewport()->mapToGlobal(place));
}

/// Nothing selected stands for all: it is not meant here.
void GradingPage::gradeAgain(const classroom::Selection &again)
{
    if (!again.student.isEmpty() || !again.slug.isEmpty())
        startRun(again);
}

void GradingPage::showSimilar()
{
    if (!m_class || !m_course)
        return;
    auto *dialog = new SimilarityDialog(*m_class, m_course, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

void GradingPage::showChanges()
{
    QStringList lines;
    for (const classroom::MarkChange &change : std::as_const(m_changes))
        lines.append(lineOf(change));
    auto *dialog = new ChangesDialog(lines, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
}

QString GradingPage::lineOf(const classroom::MarkChange &change) const
{
    return changeLine(change, m_class->book, m_course.get());
}

/// Beside the mark, and in the student's report. Answers to questions have theirs in the row below.
void GradingPage::askForComment()
{
    const classroom::GradeCell *cell = shownCell();
    if (m_shown.first.isEmpty() || m_run.isRunning() || cell->isQuestion)
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("Comment for the student"));
    dialog->setLabelText(tr("What %1 reads about %2:").arg(displayName(wording::studentName(m_class->book, m_shown.first).toUtf8()), m_shown.second));
    dialog->setOption(QInputDialog::UsePlainTextEditForTextInput);
    dialog->setTextValue(cell->comment);
    dialog->findChild<QPlainTextEdit *>()->setTabChangesFocus(true);
    const JournalEntry entry{.what = JournalEntry::What::Comment,
        .at = {},
        .actor = userName(),
        .student = m_shown.first,
        .slug = m_shown.second};
    connect(dialog, &QInputDialog::textValueSelected, this, [this, entry](const QString &text) {
        JournalEntry comment = entry;
        comment.at = QDateTime::currentDateTimeUtc();
        comment.text = text.trimmed();
        enter(comment);
    });
    dialog->open();
}

/// Every mark of the student is computed again from it.
void GradingPage::askForTime()
{
    if (m_shown.first.isEmpty() || m_run.isRunning())
        return;
    auto *dialog = new QInputDialog(this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(tr("More time"));
    dialog->setLabelText(tr("Minutes that %1 has after the deadline, in all:")
                             .arg(displayName(wording::studentName(m_class->book, m_shown.first).toUtf8())));
    dialog->setInputMode(QInputDialog::IntInput);
    dialog->setIntRange(-mostMinutes, mostMinutes);
    connect(dialog, &QInputDialog::intValueSelected, this, [this, student = m_shown.first](int minutes) {
        enter({.what = JournalEntry::What::Extension,
            .at = QDateTime::currentDateTimeUtc(),
            .actor = userName(),
            .student = student,
            .minutes = minutes});
    });
    dialog->open();
}

void GradingPage::tell(NoticeKind kind, const QString &title, const QString &text)
{
    m_notice->setMessage(kind, title, text);
    m_notice->show();
    announce(this, title);
}

/// What could not be taken in, file by file as far as there is room; all of it is in the folder.
void GradingPage::tellIntake(const TakenIn &taken)
{
    const classroom::Intake &intake = taken.intake;
    const auto isTaken = [](const classroom::IntakeNote &note) {
        return note.fate == classroom::Fate::Taken || note.fate == classroom::Fate::Ignored;
    };
    QStringList others;
    for (const classroom::IntakeNote &note : intake.notes) {
        if (!isTaken(note))
            others.append(displayName(note.name.isEmpty() ? note.source.toUtf8() : note.name) + u": "_s
                + wording::fateText(note));
    }
    const qsizetype more = others.size() - linesTold;
    if (more > 0) {
        const QString all = shown(m_class->folder->file(u"intake.jsonl"_s));
        others.resize(linesTold);
        others.append(tr("… and %1 more: see %2").arg(QString::number(more), all));
    }
    QString title = tr("%n file(s) taken in", nullptr, int(intake.count(classroom::Fate::Taken)));
    if (taken.stayed > 0)
        title += u" · "_s + tr("kept from before: %1").arg(taken.stayed);
    tell(others.isEmpty() ? NoticeKind::Success : NoticeKind::Warning, title,
        others.isEmpty() ? tr("The button Grade grades them.")
                         : tr("Not taken in:") + u'\n' + others.join(u'\n'));
}

/// First marks are in the table; what was other before is listed.
void GradingPage::tellChanges()
{
    QStringList lines;
    for (const classroom::MarkChange &change : std::as_const(m_changes)) {
        if (change.before)
            lines.append(lineOf(change));
    }
    const qsizetype changed = lines.size();
    const QString left = m_run.outdated() > 0
        ? tr("Kept, although the exercise has changed: %1. The button Grade grades these, too.").arg(m_run.outdated())
        : QString();
    if (const qsizetype more = changed - linesTold; more > 0) {
        lines.resize(linesTold);
        lines.append(tr("… and %1 more: menu Page, What grading has changed").arg(more));
    }
    if (changed > 0)
        return tell(NoticeKind::Note, tr("%n mark(s) are other than before", nullptr, int(changed)),
            (left.isEmpty() ? lines : lines << left).join(u'\n'));
    tell(NoticeKind::Success,
        m_changes.isEmpty() ? tr("No mark has changed")
                            : tr("%n mark(s) were entered", nullptr, int(m_changes.size())),
        left);
}

/// It may have been about anybody: what it was is shown.
void GradingPage::tellTakenBack(const JournalEntry &entry)
{
    if (const QModelIndex cell = m_model->place(entry.student, entry.slug); cell.isValid())
        m_table->setCurrentIndex(cell);
    tell(NoticeKind::Note, tr("Taken back: %1").arg(placeText(entry)), {});
}

/// Whom it is about, and which exercise or question.
QString GradingPage::placeText(const JournalEntry &entry) const
{
    const QString student = displayName(wording::studentName(m_class->book, entry.student).toUtf8());
    return entry.slug.isEmpty() ? student : tr("%1, %2").arg(student, entry.slug);
}

void GradingPage::readFolder()
{
    ++m_reads;
    showState();
    QtConcurrent::run(&m_disk, [path = m_path] {
        return readClass(path);
    }).then(this, [this](const Result<GradedClass> &read) {
        --m_reads;
        showClass(read);
    });
}

void GradingPage::showProblem(const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    m_notice->setMessage(NoticeKind::Problem, trouble.what, trouble.remedy);
    m_notice->show();
    announce(this, trouble.what);
}

void GradingPage::showClass(const Result<GradedClass> &read)
{
    if (read) {
        m_notice->hide();
        showBook(*read);
        if (const auto told = std::exchange(m_toTell, {}))
            told();
    } else {
        m_path = m_class ? m_class->folder->path() : QString();
        showProblem(read.error());
    }
    showState();
    emit classShown();
}

/// The same class again is shown where one was.
void GradingPage::showBook(const GradedClass &read)
{
    const bool isSame = m_class && m_class->folder->path() == read.folder->path();
    const QModelIndex before = isSame ? m_table->currentIndex() : QModelIndex();
    const int row = std::max(before.row(), 0);
    const int column = std::max<int>(before.column(), GradebookModel::FirstExercise);
    if (!isSame)
        m_labFile.clear(); // the class that is open now is what the next hand-ins are for
    m_class = read;
    m_model->setBook(read.book);
    m_title->setText(displayName(read.book.title.toUtf8()));
    m_bookPane->setRemark(
        tr("points out of %1").arg(classroom::pointsText(read.book.most)));
    m_stack->setCurrentIndex(1);
    m_table->resizeColumnsToContents();
    m_table->horizontalHeader()->setSectionResizeMode(GradebookModel::Name, QHeaderView::Stretch);
    m_table->setCurrentIndex(m_model->index(row, column));
    if (!m_table->currentIndex().isValid())
        showCell();
    if (std::exchange(m_goesOn, false))
        goToNextOpen();
}

QString GradingPage::stateText() const
{
    if (!m_class)
        return {};
    if (!m_run.isRunning())
        return tr("%n student(s)", nullptr, m_model->rowCount()) + u" · "_s
            + (m_model->openCount() > 0 ? tr("%1 open").arg(m_model->openCount())
                                        : tr("all graded"));
    if (m_run.toDo() == 0)
        return tr("Reading what is to be graded …");
    const QString done = tr("%1 of %2 graded").arg(m_run.done()).arg(m_run.toDo());
    const auto left = m_run.minutesLeft();
    return left ? done + u" · "_s + tr("about %1 min left").arg(*left) : done;
}

void GradingPage::showState()
{
    const bool isRunning = m_run.isRunning();
    m_runButton->setText(isRunning ? tr("Stop") : tr("Grade"));
    m_runButton->setIconName(isRunning ? u"stop"_s : u"play"_s);
    m_runButton->setEnabled(isRunning || (m_course && m_reads == 0));
    m_nextButton->setEnabled(m_model->openCount() > 0);
    m_otherButton->setEnabled(!isRunning);
    for (Button *button : {m_runButton, m_nextButton, m_similarButton, m_exportButton, m_otherButton})
        button->setVisible(m_class.has_value());
    m_bar->setVisible(isRunning);
    m_bar->setShare(m_run.done(), m_run.toDo());
    m_mark->setRunning(isRunning);
    m_submission->setRunning(isRunning);
    m_state->setText(stateText());
    m_state->setVisible(m_class.has_value());
}

void GradingPage::showCell()
{
    const QModelIndex index = m_table->currentIndex();
    const classroom::GradeCell *cell = m_model->cell(index);
    const Place before = std::exchange(m_shown, {});
    m_mark->showCell(cell);
    if (cell) {
        const classroom::GradeRow &row = m_class->book.rows[index.row()];
        m_shown = {row.student.id, cell->slug};
        m_submission->showCell(*m_class, row.student.id, *cell);
    } else {
        m_submission->showNothing();
    }
    if (m_shown != before) // what is typed was about another
        m_mark->setReason(cell && cell->isQuestion ? cell->comment : QString());
    showState();
}

const classroom::GradeCell *GradingPage::shownCell() const
{
    return m_model->cell(m_table->currentIndex());
}

void GradingPage::goToNextOpen()
{
    const QModelIndex next = m_model->nextOpen(m_table->currentIndex());
    if (!next.isValid())
        return;
    m_table->setCurrentIndex(next);
    if (shownCell()->isQuestion)
        return m_submission->rubric()->focusFirst();
    m_mark->focusPoints();
}

void GradingPage::startRun(const std::optional<classroom::Selection> &again)
{
    if (m_run.isRunning() || !m_class || !m_course || m_reads > 0)
        return;
    m_notice->hide();
    m_run.start(*m_class, m_course, again);
}

void GradingPage::showRun(const QList<classroom::MarkChange> &changes)
{
    m_changes = changes;
    m_toTell = [this] { tellChanges(); };
    announce(this, tr("Grading is done"));
    readFolder();
}

JournalEntry GradingPage::entryByHand() const
{
    return {.what = JournalEntry::What::Manual,
        .at = QDateTime::currentDateTimeUtc(),
        .actor = userName(),
        .student = m_shown.first,
        .slug = m_shown.second,
        .source = shownCell()->source,
        .text = m_mark->reason()};
}

void GradingPage::enterMark()
{
    if (!m_mark->canEnter())
        return;
    JournalEntry entry = entryByHand();
    entry.points = m_mark->points();
    if (shownCell()->isQuestion) {
        entry.rows = m_submission->rubric()->rows();
        m_goesOn = m_model->openCount() > 0;
    } else {
        m_mark->setReason({});
    }
    enter(entry);
}

/// The record stays, and so does the way back.
void GradingPage::withdrawMark()
{
    const classroom::GradeCell *cell = shownCell();
    if (!m_mark->canEnter() || !cell->manual)
        return;
    const JournalEntry entry = entryByHand();
    if (!cell->isQuestion)
        m_mark->setReason({});
    m_toTell = [this, entry] {
        tell(NoticeKind::Note, tr("Points by hand were withdrawn: %1").arg(placeText(entry)),
            shownCell() && shownCell()->isOpen() ? tr("It is open now.") : tr("The grader's points count again."));
    };
    enter(entry);
}

void GradingPage::enter(const JournalEntry &entry)
{
    QtConcurrent::run(&m_disk, [folder = m_class->folder, entry] {
        return enterByHand(*folder, {entry});
    }).then(this, [this, entry](const Result<> &entered) {
        if (entered) {
            readFolder();
        } else {
            m_goesOn = false;
            m_toTell = {};
            if (entry.what == JournalEntry::What::Manual)
                m_mark->setReason(entry.text);
            showProblem(entered.error());
        }
    });
}

void GradingPage::takeBackLast()
{
    if (!m_class || m_run.isRunning())
        return;
    QtConcurrent::run(&m_disk, [folder = m_class->folder, who = userName()] {
        return takeBack(*folder, who);
    }).then(this, [this](const Result<std::optional<JournalEntry>> &undone) {
        if (!undone)
            return showProblem(undone.error());
        if (!*undone)
            return tell(NoticeKind::Note, tr("Nobody has entered anything that could be taken back"), {});
        m_toTell = [this, entry = **undone] { tellTakenBack(entry); };
        readFolder();
    });
}

PageEntry gradingEntry()
{
    return {.id = u"grading"_s,
        .title = GradingPage::tr("Grading"),
        .icon = u"people"_s,
        .position = railposition::grading,
        .keys = {QKeySequence(Qt::CTRL | Qt::Key_7)},
        .commands = {{u"lab"_s, GradingPage::tr("Make a lab"), {}},
            {u"take-in"_s, GradingPage::tr("Take hand-ins in"), {}},
            {u"open"_s, GradingPage::tr("Open a class"), {}},
            {u"again"_s, GradingPage::tr("Grade this file again"), {}},
            {u"replay"_s, GradingPage::tr("Run the failed check again, on the same files"), {}},
            {u"comment"_s, GradingPage::tr("Comment for the student"), {}},
            {u"time"_s, GradingPage::tr("More time for this student"), {}},
            {u"changes"_s, GradingPage::tr("What grading has changed"), {}},
            {u"similar"_s, GradingPage::tr("Similar files"), {}},
            {u"sheet"_s, GradingPage::tr("Fill in Moodle's or Canvas's sheet"), {}},
            {u"export"_s, GradingPage::tr("Export marks and reports"), {}},
            {u"next"_s, GradingPage::tr("Next that has no mark"),
                {QKeySequence(Qt::ALT | Qt::Key_G)}},
            {u"withdraw"_s, GradingPage::tr("Withdraw the points by hand"), {}},
            {u"undo"_s, GradingPage::tr("Take back what was entered last"),
                {QKeySequence(Qt::ALT | Qt::Key_U)}}},
        .make = [](const PageServices &services) -> Page * { return new GradingPage(services); }};
}

} // namespace ringside::desktop
