#include "desktop/interview/interviewhome.h"

#include "desktop/interview/cardexporter.h"
#include "desktop/interview/cardspane.h"
#include "desktop/interview/interviewdatedialog.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "progress/deck.h"
#include "progress/forecast.h"
#include "wording/learning.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDir>
#include <QFileDialog>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QScrollArea>
#include <QSpinBox>
#include <QVBoxLayout>

#include <array>
#include <numeric>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using progress::QuestionKind;
using progress::Store;

constexpr int mostWidth = 1400;
constexpr int pageMargin = 28;
constexpr int gap = 16;
constexpr int numberWidth = 88;
constexpr int wishedDays = 7; // a backlog should be gone after a week
constexpr int drillLength = 20;
constexpr int forecastDays = 30;
constexpr std::array retentions{0.80, 0.85, 0.90, 0.93, 0.95, 0.97}; // less is cheap and forgotten, more is never done
constexpr std::array allKinds{QuestionKind::Open, QuestionKind::Choice, QuestionKind::Predict, QuestionKind::FindBug,
    QuestionKind::OrderSteps, QuestionKind::Calls, QuestionKind::Coding};

QVBoxLayout *inside(QWidget *widget)
{
    auto *layout = new QVBoxLayout(widget);
    layout->setContentsMargins(14, 12, 14, 14);
    layout->setSpacing(10);
    return layout;
}

Label *wrappedLabel(TextRole role = TextRole::Body, ColorRole color = ColorRole::Secondary)
{
    auto *label = new Label({}, role, color);
    label->setWordWrap(true);
    return label;
}

/// The line inside has the focus, and is what a screen reader meets.
void nameField(QAbstractSpinBox *box, const QString &name)
{
    box->setAccessibleName(name);
    for (auto *line : box->findChildren<QLineEdit *>())
        line->setAccessibleName(name);
}

} // namespace

struct InterviewHome::Figures
{
    progress::QueueInput input;
    progress::Summary summary;
    progress::DailyQueue queue;
    progress::CatchUpPlan catchUp;
    CardsPane::Content cards;
};

InterviewHome::InterviewHome(const PageServices &services, QWidget *parent)
    : QWidget(parent)
    , m_store(services.store)
    , m_exporter(new CardExporter(services, this))
{
    auto *content = new Ground(ColorRole::Window);
    content->setMaximumWidth(mostWidth + 2 * pageMargin);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(pageMargin, 24, pageMargin, pageMargin);
    layout->setSpacing(16);
    auto *titles = new QVBoxLayout;
    titles->setSpacing(2);
    titles->addWidget(new Label(tr("Interview"), TextRole::Display));
    titles->addWidget(new Label(tr("What was learned comes back before it fades, and an interview finds you ready."),
        TextRole::Body, ColorRole::Secondary));
    layout->addLayout(titles);
    m_problem = new Notice;
    m_problem->hide();
    layout->addWidget(m_problem);
    m_sides = new QBoxLayout(QBoxLayout::LeftToRight);
    m_sides->setSpacing(gap);
    auto *left = new QVBoxLayout;
    left->setSpacing(16);
    left->addWidget(makeReviewPane());
    left->addWidget(makeMockPane());
    left->addWidget(makePractisePane());
    left->addStretch();
    auto *right = new QVBoxLayout;
    right->setSpacing(16);
    m_cardsPane = new CardsPane(m_store);
    connect(m_cardsPane, &CardsPane::changed, this, &InterviewHome::refresh);
    connect(m_cardsPane, &CardsPane::failed, this, &InterviewHome::say);
    connect(m_cardsPane, &CardsPane::reviewRequested, this, &InterviewHome::deckRequested);
    right->addWidget(new Pane(tr("My cards, and suspended ones"), m_cardsPane));
    right->addWidget(makeSettingsPane());
    right->addWidget(makeExportPane());
    right->addStretch();
    m_sides->addLayout(left, 1);
    m_sides->addLayout(right, 1);
    layout->addLayout(m_sides);
    layout->addStretch();
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scrollingPage(content));
}

void InterviewHome::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    int needed = gap + 2 * pageMargin + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    for (int i = 0; i < m_sides->count(); ++i)
        needed += m_sides->itemAt(i)->minimumSize().width();
    m_sides->setDirection(width() >= needed ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

QWidget *InterviewHome::makeReviewPane()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = inside(content);
    m_due = new Label(tr("Looking what is due …"), TextRole::Heading3);
    m_catchUp = wrappedLabel();
    m_review = new Button(tr("Review"), Button::Kind::Primary, u"play"_s);
    connect(m_review, &QPushButton::clicked, this, &InterviewHome::reviewRequested);
    layout->addWidget(m_due);
    layout->addWidget(m_catchUp);
    layout->addWidget(m_review, 0, Qt::AlignLeft);
    return new Pane(tr("Today"), content);
}

