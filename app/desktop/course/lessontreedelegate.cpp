#include "desktop/course/lessontreedelegate.h"

#include "desktop/course/lessontreemodel.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/isolated.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Kind = LessonTreeModel::Kind;

struct Mark
{
    QString icon;
    ColorRole color;
};

Mark markOf(const QModelIndex &index)
{
    if (index.data(LessonTreeModel::KindRole).value<Kind>() == Kind::Broken)
        return {u"danger"_s, ColorRole::Danger};
    if (index.data(LessonTreeModel::ReadRole).toBool())
        return {u"check"_s, ColorRole::Tip};
    return {};
}

} // namespace

QSize LessonTreeDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool part = index.data(LessonTreeModel::KindRole).value<Kind>() == Kind::Part;
    return {200, qMax(part ? 32 : 40, option.fontMetrics.height() + 12)};
}

void LessonTreeDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const auto kind = index.data(LessonTreeModel::KindRole).value<Kind>();
    const bool part = kind == Kind::Part;
    const bool current = index.data(LessonTreeModel::CurrentRole).toBool();
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect row = option.rect.adjusted(8, 1, -6, -1);
    const bool hovered = option.state & QStyle::State_MouseOver;
    if (current || hovered) {
        painter->setPen(Qt::NoPen);
        painter->setBrush(theme.color(current ? ColorRole::AccentSoft : ColorRole::Raised));
        painter->drawRoundedRect(row, 6, 6);
    }
    const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, row, box); };
    const int alignLeft = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignVCenter);
    const QRect icon = place({row.left() + 12, row.center().y() - 7, 16, 16});
    const Mark mark = markOf(index);
    const qreal ratio = option.widget->devicePixelRatioF();
    if (kind != Kind::Lesson && !mark.icon.isEmpty()) {
        painter->drawPixmap(icon, theme.pixmap(mark.icon, 16, mark.color, ratio));
    } else if (part) {
        painter->setPen(QPen(theme.color(current ? ColorRole::Accent : ColorRole::Control), 1.6));
        painter->setBrush(current ? theme.color(ColorRole::Accent) : QColor(Qt::transparent));
        painter->drawEllipse(QRectF(icon).adjusted(4, 4, -4, -4));
    }
    QFont font = theme.chromeFont(TextRole::Small);
    font.setWeight(kind == Kind::Lesson || current ? QFont::DemiBold : QFont::Normal);
    painter->setFont(font);
    painter->setPen(theme.color(current ? ColorRole::Accent
            : part || kind == Kind::Broken ? ColorRole::Secondary
                                           : ColorRole::Text));
    const int left = kind == Kind::Lesson ? 8 : 36;
    const int right = kind == Kind::Lesson ? 52 : 8;
    const QRect textBox = place(row.adjusted(left, 0, -right, 0));
    const QString title = index.data().toString();
    const QString text = kind == Kind::Lesson
        ? u"%1  %2"_s.arg(index.data(LessonTreeModel::NumberRole).toInt()).arg(title)
        : title;
    painter->drawText(
        textBox, alignLeft, isolated(painter->fontMetrics().elidedText(text, Qt::ElideRight, textBox.width())));
    if (kind == Kind::Lesson) {
        painter->setFont(theme.chromeFont(TextRole::Caption));
        painter->setPen(theme.color(ColorRole::Muted));
        painter->drawText(place(row.adjusted(8, 0, -8, 0)),
            int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignVCenter),
            u"%1/%2"_s.arg(index.data(LessonTreeModel::ReadRole).toInt())
                .arg(index.data(LessonTreeModel::PartCountRole).toInt()));
    }
    if (option.state & QStyle::State_HasFocus)
        drawFocusRing(*painter, theme, row, 6);
    painter->restore();
}

} // namespace ringside::desktop
