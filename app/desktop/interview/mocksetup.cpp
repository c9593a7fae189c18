#include "desktop/interview/mocksetup.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"
#include "desktop/widgets/notice.h"
#include "desktop/widgets/panel.h"
#include "progress/deck.h"
#include "wording/cause.h"
#include "wording/learning.h"

#include <QCheckBox>
#include <QComboBox>
#include <QFormLayout>
#include <QListWidget>
#include <QLocale>
#include <QRandomGenerator>
#include <QScrollArea>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int mostWidth = 1400;
constexpr int pageMargin = 28;
constexpr int gap = 16;
constexpr int rowSpacing = 4;
constexpr int earlierHeight = 150;

QComboBox *makeBox(const QString &name)
{
    auto *box = new QComboBox;
    box->setAccessibleName(name);
    box->setMinimumContentsLength(16);
    box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    return box;
}

QString recordText(const progress::MockRecord &record)
{
    const QString when
        = QLocale().toString(QDateTime::fromMSecsSinceEpoch(record.startedMs), QLocale::ShortFormat);
    if (record.report.isEmpty())
        return MockSetup::tr("%1 · not gone through yet").arg(when);
    return MockSetup::tr("%1 · %2 of %3 points").arg(when,
        wording::pointsText(record.report[u"points"].toDouble()),
        wording::pointsText(record.report[u"max_points"].toDouble()));
}

} // namespace

MockSetup::MockSetup(QWidget *parent)
    : QWidget(parent)
    , m_problem(new Notice)
    , m_sides(new QBoxLayout(QBoxLayout::LeftToRight))
    , m_script(makeBox(tr("Interview")))
    , m_minutes(makeBox(tr("Length")))
    , m_level(makeBox(tr("Level")))
    , m_topics(new QListWidget)
    , m_weak(new QCheckBox(tr("Weak topics above all")))
    , m_topicCount(new Label({}, TextRole::Small, ColorRole::Secondary))
    , m_day(new Label({}, TextRole::Body, ColorRole::Secondary))
    , m_changeDay(new Button(tr("Set a day …"), Button::Kind::Outline, u"clock"_s))
    , m_varied(new QCheckBox(tr("Exchange some of its questions for others of its kind")))
    , m_pressure(new QCheckBox(tr("Under pressure: the clock is shown, and there is no pause")))
    , m_about(new Label({}, TextRole::Small, ColorRole::Secondary))
    , m_begin(new Button(tr("Begin"), Button::Kind::Primary, u"play"_s))
    , m_goOn(new Button(tr("Go on with the one that was interrupted"), Button::Kind::Primary, u"play"_s))
    , m_list(new QListWidget)
{
    auto *content = new Ground(ColorRole::Window);
    content->setMaximumWidth(mostWidth + 2 * pageMargin);
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(pageMargin, 20, pageMargin, 24);
    layout->setSpacing(gap);
    auto *back = new Button(tr("Interview"), Button::Kind::Ghost, u"left"_s);
    connect(back, &QPushButton::clicked, this, &MockSetup::closed);
    layout->addWidget(back, 0, Qt::AlignLeft);
    layout->addWidget(new Label(tr("Mock interview"), TextRole::Display));
    layout->addWidget(m_problem);
    m_problem->hide();
    m_sides->setSpacing(gap);
    m_sides->addWidget(makeFormPane(), 3);
    m_sides->addWidget(makeTopicsPane(), 2);
    layout->addLayout(m_sides);
    layout->addWidget(makeEarlierPane(), 1);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(scrollingPage(content));

    for (const int minutes : {20, 40, 60})
        m_minutes->addItem(tr("%1 minutes").arg(minutes), minutes);
    m_minutes->setCurrentIndex(1);
    m_level->addItem(tr("Any"), -1);
    for (const auto level :
        {course::QuestionLevel::Junior, course::QuestionLevel::Mid, course::QuestionLevel::Senior})
        m_level->addItem(wording::levelName(level), int(level));
    m_pressure->setChecked(true);
    m_goOn->hide();
    connect(m_script, &QComboBox::currentIndexChanged, this, &MockSetup::showChoice);
    connect(m_changeDay, &QPushButton::clicked, this, &MockSetup::dayRequested);
    connect(m_begin, &QPushButton::clicked, this, [this] { emit beginRequested(config()); });
    connect(m_goOn, &QPushButton::clicked, this, [this] { emit continueRequested(*m_unfinished); });
}

