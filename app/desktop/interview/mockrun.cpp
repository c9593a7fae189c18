#include "desktop/interview/mockrun.h"

#include "base/bytes.h"
#include "desktop/interview/answerforms.h"
#include "desktop/interview/proseview.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/outputview.h"
#include "desktop/widgets/panel.h"
#include "grading/example.h"
#include "wording/learning.h"

#include <QButtonGroup>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMessageBox>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringside::desktop {

namespace {

using course::RoundKind;
using progress::MachineResult;
using progress::MockPhase;
using progress::MockView;
using progress::QuestionKind;

constexpr int deskWidth = 820;
constexpr int codeHeight = 300;
constexpr auto keepAfter = 1500ms; // at most two seconds of typing are lost
constexpr qint64 msPerMinute = 60'000;

qint64 now()
{
    return QDateTime::currentMSecsSinceEpoch();
}

QString clockText(qint64 ms)
{
    const qint64 seconds = std::max<qint64>(0, ms) / 1000;
    return u"%1:%2"_s.arg(seconds / 60).arg(seconds % 60, 2, 10, QChar(u'0'));
}

/// A form is made for a card; the interview shows only what may be seen of it.
progress::Card shownCard(const MockView &view)
{
    progress::Card card{.uid = view.title, .kind = view.questionKind, .prompt = view.prompt, .code = view.code};
    for (const QString &text : view.optionTexts)
        card.options.append({.text = text});
    card.steps = view.stepTexts;
    return card;
}

QString transcriptOf(const MockView &view)
{
    QString text;
    for (const course::RoleAnswer &answer : view.asked)
        text += MockRun::tr("$ %1\n%2\n").arg(answer.asked,
            answer.answer.isEmpty() ? MockRun::tr("(The interviewer has nothing to show for this.)") : answer.answer);
    return text.trimmed();
}

} // namespace

MockRun::MockRun(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_grader(services.sandbox)
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    auto *head = new Ground(ColorRole::Surface);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(24, 10, 24, 10);
    line->setSpacing(12);
    m_step = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_title = new Label({}, TextRole::Heading3);
    m_clock = new Label({}, TextRole::Heading3, ColorRole::Secondary);
    m_pause = new Button(tr("Pause"), Button::Kind::Ghost, u"stop"_s);
    connect(m_pause, &QPushButton::clicked, this, [this] {
        takeText();
        const bool paused = m_interview->view(now()).paused;
        happened(paused ? m_interview->resume(now()) : m_interview->pause(now()));
    });
    m_finish = new Button(tr("End the interview"), Button::Kind::Ghost);
    connect(m_finish, &QPushButton::clicked, this, &MockRun::confirmEnd);
    line->addWidget(m_step);
    line->addWidget(m_title);
    line->addStretch();
    line->addWidget(m_clock);
    line->addWidget(m_pause);
    line->addWidget(m_finish);
    layout->addWidget(head);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(makeQuestion(), 1);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(makeFoot());
    m_ticker.setInterval(1s);
    connect(&m_ticker, &QTimer::timeout, this, &MockRun::showClock);
    m_keeper.setInterval(keepAfter);
    m_keeper.setSingleShot(true);
    connect(&m_keeper, &QTimer::timeout, this, [this] {
        takeText();
        emit changed();
    });
}

