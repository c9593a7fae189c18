#include "desktop/widgets/gotolinebar.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/label.h"

#include <QGuiApplication>
#include <QHBoxLayout>
#include <QIntValidator>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPainter>

namespace ringside::desktop {

GoToLineBar::GoToLineBar(CodeEditor *editor)
    : QWidget(editor)
    , m_editor(editor)
    , m_edit(new QLineEdit)
{
    setLayoutDirection(QGuiApplication::layoutDirection()); // not that of the code
    setAccessibleName(tr("Go to line"));
    m_edit->setAccessibleName(tr("Line number"));
    m_edit->setFixedWidth(90);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 8, 8);
    layout->addWidget(new Label(tr("Line"), TextRole::Small, ColorRole::Secondary));
    layout->addWidget(m_edit);
    hide();
}

void GoToLineBar::open()
{
    m_edit->setValidator(new QIntValidator(1, m_editor->blockCount(), m_edit));
    m_edit->setText(QString::number(m_editor->textCursor().blockNumber() + 1));
    const QSize size = sizeHint();
    const QRect corner(m_editor->width() - size.width() - 20, 6, size.width(), size.height());
    setGeometry(QStyle::visualRect(m_editor->layoutDirection(), m_editor->rect(), corner));
    show();
    raise();
    m_edit->setFocus(Qt::ShortcutFocusReason);
    m_edit->selectAll();
}

void GoToLineBar::keyPressEvent(QKeyEvent *event)
{
    const bool enter = event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter;
    if (!enter && event->key() != Qt::Key_Escape) {
        QWidget::keyPressEvent(event);
        return;
    }
    hide();
    m_editor->setFocus();
    if (enter)
        m_editor->goToLine(m_edit->text().toInt());
}

void GoToLineBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Raised), theme.color(ColorRole::Control));
}

} // namespace ringside::desktop
