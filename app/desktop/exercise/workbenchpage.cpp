#include "desktop/exercise/workbenchpage.h"

#include "desktop/exercise/attemptmodel.h"
#include "desktop/exercise/attemptspane.h"
#include "desktop/exercise/checklist.h"
#include "desktop/exercise/checkscolumn.h"
#include "desktop/exercise/drafteditor.h"
#include "desktop/exercise/exerciselens.h"
#include "desktop/exercise/exerciselistmodel.h"
#include "desktop/exercise/exerciserecords.h"
#include "desktop/exercise/findingblocks.h"
#include "desktop/exercise/hintspane.h"
#include "desktop/exercise/notespane.h"
#include "desktop/exercise/solutioncomparison.h"
#include "desktop/exercise/tryoutput.h"
#include "desktop/exercise/verdictmodel.h"
#include "desktop/exercise/verdictwords.h"
#include "desktop/exercise/workbenchcolumns.h"
#include "desktop/lens/crashview.h"
#include "desktop/lens/lensview.h"
#include "desktop/lesson/readerview.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/completion.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/outputview.h"
#include "desktop/widgets/panel.h"
#include "wording/cause.h"
#include "wording/feedback.h"
#include "wording/trouble.h"

#include <QDateTime>
#include <QHBoxLayout>
#include <QLocale>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QStackedWidget>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr std::chrono::seconds labInterval{5};

QWidget *padded(QWidget *widget, const QMargins &margins)
{
    auto *holder = new QWidget;
    auto *layout = new QVBoxLayout(holder);
    layout->setContentsMargins(margins);
    layout->addWidget(widget);
    return holder;
}

grading::Verdict shownTo(const grading::Verdict &graded, const std::optional<classroom::LabRule> &rule)
{
    if (rule)
        return wording::asShown(graded);
    grading::Verdict verdict = grading::redacted(graded, grading::Reader::Learner);
    wording::addSentences(verdict);
    return verdict;
}

ReaderBlocks verdictBlocks(const Headline &words)
{
    ReaderBlocks blocks;
    blocks.push_back({HeadingContent{2, words.title.toHtmlEscaped(), {}}});
    for (ReaderBlock &block : readMarkdown(words.text.toHtmlEscaped()))
        blocks.push_back(std::move(block));
    return blocks;
}

} // namespace

WorkbenchPage::WorkbenchPage(sandbox::Sandbox &sandbox, const DraftStore &drafts,
    ExerciseRecords &records, progress::StoreThread &store, QWidget *parent)
    : Page(parent)
    , m_sandbox(sandbox)
    , m_records(records)
    , m_grader(sandbox)
    , m_views(new QStackedWidget)
    , m_solution(new SolutionComparison(sandbox))
    , m_task(new ReaderView(Density::Compact, tr("Task")))
    , m_draft(new DraftEditor(sandbox, drafts))
    , m_editor(m_draft->code())
    , m_bottom(new TabPane)
    , m_output(new OutputView(tr("Output"), OutputView::GroundColor::Surface))
    , m_finding(new ReaderView(Density::Dense, tr("Finding")))
    , m_lens(new ExerciseLens(sandbox, *m_editor, this))
    , m_attempts(new AttemptsPane(records, [this] { return m_editor->toPlainText(); }))
    , m_notes(new NotesPane(store))
    , m_checks(new ChecksColumn)
{
    fillBottom();
    m_columns = new WorkbenchColumns(m_task, m_draft, *m_editor, m_bottom, m_checks);
    m_views->addWidget(m_columns);
    m_views->addWidget(m_solution);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    layout->addWidget(makeHeader());
    layout->addWidget(m_views, 1);
    connectParts();
    joinFutures();
    setActivity(Activity::Idle);
}

WorkbenchPage::~WorkbenchPage()
{
    m_tryWatcher.disconnect(this);
    m_gradeWatcher.disconnect(this);
    m_stop.request_stop();
    m_gradeWatcher.cancel();
}