QWidget *InterviewHome::makeMockPane()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = inside(content);
    Label *text = wrappedLabel();
    text->setText(tr("Timed, and silent about right and wrong to the end: open questions, code to read, code to write. "
                     "Then you go through it point by point."));
    layout->addWidget(text);
    auto *begin = new Button(tr("Mock interview"), Button::Kind::Outline, u"clock"_s);
    connect(begin, &QPushButton::clicked, this, &InterviewHome::mockRequested);
    layout->addWidget(begin, 0, Qt::AlignLeft);
    return new Pane(tr("Mock interview"), content);
}

QWidget *InterviewHome::makePractisePane()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = inside(content);
    Label *text = wrappedLabel();
    text->setText(tr("Practice moves no dates: take what you like, as often as you like."));
    layout->addWidget(text);
    const auto row = [&](const QString &name, auto action) {
        auto *line = new QHBoxLayout;
        auto *box = new QComboBox;
        box->setAccessibleName(name);
        box->setMinimumContentsLength(16);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        auto *button = new Button(tr("Practise"), Button::Kind::Outline);
        button->setAccessibleName(tr("Practise: %1").arg(name));
        connect(button, &QPushButton::clicked, this, action);
        line->addWidget(box, 1);
        line->addWidget(button);
        layout->addLayout(line);
        return std::pair(box, button);
    };
    layout->addWidget(new Label(tr("One topic, weak ones first"), TextRole::Small));
    std::tie(m_topic, m_practise) = row(tr("Topic to practise"), [this] { practise(); });
    layout->addWidget(new Label(tr("Names that are easily taken for one another"), TextRole::Small));
    std::tie(m_names, m_practiseNames) = row(tr("Names to tell apart"), [this] { practiseNames(); });
    return new Pane(tr("Practise"), content);
}

QWidget *InterviewHome::makeSettingsPane()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = inside(content);
    const auto addLine = [&](const QString &name, QWidget *field) {
        auto *line = new QHBoxLayout;
        auto *label = new Label(name, TextRole::Body);
        label->setBuddy(field);
        field->setMinimumWidth(numberWidth);
        line->addWidget(label);
        line->addStretch();
        line->addWidget(field);
        layout->addLayout(line);
    };
    const auto number = [&](const QString &name, int least, int most) {
        auto *box = new QSpinBox;
        box->setRange(least, most);
        nameField(box, name);
        addLine(name, box);
        connect(box, &QSpinBox::valueChanged, this, &InterviewHome::saveSettings);
        return box;
    };
    const auto tick = [&](const QString &name) {
        auto *box = new QCheckBox(name);
        layout->addWidget(box);
        connect(box, &QCheckBox::toggled, this, &InterviewHome::saveSettings);
        return box;
    };
    m_answers = number(tr("Answers a day, at most"), 5, 500);
    m_new = number(tr("New cards a day"), 0, 100);
    m_retention = new QComboBox;
    m_retention->setAccessibleName(tr("Recall aimed at"));
    addLine(tr("Recall aimed at"), m_retention);
    connect(m_retention, &QComboBox::activated, this, &InterviewHome::adoptRetention);
    m_cost = wrappedLabel(TextRole::Small);
    layout->addWidget(m_cost);
    m_onlyRead = tick(tr("New cards only of what I have read"));
    m_four = tick(tr("Four buttons instead of two"));
    m_kinds = new Button(tr("Kinds of question"), Button::Kind::Outline, u"list"_s); // until the settings are read
    m_kinds->setMenu(makeKindsMenu());
    layout->addWidget(m_kinds, 0, Qt::AlignLeft);
    layout->addWidget(new Label(tr("The day of your interview"), TextRole::Small));
    m_date = wrappedLabel(TextRole::Body);
    m_changeDate = new Button({}, Button::Kind::Outline, u"clock"_s);
    connect(m_changeDate, &QPushButton::clicked, this, &InterviewHome::askForDate);
    layout->addWidget(m_date);
    layout->addWidget(m_changeDate, 0, Qt::AlignLeft);
    showDate();
    return new Pane(tr("How much"), content);
}

