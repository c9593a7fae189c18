#include "desktop/interview/reviewview.h"

#include "desktop/interview/answerforms.h"
#include "desktop/interview/gradebar.h"
#include "desktop/interview/judgementwords.h"
#include "desktop/interview/pointlist.h"
#include "desktop/interview/proseview.h"
#include "desktop/lesson/markdown.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/panel.h"
#include "progress/deck.h"
#include "wording/learning.h"

#include <QButtonGroup>
#include <QCheckBox>
#include <QKeyEvent>
#include <QLocale>
#include <QPlainTextEdit>
#include <QRadioButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace ringside::desktop {

namespace {

using progress::Grade;
using progress::QuestionKind;
using progress::Store;

constexpr int deskWidth = 820;

/// Where the words of a point stand in the answer.
void highlight(QPlainTextEdit *edit, const QList<progress::Span> &spans)
{
    QList<QTextEdit::ExtraSelection> selections;
    for (const progress::Span &span : spans) {
        QTextEdit::ExtraSelection selection;
        selection.cursor = QTextCursor(edit->document());
        selection.cursor.setPosition(span.start);
        selection.cursor.setPosition(span.start + span.length, QTextCursor::KeepAnchor);
        selection.format.setBackground(themeOf(edit).color(ColorRole::FindMatch));
        selections.append(selection);
    }
    edit->setExtraSelections(selections);
}

} // namespace

