#include "desktop/grading/rubriclist.h"

#include "base/bytes.h"
#include "classroom/exchange.h"
#include "desktop/lesson/markdown.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/layouts.h"

#include <QCheckBox>
#include <QKeyEvent>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using classroom::RubricRow;

RubricList::RubricList(QWidget *parent)
    : QScrollArea(parent)
    , m_prompt(new Label({}, TextRole::Body))
    , m_layout(new QVBoxLayout)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFocusPolicy(Qt::NoFocus); // its boxes take the keyboard
    setAccessibleName(tr("Rubric"));
    m_prompt->setWordWrap(true);
    m_prompt->setWeight(QFont::DemiBold);
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(16, 10, 16, 10);
    column->setSpacing(8);
    column->addWidget(m_prompt);
    column->addLayout(m_layout);
    column->addStretch(1);
    m_layout->setSpacing(4);
    setWidget(content);
    for (QWidget *ground : {viewport(), content}) // that of the card it is in
        ground->setAutoFillBackground(false);
}

void RubricList::setRubric(const QString &prompt, const QList<RubricRow> &rows)
{
    clearLayout(m_layout);
    m_boxes.clear();
    m_rows = rows;
    m_prompt->setText(markdown::plainText(prompt));
    for (const RubricRow &row : rows)
        addRow(row);
}

// A check box breaks no lines: its words stand beside it.
void RubricList::addRow(const RubricRow &row)
{
    const qsizetype place = m_boxes.size();
    const QString text = displayText(markdown::plainText(row.text).toUtf8());
    const QString points = classroom::pointsText(row.points);
    auto *box = new QCheckBox;
    box->setChecked(row.isGiven);
    box->setAccessibleName(tr("%1. %2 (%3 points)").arg(place + 1).arg(text, points));
    box->installEventFilter(this);
    connect(box, &QCheckBox::toggled, this, [this, place](bool isGiven) {
        m_rows[place].isGiven = isGiven;
        emit changed();
    });
    auto *words = new Label(tr("%1. %2").arg(place + 1).arg(text), TextRole::Body);
    words->setWordWrap(true);
    words->setBuddy(box);
    auto *worth = new Label(points, TextRole::Body, ColorRole::Secondary);
    auto *line = new QWidget;
    auto *layout = new QHBoxLayout(line);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(10);
    layout->addWidget(box, 0, Qt::AlignTop);
    layout->addWidget(words, 1);
    layout->addWidget(worth, 0, Qt::AlignTop);
    m_layout->addWidget(line);
    m_boxes.append(box);
}

void RubricList::focusFirst()
{
    if (!m_boxes.isEmpty())
        m_boxes.first()->setFocus(Qt::ShortcutFocusReason);
}

bool RubricList::takeKey(int key)
{
    if (key == Qt::Key_Return || key == Qt::Key_Enter) {
        emit accepted();
        return true;
    }
    const qsizetype place = key - Qt::Key_1;
    if (place < 0 || place > 8 || place >= m_boxes.size())
        return false;
    m_boxes[place]->setFocus(Qt::ShortcutFocusReason);
    m_boxes[place]->toggle();
    return true;
}

bool RubricList::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::FocusIn)
        ensureWidgetVisible(qobject_cast<QWidget *>(watched));
    if (event->type() == QEvent::KeyPress) {
        const auto *key = static_cast<QKeyEvent *>(event);
        if (!(key->modifiers() & ~Qt::KeypadModifier) && takeKey(key->key()))
            return true;
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace ringside::desktop