QWidget *WorkbenchPage::makeHeader()
{
    auto *header = new QWidget;
    auto *layout = new QHBoxLayout(header);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    auto *back = Button::iconOnly(u"left"_s, tr("All exercises"));
    connect(back, &QPushButton::clicked, this, &WorkbenchPage::listRequested);
    m_title = new ElidedLabel({}, TextRole::Heading2);
    m_state = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_restart = new Button(tr("Start over"), Button::Kind::Ghost, u"reset"_s);
    m_run = new Button(tr("Run"), Button::Kind::Outline, u"play"_s);
    m_check = new Button(tr("Check"), Button::Kind::Primary, u"check"_s);
    connect(m_restart, &QPushButton::clicked, this, &WorkbenchPage::restart);
    connect(m_run, &QPushButton::clicked, this,
        [this] { m_activity == Activity::Running ? stop() : startRun(); });
    connect(m_check, &QPushButton::clicked, this,
        [this] { m_activity == Activity::Checking ? stop() : startCheck(); });
    layout->addWidget(back);
    layout->addWidget(m_title);
    layout->addSpacing(8);
    layout->addWidget(m_state);
    layout->addStretch(1);
    layout->addWidget(m_restart);
    layout->addWidget(m_run);
    layout->addWidget(m_check);
    return header;
}

void WorkbenchPage::fillBottom()
{
    m_output->setLineWrapMode(QPlainTextEdit::WidgetWidth); // as a terminal does: some lines are sentences of ours
    m_output->setPlaceholderText(tr("Run shows what your code does on one small tree. Check grades it."));
    m_outputHolder = padded(m_output, {14, 10, 4, 4});
    m_bottom->setMinimumHeight(120);
    m_bottom->addTab(tr("Output"), m_outputHolder);
    m_bottom->addTab(tr("Finding"), m_finding);
    m_bottom->addTab(tr("System calls"), lens());
    m_bottom->addTab(tr("Crashes"), crashes());
    m_bottom->addTab(tr("Attempts"), m_attempts);
    m_bottom->addTab(tr("Notes"), m_notes);
}

void WorkbenchPage::connectParts()
{
    connect(m_task, &ReaderView::linkActivated, this, &WorkbenchPage::linkActivated);
    connect(m_draft, &DraftEditor::textChanged, this, &WorkbenchPage::textChanged);
    connect(m_draft, &DraftEditor::saved, this, [this] { emit draftSaved(m_exercise->id); });
    connect(m_draft, &DraftEditor::notOpened, this, [this](const QString &file, const QString &why) {
        const QString what = tr("%1 is not open in your editor").arg(file);
        tellFailure(what, why);
        m_output->append(OutputView::Part::Error, what + u'\n' + why + u'\n'); // seen in a narrow window, too
    });
    connect(m_editor, &CodeEditor::lineNoteClicked, this, &WorkbenchPage::showCallsOfLine);
    connect(crashes(), &CrashView::explorationRequested, this, &WorkbenchPage::crash);
    connect(m_attempts, &AttemptsPane::restoreRequested, m_editor, &CodeEditor::replaceText);
    connect(m_attempts, &AttemptsPane::loaded, this, &WorkbenchPage::showState);
    connect(m_checks->checks(), &CheckList::currentChecked, this, &WorkbenchPage::showFinding);
    connect(m_checks, &ChecksColumn::nextRequested, this, [this] {
        if (const course::Exercise *next = nextExercise())
            emit linkActivated(u"ringside:exercise/"_s + next->slug);
    });
    connect(hints(), &HintsPane::linkActivated, this, &WorkbenchPage::linkActivated);
    connect(hints(), &HintsPane::hintShown, this, [this](int rung) { m_records.showHint(m_exercise->id, rung); });
    connect(hints(), &HintsPane::solutionRequested, this, &WorkbenchPage::askForSolution);
    connect(m_solution, &SolutionComparison::closeRequested, this, &WorkbenchPage::showCode);
}

void WorkbenchPage::joinFutures()
{
    m_labTimer.setInterval(labInterval);
    connect(&m_labTimer, &QTimer::timeout, this, &WorkbenchPage::lookAtLabs);
    m_labTimer.start();
    connect(&m_tryWatcher, &QFutureWatcherBase::finished, this, &WorkbenchPage::finishRun);
    connect(&m_gradeWatcher, &QFutureWatcherBase::finished, this, &WorkbenchPage::finishCheck);
    connect(&m_gradeWatcher, &QFutureWatcherBase::progressValueChanged, this, &WorkbenchPage::showState);
}

void WorkbenchPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    const QString open = slug();
    leave();
    m_course = course;
    if (!open.isEmpty())
        this->open(open);
}

void WorkbenchPage::leave()
{
    m_draft->leave();
    m_lens->setExercise(nullptr);
    m_exercise = nullptr;
}

LensView *WorkbenchPage::lens() const
{
    return m_lens->calls();
}

CrashView *WorkbenchPage::crashes() const
{
    return m_lens->crashes();
}

HintsPane *WorkbenchPage::hints() const
{
    return m_checks->hints();
}

VerdictModel *WorkbenchPage::verdictModel() const
{
    return m_checks->model();
}

QString WorkbenchPage::slug() const
{
    return m_exercise ? m_exercise->slug : QString();
}

QString WorkbenchPage::title() const
{
    return m_exercise ? m_exercise->title : QString();
}

bool WorkbenchPage::open(const QString &slug)
{
    const course::Exercise *exercise = m_course ? m_course->exercise(slug) : nullptr;
    if (!exercise)
        return false;
    if (exercise == m_exercise)
        return true;
    stop();
    showCode();
    leave();
    m_exercise = exercise;
    followLabs();
    m_verdict.reset();
    m_title->setText(tr("%1  ·  %2").arg(exercise->code, exercise->title));
    m_task->setBlocks(readMarkdown(exercise->task));
    m_draft->open(*exercise);
    m_output->clear();
    m_bottom->setCurrent(m_outputHolder);
    m_attempts->setExercise(*exercise);
    m_notes->setExercise(exercise->id);
    m_lens->setExercise(m_exercise);
    m_openedMs = QDateTime::currentMSecsSinceEpoch();
    m_changedSinceCheck = false;
    showState();
    return true;
}

std::optional<classroom::LabRule> WorkbenchPage::currentRule() const
{
    return m_labs ? m_labs->ruleFor(m_exercise->id, QDateTime::currentDateTimeUtc()) : std::nullopt;
}

// Labs are opened by the command, too, and end by the clock: then the exercise is opened anew.
void WorkbenchPage::lookAtLabs()
{
    if (!m_exercise || m_activity != Activity::Idle || !isVisible() || currentRule() == m_rule)
        return;
    const QString slug = m_exercise->slug;
    leave();
    open(slug);
}

// Shows of the exercise what the labs that run leave of it.
void WorkbenchPage::followLabs()
{
    m_rule = currentRule();
    m_draft->setPlace(m_exercise->id, m_rule ? m_rule->file : QString());
    m_shown = m_rule ? wording::asShown(classroom::underRule(*m_exercise, *m_rule)) : *m_exercise;
    const QString about = tr("%1 · about %n min", nullptr, m_exercise->minutes).arg(levelText(m_exercise->level));
    m_columns->setTaskRemark(m_rule ? about + u" · "_s + ruleText() : about);
    m_checks->setExercise(m_shown, m_rule && !m_rule->givesHints ? tr("%1: no hints.").arg(ruleText()) : QString());
}

QString WorkbenchPage::ruleText() const
{
    const QString lab = (m_rule->isExam ? tr("exam “%1”") : tr("lab “%1”")).arg(m_rule->title);
    return m_rule->ends.isValid()
        ? tr("%1, until %2").arg(lab, QLocale().toString(m_rule->ends.toLocalTime(), QLocale::ShortFormat))
        : lab;
}

CommandContexts WorkbenchPage::contexts() const
{
    using enum CommandContext;
    return CommandContexts(Exercise) | Program | Search | Editor;
}

void WorkbenchPage::perform(Command command)
{
    switch (command) {
    case Command::Run: startRun(); break;
    case Command::Check: startCheck(); break;
    case Command::Stop: stop(); break;
    case Command::Save: saveNow(); break;
    case Command::Restart: restart(); break;
    case Command::NextHint: hints()->showNext(); break;
    case Command::ShowAttempts: m_bottom->setCurrent(m_attempts); break;
    case Command::CompareReference: askForSolution(); break;
    case Command::CallsOfLine: showCallsOfLine(m_editor->textCursor().blockNumber() + 1); break;
    case Command::NextCall: stepCalls(1); break;
    case Command::PreviousCall: stepCalls(-1); break;
    default: m_draft->perform(command);
    }
}

