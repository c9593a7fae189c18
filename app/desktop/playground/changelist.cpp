#include "desktop/playground/changelist.h"

#include "desktop/playground/treechanges.h"
#include "desktop/theme/style.h"

#include <QPainter>

namespace ringside::desktop {

namespace {

struct Look
{
    ColorRole color, ground;
};

Look lookOf(TreeChange::Kind kind)
{
    switch (kind) {
    case TreeChange::Kind::Added: return {ColorRole::Tip, ColorRole::TipGround};
    case TreeChange::Kind::Removed: return {ColorRole::Danger, ColorRole::DangerGround};
    case TreeChange::Kind::Renamed:
    case TreeChange::Kind::Replaced: return {ColorRole::Exercise, ColorRole::ExerciseGround};
    case TreeChange::Kind::Modified: return {ColorRole::Note, ColorRole::NoteGround};
    }
    Q_UNREACHABLE_RETURN({});
}

constexpr int signSize = 22;

} // namespace

QSize ChangeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &) const
{
    const Theme &theme = themeOf(option.widget);
    return {120, QFontMetrics(theme.chromeFont(TextRole::Small)).height()
            + QFontMetrics(theme.chromeFont(TextRole::Caption)).height() + 14};
}

void ChangeDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const auto kind = index.data(TreeChangeModel::KindRole).value<TreeChange::Kind>();
    const Look look = lookOf(kind);
    painter->save();
    const QRect row = option.rect.adjusted(6, 1, -6, -1);
    if (option.state & QStyle::State_Selected)
        drawCard(*painter, row, theme.color(ColorRole::AccentSoft), Qt::transparent, 6);
    const auto place = [&](const QRect &box) { return QStyle::visualRect(option.direction, row, box); };
    const int left = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    const QRect sign = place({row.left() + 8, row.center().y() - signSize / 2, signSize, signSize});
    drawCard(*painter, sign, theme.color(look.ground), Qt::transparent, 4);
    painter->setFont(theme.chromeFont(TextRole::Body));
    painter->setPen(theme.color(look.color));
    painter->drawText(sign, Qt::AlignCenter, signText(kind));

    const QRect text = place(row.adjusted(signSize + 18, 4, -8, -4));
    painter->setFont(theme.chromeFont(TextRole::Caption));
    painter->setPen(theme.color(ColorRole::Muted));
    const QString detail = index.data(TreeChangeModel::DetailRole).toString();
    painter->drawText(text, left | Qt::AlignBottom,
        painter->fontMetrics().elidedText(detail, Qt::ElideRight, text.width()));
    const QString time = index.data(TreeChangeModel::TimeRole).toString();
    painter->drawText(
        text, int(QStyle::visualAlignment(option.direction, Qt::AlignRight)) | Qt::AlignTop, time);
    const int nameWidth = text.width() - (time.isEmpty() ? 0 : painter->fontMetrics().horizontalAdvance(time) + 8);
    painter->setFont(theme.chromeFont(TextRole::Small));
    painter->setPen(theme.color(ColorRole::Text));
    painter->drawText(text, left | Qt::AlignTop,
        painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideMiddle, nameWidth));
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, theme, row, 6);
    painter->restore();
}

ChangeList::ChangeList(const QString &name, const QString &nothing, TreeChangeModel *model, QWidget *parent)
    : QListView(parent)
{
    setModel(model);
    setItemDelegate(new ChangeDelegate(this));
    setAccessibleName(name);
    setNothing(nothing);
    setFrameShape(NoFrame);
    setUniformItemSizes(true);
    setVerticalScrollMode(ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    connect(this, &QListView::activated, this, [this](const QModelIndex &index) {
        emit pathChosen(index.data(TreeChangeModel::PathRole).toByteArray());
    });
}

void ChangeList::paintEvent(QPaintEvent *event)
{
    QListView::paintEvent(event);
    if (model()->rowCount() > 0)
        return;
    QPainter painter(viewport());
    const Theme &theme = themeOf(this);
    painter.setFont(theme.chromeFont(TextRole::Small));
    painter.setPen(theme.color(ColorRole::Muted));
    painter.drawText(viewport()->rect().adjusted(16, 14, -16, -8), Qt::TextWordWrap | Qt::AlignTop, m_nothing);
}

void ChangeList::setNothing(const QString &text)
{
    m_nothing = text;
    setAccessibleDescription(text);
    viewport()->update();
}

} // namespace ringside::desktop
