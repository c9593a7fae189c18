#include "desktop/widgets/layouts.h"

#include <QLayout>
#include <QScrollArea>

namespace ringside::desktop {

QScrollArea *scrollingPage(QWidget *page)
{
    auto *scroll = new QScrollArea;
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setAlignment(Qt::AlignHCenter); // on a screen that is wider than the page
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    scroll->setWidget(page);
    return scroll;
}

void clearLayout(QLayout *layout)
{
    while (QLayoutItem *item = layout->takeAt(0)) {
        if (item->widget())
            item->widget()->deleteLater();
        delete item;
    }
}

QWidget *placeInTabOrder(QWidget *before, const QWidget *inner)
{
    QList<QWidget *> stops;
    for (QWidget *next = inner->nextInFocusChain(); next != inner; next = next->nextInFocusChain())
        if (inner->isAncestorOf(next) && (next->focusPolicy() & Qt::TabFocus))
            stops.append(next);
    for (QWidget *stop : std::as_const(stops)) {
        QWidget::setTabOrder(before, stop);
        before = stop;
    }
    return before;
}

} // namespace ringside::desktop
