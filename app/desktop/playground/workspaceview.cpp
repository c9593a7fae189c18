#include "desktop/playground/workspaceview.h"

#include "base/bytes.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/theme/style.h"
#include "filesystem/modes.h"

#include <QContextMenuEvent>
#include <QHeaderView>
#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::EntryType;

namespace {

constexpr int iconSize = 16;
constexpr int groupGap = 5; // between owner, group and others

QFont modeFont(const QWidget *widget)
{
    QFont font = themeOf(widget).codeFont();
    font.setPointSizeF(themeOf(widget).chromeFont(TextRole::Small).pointSizeF());
    return font;
}

int letterWidth(const QWidget *widget)
{
    return QFontMetrics(modeFont(widget)).horizontalAdvance(u'w');
}

/// Left edge of one of the ten letters, from the cell's.
int letterLeft(int letter, const QWidget *widget)
{
    const int groups = letter == 0 ? 0 : (letter - 1) / 3 + 1;
    return 4 + letter * letterWidth(widget) + groups * groupGap;
}

QString iconOf(const QModelIndex &index)
{
    switch (index.data(WorkspaceModel::TypeRole).value<EntryType>()) {
    case EntryType::Directory: return u"folder"_s;
    case EntryType::SymbolicLink: return u"link"_s;
    case EntryType::File: return (index.data(WorkspaceModel::ModeRole).toUInt() & 0444) == 0 ? u"lock"_s : u"file"_s;
    default: return u"terminal"_s;
    }
}

} // namespace

int WorkspaceDelegate::modeWidth(const QWidget *widget)
{
    return letterLeft(10, widget) + 6;
}

std::optional<int> WorkspaceDelegate::bitAt(const QRect &cell, QPoint point, const QWidget *widget)
{
    if (!cell.contains(point))
        return std::nullopt;
    for (int bit = 0; bit < int(modeBits().size()); ++bit) {
        const int left = cell.left() + letterLeft(bit + 1, widget);
        if (point.x() >= left && point.x() < left + letterWidth(widget))
            return bit;
    }
    return std::nullopt;
}

QSize WorkspaceDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    return {80, qMax(26, QFontMetrics(themeOf(option.widget).chromeFont(TextRole::Small)).height() + 10)};
}

void WorkspaceDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    painter->save();
    if (option.state & QStyle::State_Selected)
        painter->fillRect(option.rect, theme.color(ColorRole::AccentSoft));
    painter->setFont(theme.chromeFont(TextRole::Small));
    painter->setPen(theme.color(index.column() == WorkspaceModel::Name ? ColorRole::Text : ColorRole::Secondary));
    if (index.column() == WorkspaceModel::Name)
        paintName(*painter, option, index);
    else if (index.column() == WorkspaceModel::Mode)
        paintMode(*painter, option, index);
    else
        painter->drawText(option.rect.adjusted(6, 0, -8, 0),
            int(index.data(Qt::TextAlignmentRole).value<Qt::Alignment>()),
            painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, option.rect.width() - 14));
    painter->restore();
}

void WorkspaceDelegate::paintName(
    QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const bool fresh = index.data(WorkspaceModel::FreshRole).toBool();
    const QString icon = iconOf(index);
    const ColorRole color = fresh ? ColorRole::Tip
        : icon == u"folder"_s     ? ColorRole::Accent
                                  : ColorRole::Muted;
    const QRect cell = option.rect;
    const auto place = [&](const QRect &box) { return QStyle::visualRect(option.direction, cell, box); };
    painter.drawPixmap(place({cell.left() + 4, cell.center().y() - iconSize / 2 + 1, iconSize, iconSize}),
        theme.pixmap(icon, iconSize, color, option.widget->devicePixelRatioF()));
    if (fresh) {
        painter.setPen(theme.color(ColorRole::Tip));
        QFont font = painter.font();
        font.setWeight(QFont::DemiBold); // colour alone is not enough
        painter.setFont(font);
    }
    const QRect text = place(cell.adjusted(iconSize + 12, 0, -4, 0));
    painter.drawText(text, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter),
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, text.width()));
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(painter, theme, cell, 4);
}

void WorkspaceDelegate::paintMode(
    QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const QString letters = index.data().toString();
    const auto type = index.data(WorkspaceModel::TypeRole).value<EntryType>();
    const bool sticky = index.data(WorkspaceModel::ModeRole).toUInt() & 01000;
    painter.setFont(modeFont(option.widget));
    for (int i = 0; i < int(letters.size()); ++i) {
        // What everybody may write is what people regret; a sticky folder is the exception that works.
        const bool dangerous = i == 8 && letters[i] == u'w' && type != EntryType::SymbolicLink && !sticky;
        painter.setPen(theme.color(dangerous ? ColorRole::Danger
                : letters[i] == u'-'         ? ColorRole::Muted
                                             : ColorRole::Text));
        painter.drawText(QRect(option.rect.left() + letterLeft(i, option.widget), option.rect.top(),
                             letterWidth(option.widget), option.rect.height()),
            Qt::AlignVCenter | Qt::AlignLeft, letters.mid(i, 1));
    }
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(painter, theme, option.rect, 4);
}

