#include "desktop/lens/crashdelegate.h"

#include "desktop/lens/rowfocus.h"
#include "desktop/theme/style.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int padding = 10;
constexpr int crossSize = 12;

} // namespace

void CrashDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const bool broken = index.data(BrokenRole).toBool();
    const bool chosen = option.state & QStyle::State_Selected;
    painter->save();
    if (chosen || option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.color(chosen ? ColorRole::AccentSoft : ColorRole::Raised));
    QRect text = option.rect.adjusted(padding, 0, -padding / 2, 0);
    const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, option.rect, box); };
    if (broken) {
        const QRect box(text.left() - 4, text.center().y() - crossSize / 2, crossSize, crossSize);
        painter->drawPixmap(
            place(box), theme.pixmap(u"cross"_s, crossSize, ColorRole::Danger, option.widget->devicePixelRatioF()));
        text.setLeft(text.left() + crossSize);
    }
    QFont font = theme.chromeFont(TextRole::Small);
    if (index.data(CodeRole).toBool()) {
        const qreal size = font.pointSizeF();
        font = theme.codeFont();
        font.setPointSizeF(size); // the table does not zoom
    }
    painter->setFont(font);
    painter->setPen(theme.color(broken ? ColorRole::Danger : index.column() == 0 ? ColorRole::Secondary : ColorRole::Text));
    painter->drawText(place(text), int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    painter->restore();
    drawRowFocus(*painter, option, index);
}

} // namespace ringside::desktop