void WorkbenchPage::performOwn(const QString &command)
{
    if (command == u"external")
        m_draft->openOutside(m_externalCommand);
    if (command == u"crash")
        crash();
    if (command == u"notes")
        takeNotes();
}

void WorkbenchPage::takeNotes()
{
    showCode();
    m_bottom->setCurrent(m_notes);
    m_notes->field()->setFocus();
}

QList<QWidget *> WorkbenchPage::panes() const
{
    if (m_views->currentWidget() == m_solution)
        return {m_solution->own(), m_solution->reference(), m_solution->table()};
    QWidget *bottom = m_bottom->current() == m_attempts ? static_cast<QWidget *>(m_attempts->list())
        : m_bottom->current() == m_finding              ? static_cast<QWidget *>(m_finding->column())
        : m_bottom->current() == crashes()              ? crashes()->focusTarget()
        : m_bottom->current() == m_notes                ? static_cast<QWidget *>(m_notes->field())
        : m_bottom->current() == lens()                 ? static_cast<QWidget *>(lens()->table())
                                                        : m_output;
    return {m_task->column(), m_editor, m_draft->question(), bottom, m_checks->checks()};
}

void WorkbenchPage::setActivity(Activity activity)
{
    m_activity = activity;
    const bool running = activity == Activity::Running;
    const bool checking = activity == Activity::Checking;
    m_run->setText(running ? tr("Stop") : tr("Run"));
    m_run->setIconName(running ? u"stop"_s : u"play"_s);
    m_run->setEnabled(!checking);
    m_check->setText(checking ? tr("Stop") : tr("Check"));
    m_check->setIconName(checking ? u"stop"_s : u"check"_s);
    m_check->setEnabled(!running);
    showState();
}

void WorkbenchPage::startRun()
{
    if (!m_exercise || m_activity != Activity::Idle)
        return;
    showCode();
    save();
    m_stop = {};
    m_output->clear();
    if (m_bottom->current() != lens()) // who looks at the calls goes on to
        m_bottom->setCurrent(m_outputHolder);
    m_begunWith = m_exercise->id;
    setActivity(Activity::Running);
    const QString text = m_editor->toPlainText();
    m_tryWatcher.setFuture(
        tryRun(m_sandbox, *m_exercise, text.toUtf8(), m_stop.get_token(), m_lens->beginRun(text)));
}

void WorkbenchPage::finishRun()
{
    setActivity(Activity::Idle);
    if (!m_exercise || m_exercise->id != m_begunWith)
        return emit runFinished(); // another one is shown meanwhile
    if (m_tryWatcher.future().resultCount() == 0)
        m_output->append(OutputView::Part::Remark, tr("Stopped."));
    else if (const Result<TryReport> answer = m_tryWatcher.result(); answer.has_value())
        showTry(*answer);
    else
        showError(answer.error());
    emit runFinished();
}

void WorkbenchPage::showTry(const TryReport &report)
{
    const grading::Observation &seen = report.observation;
    appendTry(*m_output, report, m_lens->trace().get());
    m_output->verticalScrollBar()->setValue(m_output->verticalScrollBar()->maximum()); // how it ended, not on what it ran
    if (seen.where && seen.where->line > 0 && (seen.raised || seen.obstacle != grading::Cause::None))
        m_editor->setMark(seen.where->line, CodeEditor::Mark::Failed, tr("The run ended here"));
    m_lens->finishRun(report.report);
    announce(this, tr("Run finished. %1").arg(m_output->toPlainText()));
}

void WorkbenchPage::showCallsOfLine(int line)
{
    m_bottom->setCurrent(lens());
    m_lens->filterLine(line);
}

void WorkbenchPage::stepCalls(int direction)
{
    m_bottom->setCurrent(lens());
    if (!lens()->step(direction))
        announce(this, direction > 0 ? tr("That was the last call.") : tr("That was the first call."));
}

