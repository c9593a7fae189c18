#include "desktop/interview/mockreviewview.h"

#include "desktop/interview/pointlist.h"
#include "desktop/interview/proseview.h"
#include "desktop/lesson/markdown.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "progress/matcher.h"
#include "progress/reviewdesk.h"
#include "wording/learning.h"

#include <QCheckBox>
#include <QListWidget>
#include <QPlainTextEdit>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::MachineResult;
using progress::TickedBy;

constexpr int listWidth = 230;
constexpr int answerHeight = 110;
constexpr int codeHeight = 300;
constexpr int remarkHeight = 64;
constexpr int textMargin = 14; // below the title of its pane
constexpr int rowSpacing = 4;

void clear(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

QPlainTextEdit *makeRemark(const QString &name, const QString &hint)
{
    auto *edit = new QPlainTextEdit;
    edit->setAccessibleName(name);
    edit->setPlaceholderText(hint);
    edit->setMaximumHeight(remarkHeight);
    edit->setTabChangesFocus(true);
    edit->setFrameShape(QFrame::NoFrame);
    edit->document()->setDocumentMargin(textMargin);
    return edit;
}

bool isTicked(const progress::MockAnswer &answer, const QString &uid, TickedBy by, bool otherwise)
{
    const auto tick = std::ranges::find_if(answer.ticks,
        [&](const progress::PointTick &one) { return one.pointUid == uid && one.by == by; });
    return tick == answer.ticks.end() ? otherwise : tick->found;
}

} // namespace

MockReviewView::MockReviewView(QWidget *parent)
    : QWidget(parent)
    , m_steps(new QListWidget)
    , m_prompt(new ProseView(tr("Question")))
    , m_result(new Notice)
    , m_answer(new QPlainTextEdit)
    , m_pointsTitle(new Label(tr("What belongs into it: tick what you said"), TextRole::Heading3))
    , m_points(new QVBoxLayout)
    , m_model(new ProseView(tr("What may be asked next")))
    , m_instructor(new QCheckBox(tr("An instructor sits beside me and ticks, too")))
    , m_remark(makeRemark(tr("Remark"), tr("What you want to do otherwise next time")))
    , m_instructorRemark(makeRemark(tr("Remark of the instructor"), tr("What an interviewer would have written down")))
    , m_watch(new Label({}, TextRole::Small, ColorRole::Secondary))
    , m_next(new Button(tr("Next question"), Button::Kind::Primary, u"right"_s))
    , m_finish(new Button(tr("Finish, and see the report"), Button::Kind::Outline, u"check"_s))
{
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->setSpacing(0);
    m_steps->setFixedWidth(listWidth);
    m_steps->setFrameShape(QFrame::NoFrame);
    m_steps->setTextElideMode(Qt::ElideRight);
    m_steps->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_steps->setSpacing(rowSpacing);
    m_steps->setAccessibleName(tr("Questions of the interview"));
    outer->addWidget(m_steps);
    outer->addWidget(new Separator(Qt::Vertical));

    auto *ground = new Ground(ColorRole::Window);
    auto *layout = new QVBoxLayout(ground);
    layout->setContentsMargins(24, 20, 24, 24);
    layout->setSpacing(12);
    layout->addWidget(new Label(tr("Go through it, point by point"), TextRole::Heading1));
    layout->addWidget(new Pane(tr("Question"), m_prompt));
    layout->addWidget(m_result);
    m_answer->setReadOnly(true);
    m_answer->setAccessibleName(tr("Your answer"));
    m_answer->setTabChangesFocus(true);
    m_answer->setFrameShape(QFrame::NoFrame);
    m_answer->document()->setDocumentMargin(textMargin);
    layout->addWidget(new Pane(tr("Your answer"), m_answer));
    layout->addWidget(m_pointsTitle);
    m_pointsTitle->setToolTip(blindSpotsText());
    m_points->setSpacing(4);
    layout->addLayout(m_points);
    layout->addWidget(m_modelPane = new Pane(tr("To compare with"), m_model));
    m_watch->setWordWrap(true);
    layout->addWidget(m_watch);
    layout->addWidget(new Pane(tr("Remark"), m_remark));
    layout->addWidget(m_instructor);
    layout->addWidget(m_instructorPane = new Pane(tr("Remark of the instructor"), m_instructorRemark));
    m_instructorPane->hide();
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_next);
    buttons->addWidget(m_finish);
    buttons->addStretch();
    layout->addLayout(buttons);
    layout->addStretch(1);
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(ground);
    outer->addWidget(scroll, 1);

    connect(m_steps, &QListWidget::currentRowChanged, this, &MockReviewView::showStep);
    connect(m_remark, &QPlainTextEdit::textChanged, this, [this] {
        if (m_interview && m_interview->remark(m_step, TickedBy::Learner, m_remark->toPlainText()))
            emit changed();
    });
    connect(m_instructorRemark, &QPlainTextEdit::textChanged, this, [this] {
        if (m_interview && m_interview->remark(m_step, TickedBy::Instructor, m_instructorRemark->toPlainText()))
            emit changed();
    });
    connect(m_instructor, &QCheckBox::toggled, this, &MockReviewView::showInstructor);
    connect(m_next, &QPushButton::clicked, this, [this] { m_steps->setCurrentRow(m_step + 1); });
    connect(m_finish, &QPushButton::clicked, this, &MockReviewView::finished);
}