QMenu *InterviewHome::makeKindsMenu()
{
    auto *menu = new QMenu(this);
    for (const QuestionKind kind : allKinds) {
        QAction *action = menu->addAction(wording::kindName(kind));
        action->setCheckable(true);
        action->setData(int(kind));
        connect(action, &QAction::toggled, this, &InterviewHome::saveSettings);
    }
    return menu;
}

QWidget *InterviewHome::makeExportPane()
{
    auto *content = new QWidget;
    QVBoxLayout *layout = inside(content);
    m_exported = wrappedLabel();
    m_exported->setText(tr("All cards for Anki, with their dates and your answers so far, or the answers alone as a table."));
    auto *ask = new Button(tr("Export the cards …"), Button::Kind::Outline, u"file"_s);
    connect(ask, &QPushButton::clicked, this, &InterviewHome::askForExport);
    layout->addWidget(m_exported);
    layout->addWidget(ask, 0, Qt::AlignLeft);
    connect(m_exporter, &CardExporter::progressed, this,
        [this](int done, int of) { m_exported->setText(tr("Running what is predicted: card %1 of %2 …").arg(done).arg(of)); });
    connect(m_exporter, &CardExporter::written, this, [this](int cards) {
        m_exported->setText(tr("%1 written. Cards whose answer is code to write are left out.").arg(wording::cardsText(cards)));
        announce(this, m_exported->text());
    });
    connect(m_exporter, &CardExporter::answersWritten, this, [this](int answers) {
        m_exported->setText(tr("%1 written, with their cards, moments and grades.").arg(wording::answersText(answers)));
        announce(this, m_exported->text());
    });
    connect(m_exporter, &CardExporter::failed, this, [this](const Error &error) {
        m_exported->setText(tr("Nothing was written."));
        say(error, tr("The cards could not be exported"));
    });
    return new Pane(tr("For other programs"), content);
}

void InterviewHome::askForExport()
{
    auto *dialog = new QFileDialog(window(), tr("Export the cards"), QDir::homePath());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    const QStringList filters{tr("Anki package (*.apkg)"), tr("Text that Anki imports (*.txt)"), tr("Answers as a table (*.csv)")};
    dialog->setNameFilters(filters);
    dialog->setDefaultSuffix(u"apkg"_s);
    dialog->selectFile(u"ringside.apkg"_s);
    connect(dialog, &QFileDialog::filterSelected, dialog, [dialog, filters](const QString &filter) {
        dialog->setDefaultSuffix(QStringList{u"apkg"_s, u"txt"_s, u"csv"_s}.value(filters.indexOf(filter)));
    });
    connect(dialog, &QFileDialog::fileSelected, this, &InterviewHome::exportCards);
    dialog->open();
}

void InterviewHome::exportCards(const QString &file)
{
    m_exporter->start(m_course, file);
}

void InterviewHome::setCourse(
    const std::shared_ptr<const course::Course> &course, const QList<progress::Card> &cards)
{
    m_course = course;
    m_cardsPane->setCourseCards(cards);
    m_names->clear();
    for (const course::ConfusableGroup &group : course->interviews.confusables)
        m_names->addItem(group.names.join(u", "_s), group.id);
    m_names->setEnabled(m_names->count() > 0);
}

Result<InterviewHome::Figures> InterviewHome::read(const Store &store, const course::Course &course)
{
    const progress::Moment now = progress::currentMoment();
    const auto summary = progress::summarize(store, course, now);
    const auto input = progress::queueInput(store, progress::cardsOf(course), now);
    const auto cards = CardsPane::read(store);
    if (!summary || !input || !cards)
        return std::unexpected(!summary ? summary.error() : !input ? input.error() : cards.error());
    Figures figures{.input = *input, .summary = *summary, .queue = progress::buildQueue(*input, now), .cards = *cards};
    figures.catchUp = progress::catchUp(
        progress::statesAsked(*input), input->scheduler, now.studyDay, wishedDays, input->review.answersPerDay);
    return figures;
}

void InterviewHome::refresh()
{
    if (!m_course)
        return;
    m_store.run([course = m_course](const Store &store) { return read(store, *course); })
        .then(this, [this](const Result<Figures> &figures) {
            if (figures)
                showFigures(*figures);
            else
                say(figures.error(), tr("What is due could not be read"));
            emit shown();
        });
}