QWidget *MockRun::makeQuestion()
{
    auto *ground = new Ground(ColorRole::Window);
    auto *centre = new QHBoxLayout(ground);
    centre->setContentsMargins(24, 20, 24, 24);
    auto *column = new QWidget;
    column->setMaximumWidth(deskWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_paused = new Label(tr("Paused. The clock stands still."), TextRole::Heading2);
    layout->addWidget(m_paused);
    m_asking = new QWidget;
    auto *asking = new QVBoxLayout(m_asking);
    asking->setContentsMargins(0, 0, 0, 0);
    asking->setSpacing(12);
    m_prompt = new ProseView(tr("Question"));
    asking->addWidget(new Pane(tr("Question"), m_prompt));
    asking->addWidget(m_askBox = makeAskBox());
    m_formPlace = new QVBoxLayout;
    asking->addLayout(m_formPlace);
    m_notes = new QLineEdit;
    m_notes->setAccessibleName(tr("Notes to yourself"));
    m_notes->setPlaceholderText(tr("Notes to yourself; whoever answers aloud writes nothing else"));
    connect(m_notes, &QLineEdit::textEdited, this, &MockRun::keepSoon);
    asking->addWidget(m_notes);
    layout->addWidget(m_asking);
    layout->addWidget(m_confidence = makeConfidence());
    layout->addStretch(1);
    centre->addStretch();
    centre->addWidget(column, 100);
    centre->addStretch();
    return m_scroll = scrollingPage(ground);
}

/// In a role play the interviewer is a machine, or somebody who knows more than is told.
QWidget *MockRun::makeAskBox()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_transcript = new OutputView(tr("What came back"), OutputView::GroundColor::Code);
    layout->addWidget(m_transcript);
    auto *line = new QHBoxLayout;
    m_wish = new QLineEdit;
    m_wish->setAccessibleName(tr("Ask for"));
    m_wish->setPlaceholderText(tr("A command, or what you want to see; Enter asks"));
    auto *ask = new Button(tr("Ask"), Button::Kind::Outline);
    connect(m_wish, &QLineEdit::returnPressed, this, &MockRun::askInterviewer);
    connect(ask, &QPushButton::clicked, this, &MockRun::askInterviewer);
    line->addWidget(m_wish, 1);
    line->addWidget(ask);
    layout->addLayout(line);
    return box;
}

void MockRun::askInterviewer()
{
    if (!m_interview || !m_interview->ask(m_wish->text(), now()))
        return;
    m_wish->clear();
    const MockView view = m_interview->view(now());
    showTranscript(view);
    announce(this, view.asked.last().answer.isEmpty() ? tr("Nothing came back") : view.asked.last().answer);
    emit changed();
}

void MockRun::showTranscript(const MockView &view)
{
    m_askBox->setVisible(view.mayAsk);
    m_transcript->clear();
    m_transcript->append(OutputView::Part::Output, transcriptOf(view));
    m_transcript->setVisible(!view.asked.isEmpty());
    m_transcript->setFixedHeight(m_transcript->heightForLines(2, 14) + 8);
    m_transcript->verticalScrollBar()->setValue(m_transcript->verticalScrollBar()->maximum());
}

QWidget *MockRun::makeConfidence()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 12, 0, 0);
    layout->setSpacing(12);
    layout->addWidget(new Label(tr("How sure are you of this answer?"), TextRole::Heading2));
    auto *line = new QHBoxLayout;
    m_sure = new QButtonGroup(this);
    for (const auto &[percent, name] : {std::pair(0, tr("A guess")), std::pair(25, tr("25 %")),
             std::pair(50, tr("50 %")), std::pair(75, tr("75 %")), std::pair(100, tr("Sure"))}) {
        auto *button = new Button(name, Button::Kind::Outline);
        button->setAccessibleName(tr("How sure: %1").arg(name));
        m_sure->addButton(button, percent);
        line->addWidget(button);
    }
    line->addStretch();
    layout->addLayout(line);
    connect(m_sure, &QButtonGroup::idClicked, this,
        [this](int percent) { happened(m_interview->setConfidence(percent, now())); });
    return box;
}

QWidget *MockRun::makeFoot()
{
    auto *foot = new Ground(ColorRole::Surface);
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(24, 10, 24, 10);
    line->setSpacing(10);
    line->addStretch();
    m_skip = new Button(tr("Skip"), Button::Kind::Outline);
    connect(m_skip, &QPushButton::clicked, this, [this] { happened(m_interview->skip(now())); });
    m_submit = new Button(tr("Submit"), Button::Kind::Primary);
    m_submit->setToolTip(tr("Ctrl+Enter"));
    connect(m_submit, &QPushButton::clicked, this, &MockRun::submit);
    line->addWidget(m_skip);
    line->addWidget(m_submit);
    line->addStretch();
    return foot;
}