void WorkbenchPage::crash()
{
    if (!m_exercise)
        return;
    m_bottom->setCurrent(crashes());
    if (const auto begun = m_lens->crash(m_editor->toPlainText()); !begun)
        showError(begun.error());
}

void WorkbenchPage::startCheck()
{
    if (!m_exercise || m_activity != Activity::Idle)
        return;
    showCode();
    save();
    m_changedSinceCheck = false;
    m_clock.start();
    m_begunWith = m_exercise->id;
    setActivity(Activity::Checking);
    grading::GradeRequest request;
    request.exercise = m_rule ? classroom::underRule(*m_exercise, *m_rule) : *m_exercise;
    m_checked = m_editor->toPlainText();
    request.solution = m_checked.toUtf8();
    m_gradeWatcher.setFuture(m_grader.grade(std::move(request)));
}

void WorkbenchPage::finishCheck()
{
    setActivity(Activity::Idle);
    if (!m_exercise || m_exercise->id != m_begunWith)
        return emit checkFinished();
    if (m_gradeWatcher.future().resultCount() == 0)
        m_checks->showStopped();
    else if (const Result<grading::Verdict> answer = m_gradeWatcher.result(); answer.has_value())
        showVerdict(*answer);
    else
        showError(answer.error());
    emit checkFinished();
}

void WorkbenchPage::showVerdict(const grading::Verdict &graded)
{
    const grading::Verdict verdict = shownTo(graded, m_rule);
    m_verdict = verdict;
    m_records.add(verdict, {m_checked, m_openedMs, hints()->shownCount()});
    const Headline words = headline(verdict);
    m_checks->showVerdict(verdict, words, std::chrono::milliseconds(m_clock.elapsed()));
    if (const course::Exercise *next = nextExercise(); next && verdict.outcome <= grading::Outcome::Passed)
        m_checks->offerNext(next->title);
    markLines(verdict);
    m_finding->setBlocks(verdictBlocks(words)); // never what an earlier verdict found
    const QModelIndex first = verdictModel()->firstFailed();
    if (first.isValid())
        m_checks->checks()->setCurrentIndex(first);
    showState();
    m_lens->watch(m_checked); // one sees what it asks of the kernel, too
    announce(this, words.title + u". "_s + words.text);
}

void WorkbenchPage::markLines(const grading::Verdict &verdict)
{
    m_editor->clearMarks();
    if (verdict.where)
        m_editor->setMark(verdict.where->line, CodeEditor::Mark::Failed, verdict.summary);
    for (const grading::CheckResult &check : verdict.checks) {
        if (check.outcome == grading::CheckOutcome::Failed && check.where)
            m_editor->setMark(check.where->line, CodeEditor::Mark::Failed,
                u"%1: %2"_s.arg(check.title, remarkText(check)));
    }
}

void WorkbenchPage::showError(const Error &error)
{
    const wording::Trouble trouble = wording::explain(error);
    tellFailure(trouble.what, trouble.remedy);
    m_output->append(OutputView::Part::Error, trouble.what + u'\n' + trouble.remedy + u'\n');
}

void WorkbenchPage::stop()
{
    m_stop.request_stop();
    crashes()->stop();
    if (m_activity == Activity::Checking)
        m_gradeWatcher.cancel();
}

void WorkbenchPage::restart()
{
    if (m_exercise)
        m_editor->replaceText(m_exercise->starter); // one step of undo away from what was there
}

void WorkbenchPage::save()
{
    m_draft->save();
    m_notes->flush();
}

void WorkbenchPage::tellFailure(const QString &what, const QString &why)
{
    m_checks->tell(NoticeKind::Warning, what, why);
    announce(this, what + u". "_s + why);
}

void WorkbenchPage::saveNow()
{
    save();
    if (m_checkOnSave)
        startCheck();
}

void WorkbenchPage::setCompleteWhileTyping(bool complete)
{
    m_editor->completion()->setAutomatic(complete);
}

// In the order of the course, what is passed left out. A lab has its own page to come back to.
const course::Exercise *WorkbenchPage::nextExercise() const
{
    if (m_rule)
        return nullptr;
    const auto here = std::ranges::find(m_course->exercises, m_exercise->id, &course::Exercise::id);
    const auto next = std::find_if(here, m_course->exercises.cend(), [this](const course::Exercise &exercise) {
        return exercise.id != m_exercise->id && !m_records.isPassed(exercise.id);
    });
    return next == m_course->exercises.cend() ? nullptr : &*next;
}

