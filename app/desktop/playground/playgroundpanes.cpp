#include "desktop/playground/playgroundpanes.h"

#include "desktop/widgets/panel.h"

#include <QSplitter>
#include <QVBoxLayout>

namespace ringside::desktop {

namespace {

constexpr int narrowBreakpoint = 1052; // below this three columns are too thin to read

} // namespace

PlaygroundPanes::PlaygroundPanes(QWidget *files, QWidget *editors, QWidget *console, QList<PlaygroundTab> side,
    QList<PlaygroundTab> lower, QWidget *parent)
    : QWidget(parent)
    , m_sideTabs(std::move(side))
    , m_lowerTabs(std::move(lower))
    , m_rows(new QSplitter(Qt::Vertical))
    , m_top(new QSplitter(Qt::Horizontal))
    , m_bottom(new QSplitter(Qt::Horizontal))
    , m_side(new TabPane)
    , m_lower(new TabPane)
{
    editors->setMinimumWidth(320);
    m_side->setMinimumWidth(200);
    m_lower->setMinimumSize(260, 110);
    m_top->addWidget(files);
    m_top->addWidget(editors);
    m_top->addWidget(m_side);
    m_top->setStretchFactor(1, 1);
    m_bottom->addWidget(console);
    m_bottom->addWidget(m_lower);
    m_rows->addWidget(m_top);
    m_rows->addWidget(m_bottom);
    for (QSplitter *splitter : {m_rows, m_top, m_bottom})
        splitter->setChildrenCollapsible(false);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_rows);
    fillTabs();
}

// In a narrow window there is one place for all of them, and no room for long names.
void PlaygroundPanes::fillTabs()
{
    for (const PlaygroundTab &tab : m_sideTabs + m_lowerTabs)
        tab.pane->setParent(this);
    m_side->clear();
    m_lower->clear();
    const auto fill = [this](TabPane *into, const QList<PlaygroundTab> &tabs) {
        for (const PlaygroundTab &tab : tabs)
            into->addTab(m_narrow ? tab.shortTitle : tab.title, tab.pane);
    };
    fill(m_narrow ? m_lower : m_side, m_sideTabs);
    fill(m_lower, m_lowerTabs);
    m_side->setVisible(!m_narrow);
}

void PlaygroundPanes::bringUp(QWidget *pane)
{
    m_lower->setCurrent(pane);
}

bool PlaygroundPanes::isUp(const QWidget *pane) const
{
    return m_lower->current() == pane;
}

QWidget *PlaygroundPanes::sideTarget() const
{
    return m_narrow ? nullptr : target(*m_side);
}

QWidget *PlaygroundPanes::lowerTarget() const
{
    return target(*m_lower);
}

QWidget *PlaygroundPanes::target(const TabPane &tabs) const
{
    for (const PlaygroundTab &tab : m_sideTabs + m_lowerTabs) {
        if (tab.pane == tabs.current())
            return tab.focusTarget();
    }
    return nullptr;
}

void PlaygroundPanes::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    arrange();
}

void PlaygroundPanes::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    arrange();
}

void PlaygroundPanes::arrange()
{
    const bool narrow = width() < narrowBreakpoint;
    if (!isVisible() || (narrow == m_narrow && m_arranged))
        return;
    m_arranged = true;
    if (std::exchange(m_narrow, narrow) != narrow)
        fillTabs();
    const int files = qBound(300, width() * 31 / 100, 430);
    const int side = narrow ? 0 : qBound(220, width() * 20 / 100, 290);
    m_top->setSizes({files, width() - files - side, side});
    const int console = narrow ? width() * 42 / 100 : width() / 2; // all the tabs are in the other part, then
    m_bottom->setSizes({console, width() - console});
    m_rows->setSizes({height() * 55 / 100, height() * 45 / 100});
}

} // namespace ringside::desktop
