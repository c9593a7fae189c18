#include "desktop/interview/proseview.h"

#include "desktop/lesson/readercolumn.h"
#include "desktop/theme/style.h"

#include <QResizeEvent>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

ProseView::ProseView(const QString &name, QWidget *parent)
    : QWidget(parent)
    , m_column(new ReaderColumn(Density::Compact, this))
{
    m_column->setAccessibleName(name);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(m_column, &ReaderColumn::heightChanged, this, [this] { setFixedHeight(m_column->height()); });
    connect(m_column, &ReaderColumn::linkActivated, this, &ProseView::linkActivated);
    const Theme &theme = themeOf(this);
    connect(&theme, &Theme::schemeChanged, m_column, &ReaderColumn::restyle);
    connect(&theme, &Theme::fontsChanged, m_column, &ReaderColumn::restyle);
}

void ProseView::setText(const QString &markdown, const QString &code)
{
    ReaderBlocks blocks = readMarkdown(markdown);
    if (!code.isEmpty())
        blocks.push_back({markdown::Fence{.language = u"python"_s, .code = code.trimmed(), .title = {}}});
    m_column->setBlocks(std::move(blocks), {}, nullptr);
    m_column->completeAll();
    setFixedHeight(m_column->height());
}

void ProseView::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    if (event->size().width() != event->oldSize().width())
        m_column->setViewport({width(), 1});
}

} // namespace ringside::desktop