void WorkbenchPage::askForSolution()
{
    if (!m_exercise)
        return;
    if (m_rule && !m_rule->showsReference)
        tellFailure(tr("No reference solution"), tr("%1: no reference solution.").arg(ruleText()));
    else if (m_records.isPassed(m_exercise->id) || m_attempts->model()->isSolutionSeen())
        showSolution();
    else
        confirmSolution();
}

void WorkbenchPage::confirmSolution()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("Show the solution"),
        tr("This exercise is not passed yet. What you find yourself stays with you longer, and a hint may be enough. "
           "That you have seen the solution is remembered with your attempts."),
        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setDefaultButton(QMessageBox::Cancel);
    const QPushButton *sure = question->addButton(tr("Show the solution"), QMessageBox::AcceptRole);
    connect(sure, &QPushButton::clicked, this, &WorkbenchPage::showSolution);
    question->open();
}

void WorkbenchPage::showSolution()
{
    m_records.showHint(m_exercise->id, progress::solutionRung);
    m_attempts->refresh();
    m_solution->compare(*m_exercise, m_editor->toPlainText());
    m_views->setCurrentWidget(m_solution);
    m_solution->reference()->setFocus(Qt::OtherFocusReason);
}

void WorkbenchPage::showCode()
{
    if (m_views->currentWidget() == m_columns)
        return;
    m_views->setCurrentWidget(m_columns);
    m_editor->setFocus(Qt::OtherFocusReason);
}

void WorkbenchPage::showFinding(const QModelIndex &index)
{
    const grading::CheckResult *result = verdictModel()->result(index);
    if (!result)
        return;
    m_finding->setBlocks(findingBlocks(*result));
    m_bottom->setCurrent(m_finding);
}

void WorkbenchPage::textChanged()
{
    m_changedSinceCheck = m_verdict.has_value();
    showState();
}

void WorkbenchPage::setTimeSpent(std::chrono::milliseconds spent)
{
    m_spent = std::chrono::duration_cast<std::chrono::minutes>(spent);
    showState();
}

void WorkbenchPage::showState()
{
    const QString time = m_spent.count() > 0 ? tr("%n min", nullptr, int(m_spent.count())) : QString();
    QStringList words{stateText()};
    if (m_attempts->model()->isSolutionSeenEarly())
        words.append(tr("solution seen"));
    if (!time.isEmpty())
        words.append(time);
    m_state->setText(words.join(u" · "_s));
    if (m_exercise)
        hints()->offerSolution(m_rule && !m_rule->showsReference ? QString()
                : m_records.isPassed(m_exercise->id) || m_attempts->model()->isSolutionSeen()
                ? tr("Compare solutions")
                : tr("Show the solution …"));
    m_state->setToolTip(time.isEmpty() ? QString() : tr("You have worked on it for %1").arg(time));
}

QString WorkbenchPage::stateText() const
{
    if (m_activity == Activity::Running)
        return tr("running");
    if (m_activity == Activity::Checking) {
        const int all = m_gradeWatcher.progressMaximum();
        return all > 0 ? tr("checking, %1 of %2").arg(m_gradeWatcher.progressValue()).arg(all) : tr("checking");
    }
    if (!m_verdict)
        return m_exercise && m_records.isPassed(m_exercise->id) ? tr("passed before") : tr("not checked yet");
    const QString counts
        = tr("%1 of %2 checks pass").arg(verdictModel()->passedCount()).arg(verdictModel()->checkCount());
    return m_changedSinceCheck ? tr("%1 · changed since").arg(counts) : counts;
}

QByteArray WorkbenchPage::layoutState() const
{
    return m_columns->layoutState();
}

void WorkbenchPage::restoreLayout(const QByteArray &state)
{
    m_columns->restoreLayout(state);
}

void WorkbenchPage::showEvent(QShowEvent *event)
{
    Page::showEvent(event);
    lookAtLabs();
}

} // namespace ringside::desktop
