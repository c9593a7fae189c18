#include "desktop/grading/gradedelegate.h"

#include "desktop/grading/gradebookmodel.h"
#include "desktop/theme/style.h"

#include <QPainter>

namespace ringside::desktop {

namespace {

constexpr int margin = 8;
constexpr int pillHeight = 22;

bool isOpen(const QModelIndex &index)
{
    return index.data(GradebookModel::OpenRole).toBool();
}

} // namespace

QSize GradeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const int text = QFontMetrics(option.font).horizontalAdvance(index.data().toString());
    return {text + 4 * margin, QStyledItemDelegate::sizeHint(option, index).height()};
}

void GradeDelegate::initStyleOption(QStyleOptionViewItem *option, const QModelIndex &index) const
{
    QStyledItemDelegate::initStyleOption(option, index);
    if (index.column() == index.model()->columnCount() - 1)
        option->font.setWeight(QFont::DemiBold);
    if (isOpen(index))
        option->text.clear(); // it is in the pill
}

void GradeDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    if (!isOpen(index))
        return;
    const Theme &theme = themeOf(option.widget);
    painter->save();
    painter->setFont(theme.chromeFont(TextRole::Caption));
    const QString text = index.data().toString();
    const int width = painter->fontMetrics().horizontalAdvance(text) + 2 * margin;
    QRect pill(option.rect.right() - width - margin / 2,
        option.rect.center().y() - pillHeight / 2 + 1, width, pillHeight);
    pill = QStyle::visualRect(option.direction, option.rect, pill);
    const QColor ground = theme.color(ColorRole::WarningGround);
    drawCard(*painter, pill, ground, ground, pillHeight / 2.0);
    painter->setPen(theme.color(ColorRole::Warning));
    painter->drawText(pill, Qt::AlignCenter, text);
    painter->restore();
}

} // namespace ringside::desktop
