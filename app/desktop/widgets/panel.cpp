#include "desktop/widgets/panel.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/cardcorners.h"
#include "desktop/widgets/groove.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

namespace ringside::desktop {

namespace {

constexpr int headerHeight = 36;

} // namespace

Ground::Ground(ColorRole role, QWidget *parent)
    : QWidget(parent)
    , m_role(role)
{
}

void Ground::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).color(m_role));
}

Separator::Separator(Qt::Orientation orientation, QWidget *parent)
    : QWidget(parent)
{
    orientation == Qt::Horizontal ? setFixedHeight(1) : setFixedWidth(1);
}

void Separator::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).color(ColorRole::Border));
}

Pane::Pane(const QString &title, QWidget *content, QWidget *parent)
    : QWidget(parent)
    , m_title(new Label(title, TextRole::Body))
    , m_remark(new ElidedLabel({}, TextRole::Caption, ColorRole::Muted))
    , m_header(new QHBoxLayout)
{
    setAccessibleName(title);
    m_title->setWeight(QFont::DemiBold);
    m_remark->setAlignment(Qt::AlignRight);
    m_header->setContentsMargins(14, 0, 14, 0);
    m_header->addWidget(m_title);
    m_header->addWidget(m_remark, 1);

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(m_header);
    // The header stays as it is, the content takes the rest: a stretch would make every card as high as it can be.
    m_title->setFixedHeight(headerHeight);
    m_remark->setFixedHeight(headerHeight);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(content);
    new CardCorners(this);
}

void Pane::setTitle(const QString &title)
{
    m_title->setText(title);
    setAccessibleName(title);
}

void Pane::setRemark(const QString &remark)
{
    m_remark->setText(remark);
}

void Pane::setContent(QWidget *content)
{
    layout()->addWidget(content);
}

void Pane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

TabPane::TabPane(QWidget *parent)
    : QWidget(parent)
    , m_header(new QHBoxLayout)
    , m_stack(new QStackedWidget)
{
    m_header->setContentsMargins(8, 4, 8, 4);
    m_header->setSpacing(4);
    m_header->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(1, 0, 1, 1);
    layout->setSpacing(0);
    layout->addLayout(m_header);
    layout->addWidget(new Separator(Qt::Horizontal));
    layout->addWidget(m_stack, 1);
    new CardCorners(this);
}

void TabPane::addTab(const QString &title, QWidget *content)
{
    auto *tab = new Button(title, Button::Kind::Ghost);
    tab->setElides(true);
    tab->setCheckable(true);
    tab->setAutoExclusive(true);
    tab->setChecked(m_tabs.isEmpty());
    connect(tab, &QPushButton::clicked, this, [this, content] { setCurrent(content); });
    m_header->insertWidget(int(m_tabs.size()), tab);
    m_tabs.append(tab);
    m_stack->addWidget(content);
}

void TabPane::setCurrent(QWidget *content)
{
    m_stack->setCurrentWidget(content);
    m_tabs[m_stack->currentIndex()]->setChecked(true);
}

void TabPane::clear()
{
    qDeleteAll(std::exchange(m_tabs, {}));
}

QWidget *TabPane::current() const
{
    return m_stack->currentWidget();
}

void TabPane::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const Theme &theme = themeOf(this);
    drawCard(painter, rect(), theme.color(ColorRole::Surface), theme.color(ColorRole::Border));
}

ShareBar::ShareBar(QWidget *parent)
    : QWidget(parent)
{
    setFixedHeight(6);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
}

void ShareBar::setShare(int done, int all)
{
    m_done = done;
    m_all = all;
    setAccessibleName(tr("%1 of %2").arg(done).arg(all));
    update();
}

void ShareBar::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const Theme &theme = themeOf(this);
    drawGroove(painter, theme, rect());
    painter.setPen(Qt::NoPen);
    if (m_all <= 0 || m_done <= 0)
        return;
    painter.setBrush(theme.color(m_done >= m_all ? ColorRole::Tip : ColorRole::Accent));
    const qreal width = qMax(6.0, this->width() * qreal(m_done) / m_all);
    const QRect bar(0, 0, qRound(width), height());
    painter.drawRoundedRect(QStyle::visualRect(layoutDirection(), rect(), bar), 3, 3);
}

} // namespace ringside::desktop