ReviewView::ReviewView(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_services(services)
    , m_drafts(services.store)
    , m_session(progress::newUid())
{
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    makeHead(layout);
    makeNotices(layout);
    m_stack = new QStackedWidget;
    m_nothing = new EmptyState(u"cards"_s, {}, {});
    m_more = m_nothing->addAction(tr("Back to the interview page"), u"left"_s);
    connect(m_more, &QPushButton::clicked, this, &ReviewView::closed);
    m_stack->addWidget(m_nothing);
    auto *asking = new QWidget;
    auto *askingLayout = new QVBoxLayout(asking);
    askingLayout->setContentsMargins(0, 0, 0, 0);
    askingLayout->setSpacing(0);
    askingLayout->addWidget(makeDesk(), 1);
    askingLayout->addWidget(new Separator(Qt::Horizontal));
    askingLayout->addWidget(makeFoot());
    m_stack->addWidget(asking);
    layout->addWidget(m_stack, 1);
    m_later.setSingleShot(true);
    connect(&m_later, &QTimer::timeout, this, &ReviewView::next);
    connect(&m_drafts, &progress::DraftSaver::failed, this,
        [this](const Error &error) { say(error, tr("What you type is not being saved")); });
    connect(&m_drafts, &progress::DraftSaver::saved, this, [this] { m_problem->hide(); });
}

void ReviewView::makeHead(QVBoxLayout *layout)
{
    auto *head = new Ground(ColorRole::Surface);
    auto *line = new QHBoxLayout(head);
    line->setContentsMargins(16, 8, 16, 8);
    line->setSpacing(8);
    auto *back = new Button(tr("Interview"), Button::Kind::Ghost, u"left"_s);
    connect(back, &QPushButton::clicked, this, [this] {
        saveDraft();
        emit closed();
    });
    m_title = new Label({}, TextRole::Heading3);
    m_left = new Label({}, TextRole::Small, ColorRole::Secondary);
    m_undo = new Button(tr("Undo"), Button::Kind::Ghost, u"reset"_s);
    m_undo->setToolTip(tr("Takes the last answer or postponement back (Alt+Z)"));
    m_undo->setEnabled(false);
    connect(m_undo, &QPushButton::clicked, this, &ReviewView::undo);
    m_tomorrow = new Button(tr("Tomorrow"), Button::Kind::Ghost, u"clock"_s);
    m_tomorrow->setToolTip(tr("Asks this card tomorrow instead of now (Alt+T)"));
    connect(m_tomorrow, &QPushButton::clicked, this, &ReviewView::postpone);
    m_suspend = new Button(tr("Suspend"), Button::Kind::Ghost, u"lock"_s);
    m_suspend->setToolTip(tr("Does not ask this card again until you bring it back (Alt+S)"));
    connect(m_suspend, &QPushButton::clicked, this, &ReviewView::suspend);
    line->addWidget(back);
    line->addWidget(m_title);
    line->addWidget(m_left);
    line->addStretch();
    line->addWidget(m_undo);
    line->addWidget(m_tomorrow);
    line->addWidget(m_suspend);
    layout->addWidget(head);
    layout->addWidget(new Separator(Qt::Horizontal));
}

/// Above question and empty page alike: the last card of the day may be the one that is forgotten again and again.
void ReviewView::makeNotices(QVBoxLayout *layout)
{
    m_leech = new QWidget;
    auto *centre = new QHBoxLayout(m_leech);
    centre->setContentsMargins(24, 12, 24, 0);
    auto *column = new QWidget;
    column->setMaximumWidth(deskWidth);
    auto *leech = new QVBoxLayout(column);
    leech->setContentsMargins(0, 0, 0, 0);
    m_leechText = new Notice;
    leech->addWidget(m_leechText);
    centre->addStretch();
    centre->addWidget(column, 100);
    centre->addStretch();
    m_leech->hide();
    layout->addWidget(m_leech);
}

QWidget *ReviewView::makeDesk()
{
    auto *ground = new Ground(ColorRole::Window);
    auto *centre = new QHBoxLayout(ground);
    centre->setContentsMargins(24, 20, 24, 24);
    auto *column = new QWidget;
    column->setMaximumWidth(deskWidth);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(12);
    m_kind = new Label({}, TextRole::Caption, ColorRole::Muted);
    m_question = new ProseView(tr("Question"));
    connect(m_question, &ProseView::linkActivated, this, &ReviewView::linkActivated);
    auto *card = new QWidget;
    auto *cardLayout = new QVBoxLayout(card);
    cardLayout->setContentsMargins(0, 0, 0, 0);
    cardLayout->addWidget(m_question);
    m_problem = new Notice;
    m_problem->hide();
    layout->addWidget(m_problem);
    layout->addWidget(m_kind);
    layout->addWidget(new Pane(tr("Question"), card));
    m_formPlace = new QVBoxLayout;
    layout->addLayout(m_formPlace);
    layout->addWidget(m_confidence = makeConfidence());
    m_verdict = new Notice;
    layout->addWidget(m_verdict);
    m_pointsTitle = new Label(tr("Which of these did you say?"), TextRole::Heading3);
    layout->addWidget(m_pointsTitle);
    m_blindSpots = new Label(blindSpotsText(), TextRole::Small, ColorRole::Muted);
    m_blindSpots->setWordWrap(true);
    layout->addWidget(m_blindSpots);
    m_points = new PointList;
    connect(m_points, &PointList::changed, this, &ReviewView::proposeByPoints);
    connect(m_points, &PointList::passagesChanged, this, [this](const QList<progress::Span> &spans) {
        if (auto *text = qobject_cast<TextForm *>(m_form))
            highlight(text->edit(), spans);
    });
    layout->addWidget(m_points);
    m_beliefs = new QVBoxLayout;
    layout->addLayout(m_beliefs);
    m_explanation = new ProseView(tr("Explanation"));
    connect(m_explanation, &ProseView::linkActivated, this, &ReviewView::linkActivated);
    m_explanationPane = new Pane(tr("Explanation"), m_explanation);
    layout->addWidget(m_explanationPane);
    layout->addStretch(1);
    centre->addStretch();
    centre->addWidget(column, 100);
    centre->addStretch();

    return m_scroll = scrollingPage(ground);
}

QWidget *ReviewView::makeConfidence()
{
    auto *row = new QWidget;
    auto *line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->setSpacing(14);
    line->addWidget(new Label(tr("How sure are you?"), TextRole::Small, ColorRole::Secondary));
    m_sure = new QButtonGroup(this);
    for (const auto &[percent, name] : {std::pair(0, tr("a guess")), std::pair(25, tr("25 %")),
             std::pair(50, tr("50 %")), std::pair(75, tr("75 %")), std::pair(100, tr("sure"))}) {
        auto *button = new QRadioButton(name);
        button->setAccessibleName(tr("How sure: %1").arg(name));
        m_sure->addButton(button, percent);
        line->addWidget(button);
    }
    line->addStretch();
    return row;
}

QWidget *ReviewView::makeFoot()
{
    auto *foot = new Ground(ColorRole::Surface);
    auto *line = new QHBoxLayout(foot);
    line->setContentsMargins(24, 10, 24, 10);
    line->setSpacing(10);
    line->addStretch();
    m_giveUp = new Button(tr("I don't know"), Button::Kind::Outline);
    connect(m_giveUp, &QPushButton::clicked, this, &ReviewView::giveUp);
    m_commit = new Button(tr("Show the answer"), Button::Kind::Primary);
    m_commit->setToolTip(tr("Ctrl+Enter"));
    connect(m_commit, &QPushButton::clicked, this, &ReviewView::commit);
    m_grades = new GradeBar;
    connect(m_grades, &GradeBar::chosen, this, &ReviewView::grade);
    line->addWidget(m_giveUp);
    line->addWidget(m_commit);
    line->addWidget(m_grades);
    line->addStretch();
    return foot;
}

void ReviewView::setCourse(
    const std::shared_ptr<const course::Course> &course, const QList<progress::Card> &cards)
{
    m_course = course;
    m_source.cards = cards;
}

void ReviewView::start(const QString &title, const QString &deck)
{
    m_source.drill.reset();
    m_source.deck = deck;
    begin(title);
}

void ReviewView::startDrill(const QString &title, const QStringList &drill)
{
    m_source.drill = drill;
    m_source.deck.clear();
    begin(title);
}

void ReviewView::begin(const QString &title)
{
    m_title->setText(title);
    m_drill = m_source.drill.has_value();
    m_undo->setEnabled(false); // of what was answered before, something else may have come since
    m_leech->hide();
    m_problem->hide();
    next();
}

void ReviewView::refresh()
{
    if (!m_turn.card)
        next();
    else if (m_turn.card->kind == QuestionKind::Coding && !m_committed)
        showCoding();
}

void ReviewView::next()
{
    const quint64 asked = ++m_asked;
    m_services.store
        .run([source = m_source, now = progress::currentMoment()](const Store &store) {
            return progress::nextTurn(store, source, now);
        })
        .then(this, [this, asked](const Result<progress::Turn> &turn) {
            if (asked != m_asked)
                return;
            if (turn) {
                showTurn(*turn);
                return;
            }
            m_nothing->setText(tr("The cards could not be read"), wording::explain(turn.error()).what);
            m_stack->setCurrentWidget(m_nothing);
            emit turnShown();
        });
}

void ReviewView::showTurn(const progress::Turn &turn)
{
    m_turn = turn;
    m_suspend->setEnabled(turn.card.has_value());
    m_tomorrow->setEnabled(turn.card && !m_drill && turn.due.state.memory); // a new card has no day to be moved
    m_left->setText(turn.card ? tr("%1 to go").arg(wording::cardsText(leftIn(turn))) : QString());
    if (turn.card)
        showQuestion();
    else
        showNothing(turn);
    emit turnShown();
}

/// An answer that was taken back is asked for first, and then goes on what is due.
int ReviewView::leftIn(const progress::Turn &turn) const
{
    if (m_drill || !m_source.drill)
        return turn.left;
    const QStringList &due = turn.queue.uids;
    return int(due.size()) + (due.contains(turn.card->uid) ? 0 : 1);
}

void ReviewView::showNothing(const progress::Turn &turn)
{
    m_later.stop();
    if (m_drill) {
        m_nothing->setText(tr("That was the last one"), tr("Practice does not move the dates of your cards."));
    } else if (turn.queue.heldBack > 0) {
        m_nothing->setText(tr("Enough for today"),
            tr("%1 more are due and come tomorrow, the most urgent first. The number of answers a day can be "
               "changed on the interview page.").arg(wording::cardsText(turn.queue.heldBack)));
    } else if (turn.queue.nextStepMs) {
        const qint64 wait = *turn.queue.nextStepMs - QDateTime::currentMSecsSinceEpoch();
        m_nothing->setText(tr("Nothing is due now"),
            tr("The next card comes back at %1.")
                .arg(QLocale().toString(QDateTime::fromMSecsSinceEpoch(*turn.queue.nextStepMs).time(), QLocale::ShortFormat)));
        m_later.start(std::chrono::milliseconds(std::clamp<qint64>(wait + 500, 1000, 3'600'000)));
    } else {
        m_nothing->setText(tr("Nothing is due"),
            tr("New cards come from the parts of lessons you have marked as read. Practise a topic, or take a mock "
               "interview."));
    }
    m_stack->setCurrentWidget(m_nothing);
    announce(this, tr("%1. %2").arg(m_nothing->accessibleName(), m_nothing->accessibleDescription()));
    m_more->setFocus();
}

void ReviewView::replaceForm()
{
    delete std::exchange(m_form, nullptr);
    m_form = makeAnswerForm(*m_turn.card, m_turn.due.state.reps, this);
    m_form->setVisible(m_turn.card->kind != QuestionKind::Coding);
    if (!m_turn.draft.isEmpty())
        m_form->setText(m_turn.draft);
    m_formPlace->addWidget(m_form);
    placeInTabOrder(placeInTabOrder(placeInTabOrder(m_suspend, m_leech), m_question), m_form);
    connect(m_form, &AnswerForm::edited, this, &ReviewView::typed);
}

void ReviewView::showQuestion()
{
    const progress::Card &card = *m_turn.card;
    m_later.stop();
    m_committed = false;
    m_answer = {};
    m_match = {};
    m_right = false;
    m_shownMs = QDateTime::currentMSecsSinceEpoch();
    m_thinking.start();
    m_kind->setText(tr("%1 · %2 · %3").arg(wording::kindName(card.kind),
        wording::topicTitle(*m_course, card.topic), wording::levelName(card.level)));
    const QString question = wording::questionText(card.kind, card.prompt);
    m_question->setText(question, card.kind == QuestionKind::FindBug ? QString() : card.code);
    replaceForm();
    m_sure->setExclusive(false);
    for (QAbstractButton *button : m_sure->buttons())
        button->setChecked(false);
    m_sure->setExclusive(true);
    m_confidence->setVisible(card.kind != QuestionKind::Coding);
    m_confidence->setEnabled(true);
    for (QWidget *widget : {static_cast<QWidget *>(m_verdict), static_cast<QWidget *>(m_pointsTitle),
             static_cast<QWidget *>(m_blindSpots), static_cast<QWidget *>(m_points), static_cast<QWidget *>(m_explanationPane)})
        widget->hide();
    clearLayout(m_beliefs);
    m_grades->clear();
    m_commit->show();
    m_commit->setEnabled(true);
    m_giveUp->show();
    m_giveUp->setEnabled(true);
    m_stack->setCurrentIndex(1);
    m_scroll->verticalScrollBar()->setValue(0);
    if (card.kind == QuestionKind::Coding)
        showCoding();
    else if (m_form->field())
        m_form->field()->setFocus();
    m_commit->setText(card.kind == QuestionKind::Coding ? tr("Open the exercise") : tr("Show the answer"));
    announce(this, tr("%1. %2").arg(wording::kindName(card.kind), markdown::plainText(question)));
}

void ReviewView::typed()
{
    if (m_committed || !m_turn.card)
        return;
    m_drafts.typed({.itemUid = m_turn.card->uid, .slot = progress::answerSlot(), .body = m_form->text()});
}

std::optional<int> ReviewView::confidence() const
{
    const int percent = m_sure->checkedId();
    return percent < 0 ? std::nullopt : std::optional(percent);
}

void ReviewView::commit()
{
    if (!m_turn.card || m_committed || m_stack->currentIndex() == 0)
        return;
    if (m_turn.card->kind == QuestionKind::Coding) {
        if (const course::Exercise *exercise = m_course->exercise(m_turn.card->exercise))
            emit linkActivated(u"ringside:exercise/"_s + exercise->slug);
        return;
    }
    if (m_form->isEmpty() && m_answer.help == progress::Help::None) {
        m_verdict->setMessage(NoticeKind::Note, tr("Answer first"),
            tr("What is tried sticks better than what is read. If you don't know, say so."));
        m_verdict->show();
        announce(this, m_verdict->accessibleName());
        m_form->field()->setFocus();
        return;
    }
    m_committed = true;
    m_form->fill(m_answer);
    m_answer.confidence = confidence();
    m_answer.choice.dontKnow = m_answer.help == progress::Help::GaveUp;
    m_form->freeze();
    m_confidence->setEnabled(false);
    m_commit->setEnabled(false);
    m_giveUp->setEnabled(false);
    m_drafts.flush();
    if (m_turn.card->kind == QuestionKind::Open) {
        showOpen();
        return;
    }
    m_verdict->setMessage(NoticeKind::Note, tr("Looking who is right …"));
    m_verdict->show();
    review::judge(m_services.sandbox, *m_course, *m_turn.card, m_answer)
        .then(this, [this, asked = m_asked](const Result<review::Judgement> &judgement) {
            if (asked == m_asked)
                showJudgement(judgement);
        });
}

void ReviewView::giveUp()
{
    if (!m_turn.card || m_committed)
        return;
    m_answer.help = progress::Help::GaveUp;
    if (m_turn.card->kind != QuestionKind::Coding) {
        commit();
        return;
    }
    m_committed = true;
    offer(progress::withHelp({}, progress::Help::GaveUp));
}

void ReviewView::showJudgement(const Result<review::Judgement> &judgement)
{
    if (!judgement) {
        // Nobody is marked for what our side could not do: the card stays, and nothing is kept.
        m_committed = false;
        m_turn.draft = m_form->text();
        m_answer = {};
        replaceForm();
        m_commit->setEnabled(true);
        m_giveUp->setEnabled(true);
        m_confidence->setEnabled(true);
        const wording::Trouble trouble = wording::explain(judgement.error());
        m_verdict->setMessage(NoticeKind::Problem, trouble.what, trouble.remedy);
        announce(this, trouble.what);
        return;
    }
    m_right = judgement->right;
    const JudgementWords words = judgementWords(*m_turn.card, m_answer, *judgement);
    m_verdict->setMessage(words.kind, words.title);
    m_form->showRight(*judgement);
    m_explanation->setText(words.markdown);
    m_explanationPane->setVisible(!words.markdown.trimmed().isEmpty());
    announce(this, words.title);
    offer(judgement->proposal);
}

void ReviewView::showOpen()
{
    const progress::Card &card = *m_turn.card;
    m_match = progress::matchAnswer(card, m_answer.text, m_turn.mutedPoints);
    m_verdict->hide();
    m_points->setPoints(card, m_answer.text, m_match);
    m_pointsTitle->setVisible(!card.keyPoints.isEmpty());
    m_blindSpots->setVisible(!card.keyPoints.isEmpty());
    m_points->setVisible(!card.keyPoints.isEmpty());
    for (const progress::BeliefSighting &seen : std::as_const(m_match.beliefs)) {
        const course::WrongBelief &belief = card.wrong[seen.belief];
        auto *notice = new Notice;
        notice->setMessage(NoticeKind::Warning, tr("Did you mean this? “%1”").arg(markdown::plainText(belief.belief)),
            markdown::plainText(belief.why));
        m_beliefs->addWidget(notice);
    }
    showFollowUp();
    announce(this, tr("%1 key points. Tick what you said.").arg(card.keyPoints.size()));
    proposeByPoints();
}

void ReviewView::showFollowUp()
{
    const progress::Card &card = *m_turn.card;
    QString text = card.answer;
    if (!card.followUpPrompt.isEmpty())
        text += tr("\n\n**They may go on:** %1\n\n%2").arg(card.followUpPrompt, card.followUpAnswer);
    if (!card.lesson.isEmpty() && m_course->lesson(card.lesson))
        text += tr("\n\n[Read it again in the lesson](ringside:lesson/%1#%2)").arg(card.lesson, card.part);
    m_explanation->setText(text);
    m_explanationPane->setVisible(!text.trimmed().isEmpty());
}

void ReviewView::proposeByPoints()
{
    if (!m_turn.card || !m_committed)
        return;
    const auto proposal = progress::gradeOpen(progress::countPoints(*m_turn.card, m_points->ticked()));
    const bool hadFocus = m_points->isAncestorOf(focusWidget());
    offer(progress::withHelp(proposal, m_answer.help));
    if (!hadFocus && !m_points->boxes().isEmpty() && m_answer.help == progress::Help::None)
        m_points->boxes().first()->setFocus();
}

/// An exercise is solved on its own page; what its last check said comes back here.
void ReviewView::showCoding()
{
    m_verdict->setMessage(NoticeKind::Note, tr("Solve it once more, on other files than last time"),
        tr("Open the exercise, start over, and check it. Then come back here: your first check is the answer."));
    m_verdict->show();
    m_services.store.run([uid = m_turn.card->uid](const Store &store) { return store.attempts().of(uid); })
        .then(this, [this, asked = m_asked](const Result<QList<progress::Attempt>> &attempts) {
            if (asked != m_asked || !attempts || attempts->isEmpty() || m_committed)
                return;
            // What comes after the first check has been told what is wrong.
            const auto first = std::ranges::find_if(*attempts, [this](const progress::Attempt &attempt) {
                return attempt.submitted.ms >= m_shownMs && progress::gradeCoding(attempt.outcome);
            });
            if (first == attempts->end())
                return;
            m_committed = true;
            m_answer.help = first->hints > 0 ? progress::Help::Hints : progress::Help::None;
            const auto proposal = progress::withHelp(*progress::gradeCoding(first->outcome), m_answer.help);
            m_right = progress::isPass(proposal.proposed);
            m_verdict->setMessage(m_right ? NoticeKind::Success : NoticeKind::Warning,
                !m_right                                    ? tr("Not passed at the first check")
                    : m_answer.help == progress::Help::None ? tr("Solved again")
                                                            : tr("Solved again, with a hint"));
            offer(proposal);
        });
}

void ReviewView::offer(const progress::GradeProposal &proposal)
{
    m_commit->hide();
    m_giveUp->hide();
    m_grades->offer(progress::buttonsOf(m_turn.scale, proposal), proposal.proposed, m_turn.scale,
        m_drill ? progress::DueCard() : m_turn.due, progress::currentMoment());
    if (m_grades->proposed() && !m_points->isAncestorOf(focusWidget()))
        m_grades->proposed()->setFocus();
}

void ReviewView::grade(Grade grade)
{
    if (!m_turn.card || !m_committed)
        return;
    m_grades->setEnabled(false);
    progress::Given given{.card = *m_turn.card,
        .grade = grade,
        .answer = m_form->text(),
        .outcome = progress::outcomeOf(*m_turn.card, m_right, m_answer.help),
        .details = {.source = m_turn.card->kind == QuestionKind::Open ? progress::ReviewSource::Self
                                                                      : progress::ReviewSource::Program,
            .confidence = m_answer.confidence,
            .latencyMs = int(std::min<qint64>(m_thinking.elapsed(), INT_MAX)),
            .sessionUid = m_session},
        .startedMs = m_shownMs,
        .schedules = !m_drill};
    if (m_turn.card->kind == QuestionKind::Open)
        given.ticks = progress::proposedTicks(m_match) + m_points->ticks(progress::TickedBy::Learner);
    m_services.store
        .run([given, now = progress::currentMoment()](const Store &store) { return progress::record(store, given, now); })
        .then(this, [this](const Result<progress::Recorded> &result) { recorded(result); });
}

void ReviewView::recorded(const Result<progress::Recorded> &recorded)
{
    m_grades->setEnabled(true);
    if (!recorded) {
        say(recorded.error(), tr("Your answer could not be kept; it is still here"));
        return;
    }
    m_problem->hide();
    m_leech->hide();
    m_undo->setEnabled(!m_drill);
    if (m_source.drill)
        m_source.drill->removeOne(recorded->review.cardUid);
    if (recorded->leech)
        showLeech(*recorded);
    if (!m_drill)
        m_source.drill.reset(); // the one that was taken back has been asked again
    next();
}

/// Forgotten again and again: rewriting it helps more than repeating it.
void ReviewView::showLeech(const progress::Recorded &recorded)
{
    const progress::Card card = *m_turn.card;
    m_leechText->setMessage(NoticeKind::Warning, tr("You have forgotten this card %1 times").arg(recorded.state.lapses),
        tr("“%1” Cards like this cost more than they give. Split it into cards of your own words, suspend it, or keep "
           "it as it is.").arg(markdown::plainText(card.prompt)));
    auto *layout = static_cast<QVBoxLayout *>(m_leechText->parentWidget()->layout());
    if (layout->count() > 1)
        delete layout->takeAt(1)->widget();
    auto *buttons = new QWidget;
    auto *line = new QHBoxLayout(buttons);
    line->setContentsMargins(0, 0, 0, 0);
    const auto add = [&](const QString &text, auto chosen) {
        auto *button = new Button(text, Button::Kind::Outline);
        connect(button, &QPushButton::clicked, this, chosen);
        line->addWidget(button);
    };
    add(tr("Write a card of my own"), [this, card] {
        answerLeech(card.uid, Leech::Kept);
        emit ownCardRequested(card);
    });
    add(tr("Suspend it"), [this, card] { answerLeech(card.uid, Leech::Suspended); });
    add(tr("Keep it"), [this, card] { answerLeech(card.uid, Leech::Kept); });
    line->addStretch();
    layout->addWidget(buttons);
    placeInTabOrder(m_suspend, buttons);
    m_leech->show();
    announce(this, m_leechText->accessibleName());
}

void ReviewView::answerLeech(const QString &uid, Leech answer)
{
    m_leech->hide();
    m_services.store
        .run([uid, answer, now = progress::currentMoment().ms](const Store &store) -> Result<> {
            if (answer == Leech::Suspended)
                if (auto suspended = progress::setSuspended(store, uid, true, now); !suspended)
                    return suspended;
            return progress::answerLeech(store, uid, now);
        })
        .then(this, [this](const Result<> &kept) {
            if (kept) {
                refresh(); // which card comes back when may have been said
                return;
            }
            say(kept.error(), tr("Your choice could not be kept"));
            m_leech->show();
        });
}

void ReviewView::undo()
{
    m_services.store
        .run([session = m_session, now = progress::currentMoment()](
                 const Store &store) { return progress::undoLast(store, session, now); })
        .then(this, [this](const Result<std::optional<QString>> &undone) {
            if (!undone) {
                say(undone.error(), tr("The answer could not be taken back"));
                return;
            }
            m_undo->setEnabled(undone->has_value());
            m_leech->hide();
            if (!*undone)
                return;
            announce(this, tr("Taken back"));
            m_source.drill = QStringList{**undone}; // asked again, and then on with what is due
            next();
        });
}

void ReviewView::postpone()
{
    if (!m_tomorrow->isEnabled())
        return;
    saveDraft();
    m_services.store
        .run([uid = m_turn.card->uid, session = m_session, now = progress::currentMoment()](
                 const Store &store) { return store.reviews().reschedule(uid, 1, now, session); })
        .then(this, [this](const Result<progress::CardState> &moved) {
            if (!moved) {
                say(moved.error(), tr("The card could not be moved to another day"));
                return;
            }
            announce(this, tr("The card comes back tomorrow"));
            m_undo->setEnabled(true);
            m_source.drill.reset();
            next();
        });
}

void ReviewView::suspend()
{
    if (!m_turn.card)
        return;
    m_services.store
        .run([uid = m_turn.card->uid, now = progress::currentMoment().ms](
                 const Store &store) { return progress::setSuspended(store, uid, true, now); })
        .then(this, [this, uid = m_turn.card->uid](const Result<> &done) {
            if (!done) {
                say(done.error(), tr("The card could not be suspended"));
                return;
            }
            announce(this, tr("The card is suspended"));
            if (m_drill)
                m_source.drill->removeOne(uid);
            else
                m_source.drill.reset();
            next();
        });
}

void ReviewView::say(const Error &error, const QString &title)
{
    const wording::Trouble trouble = wording::explain(error);
    m_problem->setMessage(NoticeKind::Problem, title, (trouble.what + u' ' + trouble.remedy).trimmed());
    m_problem->show();
    m_scroll->verticalScrollBar()->setValue(0);
    announce(this, title);
}

void ReviewView::keyPressEvent(QKeyEvent *event)
{
    const int place = event->key() - Qt::Key_1;
    if (m_committed && place >= 0 && place < 4 && !(event->modifiers() & ~Qt::KeypadModifier)
        && m_grades->choose(place))
        return;
    QWidget::keyPressEvent(event);
}

QList<QWidget *> ReviewView::panes() const
{
    if (m_stack->currentIndex() == 0)
        return {m_more};
    QList<QWidget *> panes;
    if (m_form && m_form->isVisible() && m_form->field())
        panes.append(m_form->field());
    panes.append(m_commit->isVisible() ? static_cast<QWidget *>(m_commit)
                                       : static_cast<QWidget *>(m_grades->proposed()));
    panes.removeAll(nullptr);
    return panes;
}

} // namespace ringside::desktop
