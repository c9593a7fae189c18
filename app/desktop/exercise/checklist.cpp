#include "desktop/exercise/checklist.h"

#include "desktop/exercise/verdictmodel.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/isolated.h"
#include "wording/cause.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using grading::CheckOutcome;

constexpr int textLeft = 42;
constexpr int padding = 9;

struct Look
{
    QString icon;
    ColorRole color;
};

Look lookOf(CheckOutcome outcome)
{
    switch (outcome) {
    case CheckOutcome::Passed: return {u"check"_s, ColorRole::Tip};
    case CheckOutcome::Failed: return {u"cross"_s, ColorRole::Danger};
    case CheckOutcome::NotRun: return {u"ring"_s, ColorRole::Control};
    case CheckOutcome::Ungraded: return {u"warning"_s, ColorRole::Warning};
    }
    Q_UNREACHABLE_RETURN({});
}

int titleHeight(const QFont &font, const QString &title, int width)
{
    return QFontMetrics(font).boundingRect(QRect(0, 0, width, 1000), Qt::TextWordWrap, title).height();
}

QRect rowRect(const QStyleOptionViewItem &option)
{
    return option.rect.adjusted(8, 1, -8, -1);
}

} // namespace

QSize CheckDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const int width = static_cast<const QListView *>(option.widget)->viewport()->width();
    const QFontMetrics small(theme.chromeFont(TextRole::Caption));
    if (index.data(VerdictModel::KindRole).value<VerdictModel::Kind>() == VerdictModel::Kind::Tier)
        return {width, small.height() + 20};
    const int title = titleHeight(
        theme.chromeFont(TextRole::Body), index.data().toString(), width - 16 - textLeft - 10);
    return {width, title + small.height() + 2 * padding + 4};
}

void CheckDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    painter->save();
    const auto kind = index.data(VerdictModel::KindRole).value<VerdictModel::Kind>();
    kind == VerdictModel::Kind::Tier ? paintTier(*painter, option, index)
                                     : paintCheck(*painter, option, index);
    painter->restore();
}

void CheckDelegate::paintTier(
    QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const QRect row = rowRect(option).adjusted(10, 0, -8, -2);
    QFont font = theme.chromeFont(TextRole::Caption);
    font.setWeight(QFont::DemiBold);
    painter.setFont(font);
    painter.setPen(theme.color(ColorRole::Muted));
    const double points = index.data(VerdictModel::PointsRole).toDouble();
    const double most = index.data(VerdictModel::MaxPointsRole).toDouble();
    const QString text = index.data(VerdictModel::CheckedRole).toBool()
        ? VerdictModel::tr("%1 of %2").arg(wording::pointsText(points), wording::pointsText(most))
        : VerdictModel::tr("%1 points").arg(wording::pointsText(most));
    painter.drawText(
        row, int(QStyle::visualAlignment(option.direction, Qt::AlignRight) | Qt::AlignBottom), text);
    const int room = row.width() - painter.fontMetrics().horizontalAdvance(text) - 12;
    painter.drawText(row, int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignBottom),
        painter.fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, room));
}

void CheckDelegate::paintCheck(
    QPainter &painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const auto outcome = index.data(VerdictModel::OutcomeRole).value<CheckOutcome>();
    const bool failed = outcome == CheckOutcome::Failed;
    const bool chosen = option.state & QStyle::State_Selected;
    const QRect row = rowRect(option);
    if (failed || chosen || option.state & QStyle::State_MouseOver) {
        const QColor ground = theme.color(failed ? ColorRole::DangerGround
                : chosen                         ? ColorRole::AccentSoft
                                                 : ColorRole::Raised);
        const QColor edge = chosen ? theme.color(failed ? ColorRole::Danger : ColorRole::Accent) : ground;
        drawCard(painter, row, ground, edge, 6);
    }
    const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, row, box); };
    const Look look = lookOf(outcome);
    const QFont titleFont = theme.chromeFont(TextRole::Body);
    const int lineHeight = QFontMetrics(titleFont).height();
    painter.drawPixmap(place({row.left() + 12, row.top() + padding + (lineHeight - 18) / 2, 18, 18}),
        theme.pixmap(look.icon, 18, look.color, option.widget->devicePixelRatioF()));
    const int align = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft) | Qt::AlignTop);
    QRect text = row.adjusted(textLeft, padding, -10, 0);
    painter.setFont(titleFont);
    painter.setPen(theme.color(ColorRole::Text));
    painter.drawText(place(text), align | Qt::TextWordWrap, isolated(index.data().toString()));
    text.setTop(text.top() + titleHeight(titleFont, index.data().toString(), text.width()) + 2);
    painter.setFont(theme.chromeFont(TextRole::Caption));
    painter.setPen(theme.color(failed ? ColorRole::Danger : ColorRole::Muted));
    painter.drawText(place(text), align,
        painter.fontMetrics().elidedText(
            index.data(VerdictModel::RemarkRole).toString(), Qt::ElideRight, text.width()));
    if (option.state & QStyle::State_HasFocus && chosen)
        drawFocusRing(painter, theme, row, 6);
}

CheckList::CheckList(QWidget *parent)
    : QListView(parent)
{
    setItemDelegate(new CheckDelegate(this));
    setFrameShape(NoFrame);
    setMouseTracking(true);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollMode(ScrollPerPixel);
    setResizeMode(Adjust);
    setAccessibleName(tr("Checks"));
    viewport()->setAutoFillBackground(false);
}

void CheckList::currentChanged(const QModelIndex &current, const QModelIndex &previous)
{
    QListView::currentChanged(current, previous);
    emit currentChecked(current);
}

void CheckList::doItemsLayout()
{
    QListView::doItemsLayout();
    scrollTo(currentIndex());
}

void CheckList::resizeEvent(QResizeEvent *event)
{
    QListView::resizeEvent(event);
    scheduleDelayedItemsLayout(); // titles wrap anew
}

} // namespace ringside::desktop
