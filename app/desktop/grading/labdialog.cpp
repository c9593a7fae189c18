#include "desktop/grading/labdialog.h"

#include "classroom/exchange.h"
#include "classroom/rubric.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/panel.h"
#include "desktop/widgets/plaintable.h"
#include "wording/labwords.h"

#include <QCheckBox>
#include <QDateTimeEdit>
#include <QDialogButtonBox>
#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

enum Column { Task, Points };
constexpr int rowHeight = 30;
constexpr int idRole = Qt::UserRole;
constexpr int questionRole = Qt::UserRole + 1;
constexpr double mostPoints = 10'000; // as in a description
constexpr int longestTitle = 200;

double pointsOf(const course::Exercise &exercise)
{
    double sum = 0;
    for (const course::Check &check : exercise.checks)
        sum += check.points;
    return sum;
}

/// A string of TOML.
QString quoted(QString text)
{
    text.replace(u'\\', u"\\\\"_s).replace(u'"', u"\\\""_s);
    return u'"' + text + u'"';
}

/// With the zone it was meant in.
QString zoned(const QDateTime &time)
{
    return time.toOffsetFromUtc(time.offsetFromUtc()).toString(Qt::ISODate);
}

QDateTimeEdit *makeTime(const QDateTime &time, const QString &name)
{
    auto *edit = new QDateTimeEdit(time);
    edit->setAccessibleName(name);
    edit->findChild<QLineEdit *>()->setAccessibleName(name);
    edit->setCalendarPopup(true);
    return edit;
}

} // namespace

LabDialog::LabDialog(const course::Course &course, QWidget *parent)
    : QDialog(parent)
    , m_title(new QLineEdit)
    , m_tasks(new QTableWidget(0, 2))
    , m_sum(new Label({}, TextRole::Body, ColorRole::Secondary))
{
    setWindowTitle(tr("Make a lab"));
    resize(680, 660);
    m_title->setMaxLength(longestTitle);
    auto *layout = new QVBoxLayout(this);
    layout->setSpacing(10);
    layout->addWidget(makeRules());
    layout->addWidget(makeTasks(course), 1);
    m_sum->setWordWrap(true);
    layout->addWidget(m_sum);
    auto *buttons = new QDialogButtonBox;
    m_accept = buttons->addButton(tr("Make"), QDialogButtonBox::AcceptRole);
    buttons->addButton(QDialogButtonBox::Cancel); // after it, also for who walks by the keyboard
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    layout->addWidget(buttons);
    showState();
}

QWidget *LabDialog::makeRules()
{
    const QDateTime evening(QDate::currentDate().addDays(7), QTime(23, 59));
    m_isDue = new QCheckBox(tr("&Due"));
    m_isDue->setChecked(true);
    m_due = makeTime(evening, tr("Due"));
    m_percent = new QDoubleSpinBox;
    m_percent->setRange(0, 100);
    m_percent->setDecimals(0);
    m_percent->setSuffix(tr(" %"));
    m_percent->setAccessibleName(tr("Lost for each day late"));
    m_percent->findChild<QLineEdit *>()->setAccessibleName(m_percent->accessibleName());
    m_isExam = new QCheckBox(tr("An e&xam, sealed; it opens"));
    m_opens = makeTime(evening.addSecs(-2 * 3600), tr("Opens"));
    m_hints = new QCheckBox(tr("&Hints while it runs"));
    m_reference = new QCheckBox(tr("&Reference once an exercise is passed"));
    m_hints->setChecked(true);
    m_reference->setChecked(true);
    auto *rules = new QWidget;
    auto *form = new QFormLayout(rules);
    form->setContentsMargins(0, 0, 0, 0);
    form->addRow(tr("&Title"), m_title);
    form->addRow(m_isDue, m_due);
    form->addRow(tr("&Lost for each day late"), m_percent);
    form->addRow(tr("Late work"), makeLate());
    form->addRow(m_isExam, m_opens);
    // A form puts names at the top of fields that are taller.
    for (int row = 0; row < form->rowCount(); ++row)
        form->itemAt(row, QFormLayout::LabelRole)->widget()->setMinimumHeight(
            form->itemAt(row, QFormLayout::FieldRole)->sizeHint().height());
    form->addRow(m_hints);
    form->addRow(m_reference);
    connect(m_title, &QLineEdit::textChanged, this, &LabDialog::showState);
    connect(m_percent, &QDoubleSpinBox::valueChanged, this, &LabDialog::showState);
    for (const QCheckBox *box : {m_isDue, m_isExam})
        connect(box, &QCheckBox::toggled, this, &LabDialog::showState);
    return rules;
}