QWidget *MockSetup::makeFormPane()
{
    auto *fields = new QWidget;
    auto *form = new QFormLayout(fields);
    form->setContentsMargins(14, 12, 14, 14);
    form->setVerticalSpacing(10);
    form->setHorizontalSpacing(14);
    m_about->setWordWrap(true);
    m_day->setWordWrap(true);
    auto *day = new QHBoxLayout;
    day->addWidget(m_day, 1);
    day->addWidget(m_changeDay);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(8);
    buttons->addWidget(m_goOn);
    buttons->addWidget(m_begin);
    buttons->addStretch();
    form->addRow(tr("&Interview"), m_script);
    form->addRow(QString(), m_about);
    form->addRow(tr("&Length"), m_minutes);
    form->addRow(tr("Le&vel"), m_level);
    form->addRow(tr("The real one"), day);
    form->addRow(m_varied);
    form->addRow(m_pressure);
    form->addRow(buttons);
    return new Pane(tr("What would you like to be asked?"), fields);
}

QWidget *MockSetup::makeTopicsPane()
{
    m_topicCount->setWordWrap(true);
    m_topics->setAccessibleName(tr("Topics; none ticked means all"));
    m_topics->setFrameShape(QFrame::NoFrame);
    m_topics->setSpacing(rowSpacing / 2);
    m_topics->setSelectionMode(QAbstractItemView::NoSelection); // what is ticked counts
    connect(m_topics, &QListWidget::itemChanged, this, &MockSetup::showTopicCount);
    connect(&themeOf(this), &Theme::fontsChanged, this, &MockSetup::makeRoomForTopics);
    auto *inset = new QWidget;
    auto *around = new QVBoxLayout(inset);
    // The boxes in the list stand above the one below it, whatever a view puts around an item.
    const int aroundItem = m_topics->spacing() + style()->pixelMetric(QStyle::PM_FocusFrameHMargin) + 1;
    around->setContentsMargins(14 - aroundItem, 8, 14, 14);
    around->setSpacing(8);
    around->addWidget(m_topics, 1);
    auto *below = new QVBoxLayout;
    below->setContentsMargins(aroundItem, 0, 0, 0);
    below->setSpacing(8);
    below->addWidget(m_topicCount);
    below->addWidget(m_weak);
    around->addLayout(below);
    return new Pane(tr("Topics"), inset);
}

QWidget *MockSetup::makeEarlierPane()
{
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setSpacing(rowSpacing);
    m_list->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Ignored); // it has what is left, and scrolls
    m_list->setAccessibleName(tr("Earlier interviews"));
    connect(m_list, &QListWidget::itemActivated, this, [this](const QListWidgetItem *item) {
        const progress::MockRecord &record = m_records[m_list->row(item)];
        record.report.isEmpty() ? emit continueRequested(record) : emit reportRequested(record);
    });
    auto *inset = new QWidget;
    auto *around = new QVBoxLayout(inset);
    around->setContentsMargins(4, 6, 4, 6);
    around->addWidget(m_list);
    auto *pane = new Pane(tr("Earlier interviews"), inset);
    pane->setMinimumHeight(earlierHeight);
    return pane;
}

// All of them can be seen at once: a list that scrolls inside a page that may scroll itself is a trap for the wheel.
void MockSetup::makeRoomForTopics()
{
    m_topics->setMinimumHeight(m_topics->count() * (m_topics->sizeHintForRow(0) + rowSpacing) + rowSpacing);
}

void MockSetup::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    int needed = gap + 2 * pageMargin + style()->pixelMetric(QStyle::PM_ScrollBarExtent);
    for (int i = 0; i < m_sides->count(); ++i)
        needed += m_sides->itemAt(i)->minimumSize().width();
    m_sides->setDirection(width() >= needed ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
}

