#include "desktop/lens/calldelegate.h"

#include "desktop/lens/calltablemodel.h"
#include "desktop/lens/rowfocus.h"
#include "desktop/theme/style.h"

#include <QPainter>
#include <QTableView>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int padding = 10;
constexpr int arrowSize = 12;

ColorRole colorOf(const QModelIndex &index)
{
    const bool failed = index.data(CallTableModel::FailedRole).toBool();
    if (failed && index.column() == CallTableModel::ResultColumn)
        return ColorRole::Danger;
    if (!index.data(CallTableModel::OwnRole).toBool())
        return ColorRole::Muted;
    switch (index.column()) {
    case CallTableModel::CallColumn: return ColorRole::Accent;
    case CallTableModel::ArgumentsColumn: return ColorRole::Text;
    default: return ColorRole::Secondary;
    }
}

QFont fontOf(const Theme &theme, const QModelIndex &index)
{
    const bool isCode = index.column() != CallTableModel::LineColumn && index.column() != CallTableModel::TimeColumn
        && index.data(CallTableModel::CountRole).toInt() == 0;
    QFont font = isCode ? theme.codeFont() : theme.chromeFont(TextRole::Small);
    if (isCode)
        font.setPointSizeF(theme.chromeFont(TextRole::Small).pointSizeF()); // the table does not zoom
    return font;
}

/// The columns a row of many calls has for its words.
QRect wordsRect(const QTableView &table, const QModelIndex &index)
{
    QRect rect;
    for (const int column :
        {CallTableModel::LineColumn, CallTableModel::CallColumn, CallTableModel::ArgumentsColumn})
        rect |= table.visualRect(index.siblingAtColumn(column));
    return rect;
}

/// What a row of many calls is about stands in its first column. Where that is too narrow its words go through three
/// columns, of which each draws its own part: any of them may be drawn alone. False where that is not needed.
bool drawAcross(QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index)
{
    const auto *table = qobject_cast<const QTableView *>(option.widget);
    if (!table || index.column() > CallTableModel::ArgumentsColumn)
        return false;
    const QString place = index.siblingAtColumn(CallTableModel::LineColumn).data().toString();
    const int room = table->columnWidth(CallTableModel::LineColumn) - padding - padding / 2 - arrowSize;
    if (painter.fontMetrics().horizontalAdvance(place) <= room)
        return false;
    const QString words = place + u" · "_s + index.siblingAtColumn(CallTableModel::CallColumn).data().toString();
    const QRect whole = wordsRect(*table, index);
    const QRect text = QStyle::visualRect(
        option.direction, whole, whole.adjusted(padding + arrowSize, 0, -padding / 2, 0));
    painter.setClipRect(option.rect);
    painter.drawText(text, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft | Qt::AlignVCenter)),
        painter.fontMetrics().elidedText(words, Qt::ElideRight, text.width()));
    return true;
}

} // namespace

void CallDelegate::paint(QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    painter->save();
    const bool chosen = option.state & QStyle::State_Selected;
    if (chosen || option.state & QStyle::State_MouseOver)
        painter->fillRect(option.rect, theme.color(chosen ? ColorRole::AccentSoft : ColorRole::Raised));
    QRect text = option.rect.adjusted(padding, 0, -padding / 2, 0);
    const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, option.rect, box); };
    const bool isFold = index.data(CallTableModel::CountRole).toInt() > 0;
    if (isFold && index.column() == CallTableModel::LineColumn) {
        const QString arrow = index.data(CallTableModel::OpenRole).toBool() ? u"down"_s
            : option.direction == Qt::RightToLeft                           ? u"left"_s
                                                                            : u"right"_s;
        const QRect box(text.left() - 4, text.center().y() - arrowSize / 2, arrowSize, arrowSize);
        painter->drawPixmap(
            place(box), theme.pixmap(arrow, arrowSize, ColorRole::Secondary, option.widget->devicePixelRatioF()));
        text.setLeft(text.left() + arrowSize);
    }
    const bool failed = index.data(CallTableModel::FailedRole).toBool();
    if (failed && index.column() == CallTableModel::ResultColumn) {
        const QRect box(text.left() - 4, text.center().y() - arrowSize / 2, arrowSize, arrowSize);
        painter->drawPixmap(
            place(box), theme.pixmap(u"cross"_s, arrowSize, ColorRole::Danger, option.widget->devicePixelRatioF()));
        text.setLeft(text.left() + arrowSize);
    }
    const ColorRole color = colorOf(index);
    painter->setFont(fontOf(theme, index));
    // Muted text is made for the page; on the ground of what is chosen it needs more.
    painter->setPen(theme.color(chosen && color == ColorRole::Muted ? ColorRole::Secondary : color));
    if (!isFold || !drawAcross(*painter, option, index)) {
        const auto alignment = Qt::Alignment(index.data(Qt::TextAlignmentRole).toInt());
        painter->drawText(place(text), int(QStyle::visualAlignment(option.direction, alignment)),
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width()));
    }
    painter->restore();
    drawRowFocus(*painter, option, index);
}

} // namespace ringside::desktop