/// What softens the loss and what ends it, beside each other.
QWidget *LabDialog::makeLate()
{
    const auto make = [](int most, const QString &name) {
        auto *box = new QSpinBox;
        box->setRange(0, most);
        box->setAccessibleName(name);
        box->findChild<QLineEdit *>()->setAccessibleName(name);
        return box;
    };
    m_grace = make(24 * 60, tr("Minutes of grace"));
    m_grace->setSuffix(tr(" min of grace"));
    m_grace->setSpecialValueText(tr("no grace"));
    m_most = make(100, tr("Lost at most"));
    m_most->setPrefix(tr("at most "));
    m_most->setSuffix(tr(" %"));
    m_most->setValue(100);
    m_cutOff = make(366, tr("Days after which nothing counts"));
    m_cutOff->setPrefix(tr("nothing after "));
    m_cutOff->setSuffix(tr(" d"));
    auto *late = new QWidget;
    auto *row = new QHBoxLayout(late);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    for (QSpinBox *box : {m_grace, m_most, m_cutOff}) {
        row->addWidget(box, 1);
        connect(box, &QSpinBox::valueChanged, this, &LabDialog::showState);
    }
    return late;
}

QWidget *LabDialog::makeTasks(const course::Course &course)
{
    m_tasks->setAccessibleName(tr("Exercises and questions of the lab"));
    m_tasks->setHorizontalHeaderLabels({tr("Exercise or question"), tr("Points")});
    m_tasks->horizontalHeader()->setSectionResizeMode(Task, QHeaderView::Stretch);
    makePlain(*m_tasks, rowHeight);
    m_tasks->horizontalHeaderItem(Points)->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    for (const course::Exercise &exercise : course.exercises)
        addTask(exercise.slug, tr("%1 (%2)").arg(exercise.title, exercise.slug), pointsOf(exercise), false);
    const auto addQuestion = [this](const course::Question &question) {
        addTask(question.id, tr("%1: %2").arg(question.id, markdown::plainText(question.prompt)),
            classroom::usualPoints(question), true);
    };
    for (const course::Lesson &lesson : course.lessons)
        std::ranges::for_each(lesson.questions, addQuestion);
    std::ranges::for_each(course.interviews.questions, addQuestion);
    connect(m_tasks, &QTableWidget::itemChanged, this, &LabDialog::showState);
    auto *search = new QLineEdit;
    search->setPlaceholderText(tr("Words of an exercise or question"));
    search->setAccessibleName(search->placeholderText());
    search->setClearButtonEnabled(true);
    connect(search, &QLineEdit::textChanged, this, &LabDialog::filter);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(12, 8, 12, 12);
    column->addWidget(search);
    column->addWidget(m_tasks, 1);
    return new Pane(tr("Tick what belongs to it"), content);
}

void LabDialog::addTask(const QString &id, const QString &title, double points, bool isQuestion)
{
    const int row = m_tasks->rowCount();
    m_tasks->insertRow(row);
    auto *task = new QTableWidgetItem(title);
    task->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable);
    task->setCheckState(Qt::Unchecked);
    task->setData(idRole, id);
    task->setData(questionRole, isQuestion);
    auto *worth = new QTableWidgetItem;
    worth->setData(Qt::EditRole, points);
    worth->setTextAlignment(Qt::AlignRight | Qt::AlignVCenter);
    m_tasks->setItem(row, Task, task);
    m_tasks->setItem(row, Points, worth);
}

void LabDialog::filter(const QString &words)
{
    const QStringList wanted = words.split(u' ', Qt::SkipEmptyParts);
    for (int row = 0; row < m_tasks->rowCount(); ++row) {
        const QTableWidgetItem *task = m_tasks->item(row, Task);
        const bool fits = std::ranges::all_of(wanted, [&](const QString &word) {
            return task->text().contains(word, Qt::CaseInsensitive);
        });
        m_tasks->setRowHidden(row, !fits);
    }
    chooseVisible();
}