void MockRun::start(const std::shared_ptr<const course::Course> &course, progress::MockInterview &interview,
    const progress::MockPlan &plan)
{
    ++m_run;
    m_course = course;
    m_interview = &interview;
    m_plan = plan;
    m_sentToJudge.clear();
    m_judging = 0;
    m_shownStep = -1;
    if (interview.phase() >= MockPhase::Review) {
        judgeRest();
        return;
    }
    m_ticker.start();
    showStep();
}

void MockRun::stop()
{
    m_interview = nullptr;
    m_ticker.stop();
    m_keeper.stop();
}

progress::MockInterview *MockRun::interviewAt(quint64 run) const
{
    return run == m_run ? m_interview : nullptr;
}

/// Every change of the interview ends here.
void MockRun::confirmEnd()
{
    auto *question = new QMessageBox(QMessageBox::Question, tr("End the interview"),
        tr("What was not asked yet counts as skipped."), QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    question->setDefaultButton(QMessageBox::Cancel);
    const QPushButton *sure = question->addButton(tr("End the interview"), QMessageBox::AcceptRole);
    connect(sure, &QPushButton::clicked, this, [this] {
        if (!m_interview)
            return;
        takeText();
        happened(m_interview->finish(now()));
    });
    question->open();
}

void MockRun::happened(bool possible)
{
    if (!possible)
        return;
    m_keeper.stop();
    if (m_interview->phase() < MockPhase::Review) {
        showStep();
    } else {
        m_ticker.stop();
        judgeRest();
    }
    emit changed();
}

void MockRun::showStep()
{
    const MockView view = m_interview->view(now());
    m_paused->setVisible(view.paused);
    m_pause->setVisible(view.mayPause);
    m_pause->setText(view.paused ? tr("Go on") : tr("Pause"));
    const bool sure = view.phase == MockPhase::Confidence;
    m_asking->setVisible(!view.paused && !sure);
    m_confidence->setVisible(!view.paused && sure);
    m_submit->setVisible(!view.paused && !sure);
    m_skip->setVisible(!view.paused);
    showClock();
    const bool sameText = m_shownStep == view.step
        && (m_shownPhase == MockPhase::FollowUp) == (view.phase == MockPhase::FollowUp) && m_form;
    m_shownPhase = view.phase;
    m_step->setText(tr("%1 of %2").arg(view.step + 1).arg(view.steps));
    const QString kind = view.phase == MockPhase::FollowUp ? tr("Follow-up") : wording::kindName(view.questionKind);
    m_title->setText(view.title.isEmpty() ? kind : view.title);
    if (sure) {
        m_sure->buttons().at(2)->setFocus();
        return;
    }
    if (sameText && view.phase != MockPhase::FollowUp)
        return;
    m_shownStep = view.step;
    const QString prompt = view.phase == MockPhase::FollowUp
        ? view.followUp : wording::questionText(view.questionKind, view.prompt);
    const QString trace = view.trace.isEmpty() || view.phase == MockPhase::FollowUp
        ? QString() : u"\n\n```text\n%1\n```"_s.arg(view.trace.trimmed());
    const bool codeElsewhere = view.phase == MockPhase::FollowUp || view.questionKind == QuestionKind::FindBug;
    m_prompt->setText(prompt + trace, codeElsewhere ? QString() : view.code);
    showTranscript(view);
    m_notes->setText(view.notes);
    replaceForm(view);
    announce(this, tr("Question %1 of %2. %3").arg(view.step + 1).arg(view.steps).arg(markdown::plainText(prompt)));
}

void MockRun::replaceForm(const MockView &view)
{
    delete std::exchange(m_form, nullptr);
    delete std::exchange(m_codeBox, nullptr);
    m_editor = nullptr;
    m_output = nullptr;
    if (view.kind == RoundKind::Coding && view.phase != MockPhase::FollowUp) {
        makeCodeForm(view);
        return;
    }
    progress::Card card = shownCard(view);
    if (view.phase == MockPhase::FollowUp)
        card.kind = QuestionKind::Open;
    m_form = makeAnswerForm(card, 0, this);
    if (!view.text.isEmpty())
        m_form->setText(view.text);
    m_formPlace->addWidget(m_form);
    placeInTabOrder(placeInTabOrder(placeInTabOrder(m_finish, m_prompt), m_askBox), m_form);
    connect(m_form, &AnswerForm::edited, this, &MockRun::keepSoon);
    m_form->field()->setFocus();
}

void MockRun::makeCodeForm(const MockView &view)
{
    m_codeBox = new QWidget;
    auto *layout = new QVBoxLayout(m_codeBox);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(8);
    m_editor = new CodeEditor(CodeEditor::Side::Gutter);
    m_editor->setLanguage(u"python"_s);
    m_editor->setAccessibleName(tr("Your code"));
    m_editor->setMinimumHeight(codeHeight);
    const course::Exercise *exercise = m_course->exercise(view.exercise);
    m_editor->setPlainText(view.text.isEmpty() && exercise ? exercise->starter : view.text);
    if (exercise)
        m_prompt->setText(view.prompt + u"\n\n"_s + exercise->task);
    auto *run = new Button(tr("Run it"), Button::Kind::Outline, u"play"_s);
    run->setToolTip(tr("Runs the file by itself. Nothing is checked before the end."));
    connect(run, &QPushButton::clicked, this, &MockRun::runCode);
    m_output = new OutputView(tr("What your code wrote"), OutputView::GroundColor::Code);
    m_output->hide();
    layout->addWidget(new Pane(tr("Your code"), m_editor));
    layout->addWidget(run, 0, Qt::AlignLeft);
    layout->addWidget(m_output);
    m_formPlace->addWidget(m_codeBox);
    placeInTabOrder(placeInTabOrder(placeInTabOrder(m_finish, m_prompt), m_askBox), m_codeBox);
    connect(m_editor, &CodeEditor::edited, this, &MockRun::keepSoon);
    connect(m_editor, &CodeEditor::cursorPositionChanged, this, [this] { // the task may fill the page above it
        const QPoint caret = m_editor->viewport()->mapTo(m_scroll->widget(), m_editor->cursorRect().center());
        m_scroll->ensureVisible(caret.x(), caret.y());
    });
    m_editor->setFocus();
}

void MockRun::runCode()
{
    takeText();
    m_services.sandbox.run(grading::composeExample({}, u"main.py"_s, m_editor->toPlainText()))
        .then(this, [this, run = m_run](const Result<sandbox::RunReport> &report) {
            if (!interviewAt(run) || !m_output)
                return;
            m_output->clear();
            if (report) {
                m_output->append(OutputView::Part::Output, displayText(report->output));
                m_output->append(OutputView::Part::Error, displayText(report->errorOutput));
                if (report->output.isEmpty() && report->errorOutput.isEmpty())
                    m_output->append(OutputView::Part::Remark, tr("It wrote nothing."));
            } else {
                m_output->append(OutputView::Part::Error, wording::explain(report.error()).what);
            }
            m_output->setFixedHeight(m_output->heightForLines(2, 10) + 8);
            m_output->show();
        });
}

QString MockRun::typedText() const
{
    return m_editor ? m_editor->toPlainText() : m_form ? m_form->text() : QString();
}

/// Also while keys come without a pause: what was typed longer ago than this is kept.
void MockRun::keepSoon()
{
    if (!m_keeper.isActive())
        m_keeper.start();
}

void MockRun::takeText()
{
    if (!m_interview || m_interview->phase() >= MockPhase::Review)
        return;
    m_interview->takeNotes(m_notes->text());
    const bool typed = m_form ? !m_form->isEmpty() : m_editor && m_editor->document()->isModified();
    if (typed && m_interview->phase() != MockPhase::Confidence)
        m_interview->type(typedText(), now());
}

void MockRun::submit()
{
    if (!m_interview || m_interview->view(now()).paused || !m_submit->isVisible())
        return;
    const MockView view = m_interview->view(now());
    const QString text = typedText();
    m_interview->takeNotes(m_notes->text());
    const bool answered = view.phase != MockPhase::FollowUp;
    const bool possible = m_interview->submit(text, now());
    if (possible && answered)
        judge(view.step, text);
    happened(possible);
}

/// Put in as it arrives, and hidden until the end.
void MockRun::judge(int step, const QString &text)
{
    const progress::MockStep &asked = m_plan.steps[step];
    m_sentToJudge.insert(step);
    if (asked.kind == RoundKind::Coding) {
        grade(step, asked.card, text);
        return;
    }
    if (asked.card.kind == QuestionKind::Open)
        return;
    const std::unique_ptr<AnswerForm> form(makeAnswerForm(asked.card, 0, nullptr)); // it can read what it wrote
    form->setText(text);
    review::CardAnswer answer;
    form->fill(answer);
    ++m_judging;
    review::judge(m_services.sandbox, *m_course, asked.card, answer)
        .then(this, [this, step, run = m_run](const Result<review::Judgement> &judgement) {
            progress::MockInterview *interview = interviewAt(run);
            if (!interview)
                return;
            const bool right = judgement && judgement->right
                && (judgement->lineRight || m_plan.steps[step].card.kind != QuestionKind::FindBug);
            interview->setMachineResult(step, !judgement ? MachineResult::Ungraded
                    : right                              ? MachineResult::Right
                                                         : MachineResult::Wrong);
            judged();
        });
}

void MockRun::judged()
{
    --m_judging;
    emit resultArrived();
}

/// What stood there when the time was up, and what was not judged when the window was closed.
void MockRun::judgeRest()
{
    const QList<progress::MockAnswer> answers = *m_interview->answers();
    for (int step = 0; step < answers.size(); ++step) {
        const progress::MockAnswer &answer = answers[step];
        if (answer.machine == MachineResult::None && !answer.skipped && !answer.text.isEmpty()
            && !m_sentToJudge.contains(step))
            judge(step, answer.text);
    }
}

void MockRun::grade(int step, const progress::Card &card, const QString &source)
{
    const course::Exercise *exercise = m_course->exercise(card.exercise);
    if (!exercise)
        return;
    ++m_judging;
    m_grader.grade({.exercise = *exercise, .solution = source.toUtf8(), .seed = 1 + quint64(now() % 1'000'000)})
        .then(this, [this, step, run = m_run](const Result<grading::Verdict> &verdict) {
            progress::MockInterview *interview = interviewAt(run);
            if (!interview)
                return;
            using progress::AttemptOutcome;
            AttemptOutcome outcome = AttemptOutcome::Ungraded;
            if (verdict && verdict->outcome != grading::Outcome::Ungraded)
                outcome = verdict->outcome == grading::Outcome::Mastered ? AttemptOutcome::Mastered
                    : verdict->outcome == grading::Outcome::Passed       ? AttemptOutcome::Passed
                                                                         : AttemptOutcome::Failed;
            interview->setCodingResult(step, {}, outcome,
                verdict ? QJsonDocument::fromJson(grading::toJson(*verdict)).object() : QJsonObject());
            judged();
        });
}

void MockRun::showClock()
{
    if (!m_interview)
        return;
    takeText(); // what stands there when the time is up counts
    const MockPhase before = m_interview->phase();
    m_interview->passTime(now());
    const MockView view = m_interview->view(now());
    m_clock->setVisible(view.clockShown);
    m_clock->setText(clockText(view.leftMs));
    m_clock->setAccessibleName(tr("%1 minutes left").arg(std::max<qint64>(0, view.leftMs) / msPerMinute));
    m_clock->setColorRole(view.leftMs < 5 * msPerMinute ? ColorRole::Warning : ColorRole::Secondary);
    if (before < MockPhase::Review && m_interview->phase() >= MockPhase::Review)
        happened(true);
}

QList<QWidget *> MockRun::panes() const
{
    QList<QWidget *> panes;
    if (m_confidence->isVisible())
        return {m_sure->buttons().first()};
    if (m_editor)
        panes.append(m_editor);
    else if (m_form && m_form->field())
        panes.append(m_form->field());
    panes.append(m_submit);
    return panes;
}

} // namespace ringside::desktop