void InterviewHome::showFigures(const Figures &figures)
{
    m_problem->hide();
    m_input = figures.input;
    showDue(figures);
    showTopics(figures.summary);
    m_cardsPane->setContent(figures.cards);
    showSettings(figures.input.review);
    showRetention();
}

void InterviewHome::showDue(const Figures &figures)
{
    const int now = int(figures.queue.uids.size());
    m_review->setEnabled(now > 0);
    m_review->setText(now > 0 ? tr("Review %1").arg(wording::cardsText(now)) : tr("Nothing to review"));
    m_due->setText(tr("%1 due, %2 new").arg(wording::cardsText(figures.queue.due)).arg(figures.queue.fresh));
    QString text;
    if (figures.queue.heldBack > 0 && !figures.catchUp.days.isEmpty() && figures.catchUp.days.last().left > 0)
        text = tr("%1 are left for other days. %2 answers a day are too few to do them all within a year.")
                   .arg(wording::cardsText(figures.queue.heldBack)).arg(figures.catchUp.perDay);
    else if (figures.queue.heldBack > 0)
        text = tr("%1 are left for other days. With %2 answers a day everything is done in %3 days.")
                   .arg(wording::cardsText(figures.queue.heldBack)).arg(figures.catchUp.perDay)
                   .arg(figures.catchUp.days.size());
    else if (now == 0 && figures.summary.seen == 0)
        text = tr("Mark parts of lessons as read: their questions come here.");
    m_catchUp->setText(text);
    m_catchUp->setVisible(!text.isEmpty());
}

void InterviewHome::showTopics(const progress::Summary &summary)
{
    const QString chosen = m_topic->currentData().toString();
    m_topic->clear();
    QList<progress::TopicSummary> topics = summary.topics;
    std::ranges::stable_sort(topics, {}, [](const auto &topic) { return topic.isWeak() ? 0 : 1; });
    for (const progress::TopicSummary &topic : std::as_const(topics)) {
        const QString title = wording::topicTitle(*m_course, topic.topic);
        if (topic.cards > 0)
            m_topic->addItem(topic.isWeak() ? tr("%1 (weak)").arg(title) : title, topic.topic);
    }
    m_topic->setCurrentIndex(std::max(0, m_topic->findData(chosen)));
    m_practise->setEnabled(m_topic->count() > 0);
    m_practiseNames->setEnabled(m_names->count() > 0);
}

void InterviewHome::showSettings(const progress::ReviewSettings &settings)
{
    m_showing = true;
    m_answers->setValue(settings.answersPerDay);
    m_new->setValue(settings.newPerDay);
    m_four->setChecked(settings.scale == progress::GradeScale::Four);
    m_onlyRead->setChecked(settings.onlyReadLessons);
    for (QAction *action : m_kinds->menu()->actions()) {
        const bool wanted = settings.kinds.contains(QuestionKind(action->data().toInt()));
        action->setChecked(wanted);
        action->setEnabled(!wanted || settings.kinds.size() > 1); // the last one stays
    }
    m_kinds->setText(settings.kinds.size() == qsizetype(allKinds.size())
            ? tr("All kinds of question")
            : tr("%1 of %2 kinds of question").arg(settings.kinds.size()).arg(allKinds.size()));
    m_showing = false;
    showDate();
}

/// The aim in force, also where another program or an import has set one of its own, and what it costs.
void InterviewHome::showRetention()
{
    const progress::SchedulerSettings &scheduler = m_input.scheduler;
    QList<double> offered(retentions.begin(), retentions.end());
    if (!offered.contains(scheduler.retention))
        offered.append(scheduler.retention);
    std::ranges::sort(offered);
    m_retention->clear();
    for (const double retention : std::as_const(offered))
        m_retention->addItem(tr("%1 %").arg(qRound(retention * 100)), retention);
    m_retention->setCurrentIndex(int(offered.indexOf(scheduler.retention)));
    const QList<int> perDay = progress::forecastReviews(
        progress::statesAsked(m_input), scheduler, progress::currentMoment().studyDay, forecastDays);
    const int answers = std::accumulate(perDay.begin(), perDay.end(), 0);
    m_cost->setText(answers == 0
            ? tr("How likely you are to know a card when it comes back. The more, the sooner it comes.")
            : tr("The cards you have seen: %1 in the next %2 days.").arg(wording::answersText(answers)).arg(forecastDays));
}

