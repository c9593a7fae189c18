#include "desktop/lesson/outlinepanel.h"

#include "desktop/lesson/readerview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPointer>
#include <QScrollBar>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace ringside::desktop {

OutlineLink::OutlineLink(const QString &text, int depth, QWidget *parent)
    : QAbstractButton(parent)
    , m_depth(depth)
{
    setText(text);
    setAccessibleName(text);
    setCheckable(true);
    setCursor(Qt::PointingHandCursor);
    setFocusPolicy(Qt::TabFocus);
    setAttribute(Qt::WA_Hover);
    setFixedHeight(32);
}

void OutlineLink::paintEvent(QPaintEvent *)
{
    const Theme &theme = themeOf(this);
    const bool mirrored = layoutDirection() == Qt::RightToLeft;
    QPainter painter(this);
    const auto place = [&](QRect box) { return QStyle::visualRect(layoutDirection(), rect(), box); };
    painter.fillRect(place({0, 0, 2, height()}), theme.color(ColorRole::Border));
    if (isChecked())
        painter.fillRect(place({0, 3, 2, height() - 6}), theme.color(ColorRole::Accent));
    painter.setFont(theme.chromeFont(TextRole::Small));
    painter.setPen(theme.color(isChecked() || underMouse() ? ColorRole::Accent : ColorRole::Secondary));
    const QRect box = place({12 + m_depth * 12, 0, width() - 14 - m_depth * 12, height()});
    painter.drawText(box, (mirrored ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter,
        isolated(painter.fontMetrics().elidedText(text(), Qt::ElideRight, box.width())));
    if (hasFocus())
        drawFocusRing(painter, theme, rect().adjusted(4, 2, 0, -2), 4);
}

OutlinePanel::OutlinePanel(ReaderView *view, QWidget *parent)
    : QWidget(parent)
    , m_view(view)
    , m_list(new QVBoxLayout)
{
    setFixedWidth(panelWidth);
    setAccessibleName(tr("On this page"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 38, 8, 16);
    layout->setSpacing(8);
    layout->addWidget(new Label(tr("On this page"), TextRole::Caption, ColorRole::Muted));
    m_list->setSpacing(0);
    layout->addLayout(m_list);
    layout->addStretch();
    connect(view, &ReaderView::completed, this, &OutlinePanel::rebuild);
    connect(view, &ReaderView::scrolled, this, &OutlinePanel::follow);
}

void OutlinePanel::rebuild()
{
    qDeleteAll(std::exchange(m_links, {}));
    const QList<TextBlock *> headings = m_view->column()->headings();
    m_firstHeading = !headings.isEmpty() && headings.first()->level() == 1 ? 1 : 0;
    for (qsizetype i = m_firstHeading; i < headings.size(); ++i) {
        auto *link = new OutlineLink(headings[i]->partText(), qMax(0, headings[i]->level() - 2), this);
        connect(link, &QAbstractButton::clicked, this,
            [this, heading = QPointer<TextBlock>(headings[i])] {
                if (heading)
                    m_view->scrollTo(heading);
                follow();
            });
        m_list->addWidget(link);
        m_links.append(link);
    }
    layout()->itemAt(0)->widget()->setVisible(!m_links.isEmpty());
    follow();
}

void OutlinePanel::follow()
{
    const int current = m_view->currentHeading() - m_firstHeading; // none is, before the first
    for (int i = 0; i < m_links.size(); ++i)
        m_links[i]->setChecked(i == current);
}

void OutlinePanel::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.fillRect(rect(), themeOf(this).color(ColorRole::Surface));
}

// It looks like the margin of the page, and the wheel scrolls a page from its margin too.
void OutlinePanel::wheelEvent(QWheelEvent *event)
{
    QCoreApplication::sendEvent(m_view->verticalScrollBar(), event);
}

} // namespace ringside::desktop