/// The keys act on what one sees.
void LabDialog::chooseVisible()
{
    if (m_tasks->currentRow() >= 0 && !m_tasks->isRowHidden(m_tasks->currentRow()))
        return;
    int row = 0;
    while (row < m_tasks->rowCount() && m_tasks->isRowHidden(row))
        ++row;
    m_tasks->setCurrentCell(row < m_tasks->rowCount() ? row : -1, Task);
}

void LabDialog::showState()
{
    int count = 0;
    double points = 0;
    for (int row = 0; row < m_tasks->rowCount(); ++row) {
        const QTableWidgetItem *worth = m_tasks->item(row, Points);
        if (m_tasks->item(row, Task)->checkState() != Qt::Checked)
            continue;
        ++count;
        points += worth->data(Qt::EditRole).toDouble();
    }
    const QString hint = wording::moodleHint(points);
    m_sum->setText(tr("%n chosen", nullptr, count) + u" · "_s
        + (hint.isEmpty() ? tr("%1 points").arg(classroom::pointsText(points)) : hint));
    const bool isExam = m_isExam->isChecked();
    if (isExam)
        m_isDue->setChecked(true);
    m_isDue->setEnabled(!isExam);
    m_due->setEnabled(m_isDue->isChecked());
    for (QWidget *rule : QList<QWidget *>{m_percent, m_grace, m_most, m_cutOff})
        rule->setEnabled(m_isDue->isChecked());
    m_cutOff->setSpecialValueText(isExam && lateLines().isEmpty() ? tr("nothing late") : tr("however late"));
    m_opens->setEnabled(isExam);
    for (QCheckBox *help : {m_hints, m_reference}) {
        if (isExam && help->isEnabled())
            help->setChecked(false); // an exam gives neither
        help->setEnabled(!isExam);
    }
    m_accept->setEnabled(count > 0 && !m_title->text().trimmed().isEmpty());
}

/// Only what is other than it would be without it: an exam that says nothing takes nothing late.
QStringList LabDialog::lateLines() const
{
    QStringList lines;
    if (m_grace->value() > 0)
        lines.append(u"grace_minutes = %1"_s.arg(m_grace->value()));
    if (m_percent->value() > 0)
        lines.append(u"percent = %1"_s.arg(m_percent->value()));
    if (m_most->value() < 100)
        lines.append(u"most_percent = %1"_s.arg(m_most->value()));
    if (m_cutOff->value() > 0)
        lines.append(u"cut_off_minutes = %1"_s.arg(m_cutOff->value() * 24 * 60));
    return lines.isEmpty() ? lines : QStringList{u"[late]"_s} + lines;
}

QByteArray LabDialog::definition() const
{
    QStringList lines{u"title = "_s + quoted(m_title->text().trimmed())};
    const auto addTruth = [&](const QString &key, bool value) {
        lines.append(u"%1 = %2"_s.arg(key, value ? u"true"_s : u"false"_s));
    };
    if (m_isDue->isChecked())
        lines.append(u"due = "_s + zoned(m_due->dateTime()));
    if (m_isExam->isChecked()) {
        lines.append(u"opens = "_s + zoned(m_opens->dateTime()));
        addTruth(u"exam"_s, true);
    } else {
        addTruth(u"hints"_s, m_hints->isChecked());
        addTruth(u"reference"_s, m_reference->isChecked());
    }
    if (m_isDue->isChecked())
        lines.append(lateLines());
    for (int row = 0; row < m_tasks->rowCount(); ++row) {
        const QTableWidgetItem *task = m_tasks->item(row, Task);
        if (task->checkState() != Qt::Checked)
            continue;
        const bool isQuestion = task->data(questionRole).toBool();
        const double points = m_tasks->item(row, Points)->data(Qt::EditRole).toDouble();
        lines.append({isQuestion ? u"[[question]]"_s : u"[[exercise]]"_s,
            (isQuestion ? u"id = "_s : u"slug = "_s) + quoted(task->data(idRole).toString()),
            u"points = "_s + classroom::pointsText(std::clamp(points, 0.0, mostPoints))});
    }
    return lines.join(u'\n').toUtf8() + '\n';
}

QString LabDialog::fileName() const
{
    QString name;
    for (const QChar c : m_title->text().toLower())
        name += c.isLetterOrNumber() ? c : u' ';
    return name.simplified().replace(u' ', u'-');
}

} // namespace ringside::desktop