/// Days that are set already stay; the next answer to each card counts with the new aim.
void InterviewHome::adoptRetention()
{
    progress::SchedulerSettings changed = m_input.scheduler;
    changed.retention = m_retention->currentData().toDouble();
    if (changed.retention == m_input.scheduler.retention)
        return;
    inStore([changed, now = progress::currentMoment().ms](
                const Store &store) { return store.reviews().adopt(changed, now); },
        tr("The setting could not be kept"));
}

void InterviewHome::showDate()
{
    const auto &plan = m_input.review.interview;
    m_date->setText(plan ? interviewText(*plan, *m_course)
                         : tr("None. With a day, cards come back before it, and more surely in the last two weeks."));
    m_changeDate->setText(plan ? tr("Change the day …") : tr("Set a day …"));
}

void InterviewHome::askForDate()
{
    // What it costs is computed from the figures, which may not have come yet.
    connect(this, &InterviewHome::shown, this, &InterviewHome::openDateDialog, Qt::SingleShotConnection);
    refresh();
}

/// What a day costs is said before it is kept.
void InterviewHome::openDateDialog()
{
    const auto cost = [this](const progress::InterviewPlan &plan) {
        return progress::retentionCost(
            m_input.cards, progress::statesAsked(m_input), m_input.scheduler, plan, progress::currentMoment().studyDay);
    };
    auto *dialog = new InterviewDateDialog(*m_course, cost, m_input.review.interview, window());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] {
        progress::ReviewSettings changed = settings();
        changed.interview = dialog->plan();
        connect(this, &InterviewHome::shown, this, &InterviewHome::dateChanged, Qt::SingleShotConnection);
        save(changed);
    });
    dialog->open();
}

progress::ReviewSettings InterviewHome::settings() const
{
    progress::ReviewSettings settings = m_input.review;
    settings.answersPerDay = m_answers->value();
    settings.newPerDay = m_new->value();
    settings.scale = m_four->isChecked() ? progress::GradeScale::Four : progress::GradeScale::Two;
    settings.onlyReadLessons = m_onlyRead->isChecked();
    for (const QAction *action : m_kinds->menu()->actions()) {
        const auto kind = QuestionKind(action->data().toInt());
        action->isChecked() ? void(settings.kinds.insert(kind)) : void(settings.kinds.remove(kind));
    }
    return settings;
}

void InterviewHome::saveSettings()
{
    if (m_showing)
        return;
    save(settings());
}

void InterviewHome::save(const progress::ReviewSettings &settings)
{
    inStore([settings, now = progress::currentMoment().ms](
                const Store &store) { return progress::setReviewSettings(store, settings, now); },
        tr("The setting could not be kept"));
}

QStringList InterviewHome::drillOf(const QString &topic) const
{
    return progress::topicDrill(m_input, topic, progress::currentMoment(), drillLength);
}

void InterviewHome::practise()
{
    const QString topic = m_topic->currentData().toString();
    emit drillRequested(wording::topicTitle(*m_course, topic), drillOf(topic));
}

void InterviewHome::practiseNames()
{
    const QString id = m_names->currentData().toString();
    for (const course::ConfusableGroup &group : m_course->interviews.confusables) {
        if (group.id != id)
            continue;
        const QStringList uids = progress::confusableDrill(m_input, group);
        if (uids.isEmpty()) {
            m_problem->setMessage(NoticeKind::Note, tr("None of these cards has come yet"),
                tr("Only cards you have seen before are mixed: first each by itself, then side by side."));
            m_problem->show();
            announce(this, m_problem->accessibleName());
            return;
        }
        emit drillRequested(group.names.join(u", "_s), uids);
    }
}

template <typename Work> void InterviewHome::inStore(Work work, const QString &failed)
{
    m_store.run(std::move(work)).then(this, [this, failed](const Result<> &result) {
        if (result)
            refresh();
        else
            say(result.error(), failed);
    });
}

void InterviewHome::say(const Error &error, const QString &title)
{
    m_problem->setMessage(NoticeKind::Problem, title, wording::explain(error).what);
    m_problem->show();
    announce(this, title);
}

QList<QWidget *> InterviewHome::panes() const
{
    QList<QWidget *> panes;
    for (QWidget *pane : {static_cast<QWidget *>(m_review), static_cast<QWidget *>(m_topic),
             static_cast<QWidget *>(m_cardsPane->deckBox()),
             static_cast<QWidget *>(m_cardsPane->list()), static_cast<QWidget *>(m_answers)})
        if (pane->isEnabled() && !pane->isHidden())
            panes.append(pane);
    return panes;
}

} // namespace ringside::desktop
