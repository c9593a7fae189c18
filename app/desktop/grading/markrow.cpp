#include "desktop/grading/markrow.h"

#include "classroom/exchange.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QVBoxLayout>

namespace ringside::desktop {

using namespace Qt::StringLiterals;

namespace {

constexpr double mostPoints = 10'000; // as in the command

QHBoxLayout *makeRow()
{
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    return row;
}

} // namespace

MarkRow::MarkRow(QWidget *parent)
    : QWidget(parent)
    , m_points(new QDoubleSpinBox)
    , m_reason(new QLineEdit)
    , m_enter(new Button(tr("Enter"), Button::Kind::Outline))
    , m_withdraw(new Button(tr("Withdraw"), Button::Kind::Outline))
{
    // A row of its own for the reason: beside the rest there is no room for it in a small window.
    auto *rows = new QVBoxLayout(this);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    rows->addLayout(makePoints());
    rows->addLayout(makeReason());
    setTabOrder({m_points, m_reason, m_enter, m_withdraw});
    showCell(nullptr);
}

QLayout *MarkRow::makePoints()
{
    m_points->setAccessibleName(tr("Points by hand"));
    m_points->setRange(0, mostPoints);
    m_points->findChild<QLineEdit *>()->setAccessibleName(m_points->accessibleName());
    m_withdraw->setToolTip(tr("The grader's points count again"));
    auto *back = Button::iconOnly(u"reset"_s, tr("Take back what was entered last"));
    connect(m_withdraw, &QPushButton::clicked, this, &MarkRow::withdrawn);
    connect(back, &QPushButton::clicked, this, &MarkRow::takenBack);
    QHBoxLayout *row = makeRow();
    row->addWidget(new Label(tr("By hand"), TextRole::Body, ColorRole::Secondary));
    row->addWidget(m_points);
    row->addStretch(1);
    row->addWidget(m_withdraw);
    row->addWidget(back);
    return row;
}

QLayout *MarkRow::makeReason()
{
    connect(m_enter, &QPushButton::clicked, this, &MarkRow::entered);
    connect(m_reason, &QLineEdit::returnPressed, m_enter, &QPushButton::click); // nothing, while it is disabled
    connect(m_reason, &QLineEdit::textChanged, this, &MarkRow::showState);
    QHBoxLayout *row = makeRow();
    row->addWidget(m_reason, 1);
    row->addWidget(m_enter);
    return row;
}

void MarkRow::showCell(const classroom::GradeCell *cell)
{
    m_isMarked = cell != nullptr;
    m_isQuestion = cell && cell->isQuestion;
    m_withdraw->setVisible(cell && cell->manual);
    m_reason->setPlaceholderText(m_isQuestion ? tr("Comment for the student") : tr("Why these points"));
    m_reason->setAccessibleName(m_reason->placeholderText());
    if (cell) {
        m_points->setValue(cell->points);
        m_points->setSuffix(tr(" of %1").arg(classroom::pointsText(cell->most)));
    }
    showState();
}

void MarkRow::setReason(const QString &text)
{
    m_reason->setText(text);
}

void MarkRow::setPoints(double points)
{
    m_points->setValue(points);
}

void MarkRow::setRunning(bool isRunning)
{
    m_isRunning = isRunning;
    showState();
}

void MarkRow::focusPoints()
{
    m_points->setFocus();
    m_points->selectAll();
}

QWidget *MarkRow::pointsBox() const
{
    return m_points;
}

double MarkRow::points() const
{
    return m_points->value();
}

QString MarkRow::reason() const
{
    return m_reason->text().trimmed();
}

/// What is done to an exercise needs a reason: it goes into the audit log.
bool MarkRow::canEnter() const
{
    return m_isMarked && !m_isRunning && (m_isQuestion || !reason().isEmpty());
}

void MarkRow::showState()
{
    m_points->setEnabled(m_isMarked && !m_isRunning);
    m_reason->setEnabled(m_points->isEnabled());
    m_enter->setEnabled(canEnter());
    m_withdraw->setEnabled(canEnter());
}

} // namespace ringside::desktop
