#include "desktop/interview/gradebar.h"

#include "desktop/widgets/button.h"
#include "wording/learning.h"

#include <QHBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

GradeBar::GradeBar(QWidget *parent)
    : QWidget(parent)
    , m_layout(new QHBoxLayout(this))
{
    m_layout->setContentsMargins(0, 0, 0, 0);
    m_layout->setSpacing(10);
}

void GradeBar::clear()
{
    for (Button *button : std::exchange(m_buttons, {})) {
        button->hide();
        button->deleteLater();
    }
    m_proposed = nullptr;
}

void GradeBar::offer(const QList<progress::Grade> &grades, progress::Grade proposed, progress::GradeScale scale,
    const progress::DueCard &due, const progress::Moment &now)
{
    clear();
    for (const progress::Grade grade : grades) {
        const auto choice = std::ranges::find(due.choices, grade, &progress::GradeChoice::grade);
        const QString when = choice == due.choices.end() ? QString() : wording::waitText(*choice, now);
        const QString name = wording::gradeName(grade, scale);
        auto *button = new Button(when.isEmpty() ? name : tr("%1 · %2").arg(name, when),
            grade == proposed ? Button::Kind::Primary : Button::Kind::Outline);
        button->setToolTip(tr("Key %1").arg(m_buttons.size() + 1));
        button->setAccessibleName(when.isEmpty() ? name : tr("%1, comes back %2").arg(name, when));
        connect(button, &QPushButton::clicked, this, [this, grade] { emit chosen(grade); });
        m_layout->addWidget(button);
        m_buttons.append(button);
        if (grade == proposed)
            m_proposed = button;
    }
}

bool GradeBar::choose(int place)
{
    if (place < 0 || place >= m_buttons.size() || !m_buttons[place]->isEnabled())
        return false;
    m_buttons[place]->click();
    return true;
}

} // namespace ringside::desktop