WorkspaceView::WorkspaceView(WorkspaceModel *model, QWidget *parent)
    : QTreeView(parent)
{
    setModel(model);
    setItemDelegate(new WorkspaceDelegate(this));
    setAccessibleName(tr("Files"));
    setFrameShape(NoFrame);
    setUniformRowHeights(true);
    setIndentation(16);
    setMouseTracking(true);
    setExpandsOnDoubleClick(false);
    setEditTriggers(EditKeyPressed);
    setSelectionBehavior(SelectRows);
    setAllColumnsShowFocus(false);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    header()->setStretchLastSection(false);
    header()->setSectionsMovable(false);
    header()->setMinimumSectionSize(30);
    header()->setSectionResizeMode(QHeaderView::Fixed);
    header()->setSectionResizeMode(WorkspaceModel::Name, QHeaderView::Stretch);
    header()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    connect(this, &QTreeView::activated, this,
        [this](const QModelIndex &index) { emit openRequested(index.data(WorkspaceModel::PathRole).toByteArray()); });
    connect(&themeOf(this), &Theme::fontsChanged, this, &WorkspaceView::fitColumns);
    fitColumns();
}

QByteArray WorkspaceView::currentPath() const
{
    return currentIndex().data(WorkspaceModel::PathRole).toByteArray();
}

void WorkspaceView::fitColumns()
{
    const QFontMetrics metrics(themeOf(this).chromeFont(TextRole::Small));
    header()->setFont(themeOf(this).chromeFont(TextRole::Caption));
    header()->resizeSection(WorkspaceModel::Mode, WorkspaceDelegate::modeWidth(this));
    header()->resizeSection(WorkspaceModel::Owner, metrics.horizontalAdvance(u"learner"_s) + 20);
    header()->resizeSection(WorkspaceModel::Size, metrics.horizontalAdvance(u"888.8 KiB"_s) + 18);
    // Where there is little room, the names need it most.
    header()->setSectionHidden(WorkspaceModel::Owner, width() < 390);
    header()->setSectionHidden(WorkspaceModel::Size, width() < 330);
}

void WorkspaceView::resizeEvent(QResizeEvent *event)
{
    fitColumns();
    QTreeView::resizeEvent(event);
}

// The ground of a chosen row is one colour, also left of the arrows.
void WorkspaceView::drawBranches(QPainter *painter, const QRect &rect, const QModelIndex &index) const
{
    const bool chosen = selectionModel()->isSelected(index);
    painter->fillRect(rect, themeOf(this).color(chosen ? ColorRole::AccentSoft : ColorRole::Surface));
    QTreeView::drawBranches(painter, rect, index);
}

std::optional<int> WorkspaceView::bitAt(QPoint point) const
{
    const QModelIndex index = indexAt(point);
    if (index.column() != WorkspaceModel::Mode
        || index.data(WorkspaceModel::TypeRole).value<EntryType>() == EntryType::SymbolicLink)
        return std::nullopt;
    return WorkspaceDelegate::bitAt(visualRect(index), point, this);
}

void WorkspaceView::mousePressEvent(QMouseEvent *event)
{
    const QPoint point = event->position().toPoint();
    const std::optional<int> bit = event->button() == Qt::LeftButton ? bitAt(point) : std::nullopt;
    QTreeView::mousePressEvent(event);
    if (!bit)
        return;
    const QModelIndex index = indexAt(point);
    emit modeRequested(index.data(WorkspaceModel::PathRole).toByteArray(),
        index.data(WorkspaceModel::ModeRole).toUInt() ^ modeBits()[*bit].bit);
}

void WorkspaceView::mouseMoveEvent(QMouseEvent *event)
{
    const std::optional<int> bit = bitAt(event->position().toPoint());
    viewport()->setCursor(bit ? Qt::PointingHandCursor : Qt::ArrowCursor);
    viewport()->setToolTip(bit ? modeBits()[*bit].name : QString());
    QTreeView::mouseMoveEvent(event);
}

void WorkspaceView::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Delete && currentIndex().isValid())
        return emit removeRequested(currentPath());
    QTreeView::keyPressEvent(event);
}

void WorkspaceView::contextMenuEvent(QContextMenuEvent *event)
{
    const bool byKey = event->reason() == QContextMenuEvent::Keyboard;
    const QModelIndex index = byKey ? currentIndex() : indexAt(event->pos());
    const QPoint place = byKey ? visualRect(index).bottomLeft() : event->pos();
    emit menuRequested(index.data(WorkspaceModel::PathRole).toByteArray(), viewport()->mapToGlobal(place));
}

} // namespace ringside::desktop
