#include "desktop/widgets/undobar.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/announce.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"

#include <QHBoxLayout>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

UndoBar::UndoBar(QWidget *parent)
    : QWidget(parent)
    , m_text(new ElidedLabel({}, TextRole::Small, ColorRole::Text))
    , m_button(new Button(tr("Undo"), Button::Kind::Outline, u"reset"_s))
{
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 5, 8, 5);
    layout->setSpacing(8);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_button);
    auto *cross = Button::iconOnly(u"cross"_s, tr("Hide this message"));
    layout->addWidget(cross);
    connect(m_button, &QPushButton::clicked, this, &UndoBar::undo);
    connect(cross, &QPushButton::clicked, this, &UndoBar::dismiss);
    hide();
}

void UndoBar::offer(const QString &done, std::function<void()> undo)
{
    m_undo = std::move(undo);
    m_text->setText(done);
    show();
    announce(this, done);
}

void UndoBar::dismiss()
{
    m_undo = {};
    hide();
}

void UndoBar::undo()
{
    const auto undo = std::exchange(m_undo, {});
    hide();
    if (undo)
        undo();
}

QString UndoBar::text() const
{
    return isVisible() ? m_text->text() : QString();
}

void UndoBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::NoteGround), Qt::transparent);
}

} // namespace ringside::desktop