void MockSetup::setCourse(const course::Course &course)
{
    m_scripts = course.interviews.scripts;
    m_script->clear();
    m_script->addItem(tr("Drawn at random"), QString());
    for (const course::InterviewScript &script : m_scripts)
        m_script->addItem(tr("%1 (%2 minutes)").arg(script.title).arg(script.minutes()), script.id);
    const QSet<QString> chosen = chosenTopics();
    m_topics->clear();
    const auto add = [&](const QString &topic) {
        auto *item = new QListWidgetItem(wording::topicTitle(course, topic), m_topics);
        item->setData(Qt::UserRole, topic);
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
        item->setCheckState(chosen.contains(topic) ? Qt::Checked : Qt::Unchecked);
    };
    for (const course::Lesson &lesson : course.lessons)
        add(lesson.id);
    add(QString(progress::acrossTopic));
    m_topics->setCurrentRow(0);
    makeRoomForTopics();
    showTopicCount();
    showChoice();
}

/// A script has its own length, level and topics.
void MockSetup::showChoice()
{
    const auto script = std::ranges::find(
        m_scripts, m_script->currentData().toString(), &course::InterviewScript::id);
    const bool drawn = script == m_scripts.end();
    for (QWidget *field : QList<QWidget *>{m_minutes, m_level, m_topics, m_topicCount, m_weak})
        field->setEnabled(drawn);
    m_varied->setEnabled(!drawn && !script->pool.isEmpty());
    m_about->setText(drawn ? tr("Open questions with follow-ups, one round of reading code, one of writing it.")
                           : tr("Level %1, %2 points; passed from %3. %4").arg(wording::levelName(script->level))
                                 .arg(script->points()).arg(script->passPoints).arg(script->help));
}

QSet<QString> MockSetup::chosenTopics() const
{
    QSet<QString> topics;
    for (int row = 0; row < m_topics->count(); ++row)
        if (m_topics->item(row)->checkState() == Qt::Checked)
            topics.insert(m_topics->item(row)->data(Qt::UserRole).toString());
    return topics;
}

void MockSetup::showTopicCount()
{
    const qsizetype chosen = chosenTopics().size();
    m_topicCount->setText(chosen == 0 ? tr("None ticked: all of them.")
            : chosen == 1             ? tr("One ticked.")
                                      : tr("%1 ticked: each has its turn before one comes again.").arg(chosen));
}

progress::MockConfig MockSetup::config() const
{
    progress::MockConfig config{.minutes = m_minutes->currentData().toInt(),
        .pressure = m_pressure->isChecked() ? progress::Pressure::On : progress::Pressure::Off,
        .script = m_script->currentData().toString(),
        .varied = m_varied->isEnabled() && m_varied->isChecked(),
        .seed = QRandomGenerator::global()->generate64() >> 11}; // what JSON carries
    if (const int level = m_level->currentData().toInt(); level >= 0)
        config.level = course::QuestionLevel(level);
    if (config.script.isEmpty()) {
        config.topics = chosenTopics();
        config.weakTopics = m_weak->isChecked();
    }
    return config;
}

void MockSetup::setRecords(const QList<progress::MockRecord> &records)
{
    m_records = records;
    m_unfinished.reset();
    m_list->clear();
    for (const progress::MockRecord &record : records) {
        m_list->addItem(recordText(record));
        if (record.report.isEmpty() && !m_unfinished)
            m_unfinished = record;
    }
    if (records.isEmpty()) {
        auto *none = new QListWidgetItem(tr("None yet. What you take is listed here, with its report."), m_list);
        none->setFlags(Qt::NoItemFlags);
    }
    m_goOn->setVisible(m_unfinished.has_value());
    m_begin->setKind(m_unfinished ? Button::Kind::Outline : Button::Kind::Primary);
}

void MockSetup::setInterviewDay(const QString &text)
{
    m_day->setText(text.isEmpty() ? tr("No day is set for it.") : text);
    m_changeDay->setText(text.isEmpty() ? tr("Set a day …") : tr("Change the day …"));
}

void MockSetup::say(const QString &title, const QString &text)
{
    m_problem->setMessage(NoticeKind::Problem, title, text);
    m_problem->setVisible(!title.isEmpty());
    if (!title.isEmpty())
        announce(this, title);
}

QList<QWidget *> MockSetup::panes() const
{
    return {m_goOn->isVisible() ? m_goOn : m_begin, m_script, m_topics, m_list};
}

} // namespace ringside::desktop