void MockReviewView::start(progress::MockInterview &interview)
{
    m_interview = &interview;
    m_instructor->setChecked(isOver());
    m_instructor->setHidden(isOver());
    m_remark->setReadOnly(isOver());
    m_steps->clear();
    for (qsizetype i = 0; i < interview.plan()->steps.size(); ++i) {
        const progress::MockStep &step = interview.plan()->steps[i];
        const QString title = step.title.isEmpty() ? markdown::plainText(step.card.prompt).simplified() : step.title;
        m_steps->addItem(tr("%1. %2").arg(i + 1).arg(title));
        // What the matcher saw is ticked beforehand, once.
        const QList<progress::PointTick> &ticks = (*interview.answers())[i].ticks;
        if (!ticks.isEmpty() || step.card.keyPoints.isEmpty())
            continue;
        for (progress::PointTick tick :
            progress::proposedTicks(progress::matchAnswer(step.card, (*interview.answers())[i].text))) {
            interview.tick(int(i), tick);
            tick.by = TickedBy::Learner;
            interview.tick(int(i), tick);
        }
    }
    m_steps->setCurrentRow(0);
    showStep(0);
}

void MockReviewView::setJudging(bool judging)
{
    if (!m_interview)
        return;
    m_finish->setEnabled(!judging);
    m_finish->setText(judging ? tr("Your code is being run …")
            : isOver()        ? tr("Back to the report")
                              : tr("Finish, and see the report"));
    showResult();
}

void MockReviewView::showResult()
{
    m_result->setMessage(NoticeKind::Note, resultText(m_step));
}

QString MockReviewView::resultText(int step) const
{
    const progress::MockAnswer &answer = (*m_interview->answers())[step];
    QStringList parts;
    switch (answer.machine) {
    case MachineResult::Right: parts.append(tr("Right.")); break;
    case MachineResult::Wrong: parts.append(tr("Not right.")); break;
    case MachineResult::Ungraded: parts.append(tr("Could not be graded here; it counts for nothing.")); break;
    case MachineResult::None: break;
    }
    if (answer.skipped)
        parts.append(tr("Skipped."));
    if (answer.confidence)
        parts.append(tr("You were sure to %1 %.").arg(*answer.confidence));
    const qint64 seconds = std::max<qint64>(0, answer.endedMs - answer.shownMs) / 1000;
    parts.append(tr("%1 of %2 minutes.").arg(double(seconds) / 60, 0, 'f', 1)
                     .arg(m_interview->plan()->steps[step].seconds / 60.0, 0, 'f', 1));
    return parts.join(u' ');
}

void MockReviewView::showStep(int step)
{
    if (!m_interview || step < 0)
        return;
    m_step = step;
    const progress::MockStep &asked = m_interview->plan()->steps[step];
    const progress::MockAnswer &answer = (*m_interview->answers())[step];
    m_prompt->setText(wording::questionText(asked.card.kind, asked.card.prompt), asked.card.code);
    showResult();
    QString text = progress::readableAnswer(asked.card, answer.text);
    if (!answer.asked.isEmpty())
        text = tr("Asked for: %1\n\n%2").arg(answer.asked.join(u" · "_s), text);
    for (qsizetype i = 0; i < answer.followUpTexts.size(); ++i)
        text += tr("\n\nTo “%1”:\n%2").arg(asked.followUps.value(i).prompt, answer.followUpTexts[i]);
    const bool isCode = asked.card.kind == progress::QuestionKind::Coding;
    m_answer->setFont(isCode ? themeOf(this).codeFont() : font());
    const bool isEmpty = text.trimmed().isEmpty();
    m_answer->setPlainText(isEmpty ? tr("(nothing)") : text.trimmed());
    m_answer->setMinimumHeight(isEmpty ? remarkHeight : isCode ? codeHeight : answerHeight);
    m_answer->setMaximumHeight(isEmpty ? remarkHeight : QWIDGETSIZE_MAX);
    showPoints(step);
    QString model = progress::modelAnswer(asked.card.keyPoints.isEmpty() ? asked.card : progress::Card{.answer = asked.card.answer});
    for (const progress::FollowUp &followUp : asked.followUps)
        if (!followUp.answer.isEmpty())
            model += u"\n\n**%1** %2"_s.arg(followUp.prompt, followUp.answer);
    m_model->setText(model);
    m_modelPane->setVisible(!model.trimmed().isEmpty());
    m_watch->setText(tr("Interviewers look for: %1").arg(asked.watch.join(tr("; "))));
    m_watch->setVisible(!asked.watch.isEmpty());
    const QSignalBlocker quiet(m_remark);
    const QSignalBlocker alsoQuiet(m_instructorRemark);
    m_remark->setPlainText(answer.learnerRemark);
    m_instructorRemark->setPlainText(answer.instructorRemark);
    m_next->setEnabled(step + 1 < m_steps->count());
}

