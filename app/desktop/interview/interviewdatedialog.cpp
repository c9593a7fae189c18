#include "desktop/interview/interviewdatedialog.h"

#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "progress/deck.h"
#include "wording/learning.h"

#include <QComboBox>
#include <QDateEdit>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QLocale>
#include <QPushButton>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int usualDays = 14;
constexpr int rowSpacing = 3;
constexpr int topicRole = Qt::UserRole;

} // namespace

InterviewDateDialog::InterviewDateDialog(const course::Course &course, Cost cost,
    const std::optional<progress::InterviewPlan> &plan, QWidget *parent)
    : QDialog(parent)
    , m_cost(std::move(cost))
    , m_date(new QDateEdit(QDate::currentDate().addDays(usualDays)))
    , m_topics(new QListWidget)
    , m_retention(new QComboBox)
    , m_costText(new Label({}, TextRole::Body))
{
    setWindowTitle(tr("The day of your interview"));
    resize(460, 560);
    const progress::InterviewPlan known = plan.value_or(progress::InterviewPlan());
    m_date->setAccessibleName(tr("Day of the interview"));
    m_date->findChild<QLineEdit *>()->setAccessibleName(tr("Day of the interview"));
    m_date->setCalendarPopup(true);
    m_date->setMinimumDate(QDate::currentDate());
    if (plan)
        m_date->setDate(progress::dateOf(plan->day));
    m_topics->setAccessibleName(tr("Topics of the interview; none ticked means all"));
    m_topics->setFrameShape(QFrame::NoFrame);
    m_topics->setSpacing(rowSpacing);
    for (const course::Lesson &lesson : course.lessons)
        addTopic(lesson.title, lesson.id, known.topics.contains(lesson.id));
    addTopic(wording::topicTitle(course, QString(progress::acrossTopic)), QString(progress::acrossTopic),
        known.topics.contains(QString(progress::acrossTopic)));
    m_retention->setAccessibleName(tr("How much you want to recall then"));
    for (const int percent : {93, 94, 95})
        m_retention->addItem(tr("%1 %").arg(percent), percent / 100.0);
    m_retention->setCurrentIndex(std::max(0, m_retention->findData(known.retention)));

    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    auto *form = new QFormLayout;
    form->addRow(tr("&Day"), m_date);
    form->addRow(tr("&Recall, in the last two weeks"), m_retention);
    layout->addLayout(form);
    layout->addWidget(new Pane(tr("Topics: none ticked means all"), m_topics), 1);
    m_costText->setWordWrap(true);
    layout->addWidget(m_costText);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    buttons->addButton(tr("Accept"), QDialogButtonBox::AcceptRole);
    if (plan) {
        const QPushButton *none = buttons->addButton(tr("There is no interview"), QDialogButtonBox::DestructiveRole);
        connect(none, &QPushButton::clicked, this, [this] {
            m_none = true;
            accept();
        });
    }
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    connect(m_date, &QDateEdit::dateChanged, this, &InterviewDateDialog::showCost);
    connect(m_topics, &QListWidget::itemChanged, this, &InterviewDateDialog::showCost);
    connect(m_retention, &QComboBox::currentIndexChanged, this, &InterviewDateDialog::showCost);
    showCost();
}

void InterviewDateDialog::addTopic(const QString &title, const QString &id, bool chosen)
{
    auto *item = new QListWidgetItem(title, m_topics);
    item->setData(topicRole, id);
    item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    item->setCheckState(chosen ? Qt::Checked : Qt::Unchecked);
}

std::optional<progress::InterviewPlan> InterviewDateDialog::plan() const
{
    if (m_none)
        return {};
    progress::InterviewPlan plan{
        .day = progress::studyDayOf(m_date->date()), .topics = {}, .retention = m_retention->currentData().toDouble()};
    for (int row = 0; row < m_topics->count(); ++row)
        if (m_topics->item(row)->checkState() == Qt::Checked)
            plan.topics.insert(m_topics->item(row)->data(topicRole).toString());
    return plan;
}

void InterviewDateDialog::showCost()
{
    const auto cost = m_cost(*plan());
    m_costText->setText(tr("In the last two weeks these cards come back earlier, and none later than that day: about %1 "
                           "reviews a day until then instead of %2.")
            .arg(cost.perDayThen(), 0, 'f', 1).arg(cost.perDayNow(), 0, 'f', 1));
}

QString interviewText(const progress::InterviewPlan &plan, const course::Course &course)
{
    const QString day = QLocale().toString(progress::dateOf(plan.day), QLocale::LongFormat);
    QStringList topics;
    for (const QString &topic : plan.topics)
        topics.append(wording::topicTitle(course, topic));
    topics.sort();
    const QString about = topics.isEmpty() ? InterviewDateDialog::tr("all topics") : topics.join(u", "_s);
    const int left = plan.day - progress::studyDayOf(QDate::currentDate());
    if (left < 0)
        return InterviewDateDialog::tr("It was on %1.").arg(day);
    if (left == 0)
        return InterviewDateDialog::tr("%1, today: %2.").arg(day, about);
    return left == 1 ? InterviewDateDialog::tr("%1, tomorrow: %2.").arg(day, about)
                     : InterviewDateDialog::tr("%1, in %2 days: %3.").arg(day).arg(left).arg(about);
}

} // namespace ringside::desktop