void MockReviewView::showPoints(int step)
{
    clear(m_points);
    m_instructorTicks.clear();
    const progress::Card &card = m_interview->plan()->steps[step].card;
    const progress::MockAnswer &answer = (*m_interview->answers())[step];
    m_pointsTitle->setVisible(!card.keyPoints.isEmpty());
    for (const course::KeyPoint &point : card.keyPoints) {
        const QString uid = progress::pointUid(card, point);
        const QString words = markdown::plainText(point.text);
        auto *row = new QWidget;
        auto *line = new QHBoxLayout(row);
        line->setContentsMargins(0, 0, 0, 0);
        const auto tick = [&](TickedBy by, const QString &name, bool on) {
            auto *box = new QCheckBox(by == TickedBy::Instructor ? tr("instructor") : QString());
            box->setChecked(on);
            box->setAccessibleName(name.arg(words));
            connect(box, &QCheckBox::toggled, this, [this, step, uid, by](bool found) {
                if (m_interview && m_interview->tick(step, {uid, by, found}))
                    emit changed();
            });
            return box;
        };
        const bool learner = isTicked(answer, uid, TickedBy::Learner, false);
        QCheckBox *own = tick(TickedBy::Learner, tr("You said: %1"), learner);
        own->setEnabled(!isOver());
        line->addWidget(own, 0, Qt::AlignTop);
        auto *text = new Label(point.essential ? tr("%1 (essential)").arg(words) : words, TextRole::Body);
        text->setWordWrap(true);
        line->addWidget(text, 1);
        // Until the instructor has touched it, the learner's word counts, and is shown here.
        QCheckBox *other = tick(TickedBy::Instructor, tr("The instructor heard: %1"),
            isTicked(answer, uid, TickedBy::Instructor, learner));
        connect(own, &QCheckBox::toggled, other, [this, step, uid, other](bool found) {
            const QSignalBlocker quiet(other);
            if (m_interview)
                other->setChecked(isTicked((*m_interview->answers())[step], uid, TickedBy::Instructor, found));
        });
        line->addWidget(other, 0, Qt::AlignTop);
        m_instructorTicks.append(other);
        m_points->addWidget(row);
    }
    showBeliefs(step);
    showInstructor(m_instructor->isChecked());
}

void MockReviewView::showInstructor(bool shown)
{
    for (QCheckBox *box : std::as_const(m_instructorTicks))
        box->setVisible(shown);
    m_instructorPane->setVisible(shown);
}

void MockReviewView::showBeliefs(int step)
{
    const progress::Card &card = m_interview->plan()->steps[step].card;
    const progress::MockAnswer &answer = (*m_interview->answers())[step];
    for (const progress::BeliefSighting &seen : progress::matchAnswer(card, answer.text).beliefs) {
        const course::WrongBelief &belief = card.wrong[seen.belief];
        auto *box = new QCheckBox(tr("I did say: “%1”").arg(markdown::plainText(belief.belief)));
        box->setToolTip(belief.why);
        box->setChecked(answer.beliefs.contains(seen.belief));
        box->setEnabled(!isOver());
        connect(box, &QCheckBox::toggled, this, [this, step, number = seen.belief](bool stated) {
            if (m_interview && m_interview->tickBelief(step, number, stated))
                emit changed();
        });
        m_points->addWidget(box);
    }
}

QList<QWidget *> MockReviewView::panes() const
{
    return {m_steps, m_remark, m_finish};
}

} // namespace ringside::desktop
