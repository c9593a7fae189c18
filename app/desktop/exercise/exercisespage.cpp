#include "desktop/exercise/exercisespage.h"

#include "desktop/theme/style.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/isolated.h"
#include "desktop/widgets/label.h"
#include "desktop/widgets/notice.h"
#include "wording/cause.h"

#include <QHBoxLayout>
#include <QListView>
#include <QPainter>
#include <QStackedWidget>
#include <QVBoxLayout>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using Status = ExerciseListModel::Status;

constexpr int rowHeight = 66;
constexpr int codeWidth = 64;
constexpr int mostWidth = 1400;
constexpr int pageMargin = 28;

struct Look
{
    QString icon;
    ColorRole color;
};

Look lookOf(Status status)
{
    switch (status) {
    case Status::Untouched: return {u"ring"_s, ColorRole::Control};
    case Status::Started: return {u"edit"_s, ColorRole::Accent};
    case Status::Failed: return {u"cross"_s, ColorRole::Danger};
    case Status::Passed: return {u"check"_s, ColorRole::Tip};
    case Status::Mastered: return {u"star"_s, ColorRole::Tip};
    case Status::Broken: return {u"danger"_s, ColorRole::Danger};
    }
    Q_UNREACHABLE_RETURN({});
}

QString detailOf(const QModelIndex &index)
{
    if (index.data(ExerciseListModel::StatusRole).value<Status>() == Status::Broken)
        return index.data(Qt::ToolTipRole).toString().section(u'\n', 0, 0);
    return u"%1 · %2 · %3"_s.arg(index.data(ExerciseListModel::LessonRole).toString(),
        levelText(index.data(ExerciseListModel::LevelRole).value<course::Level>()),
        ExercisesPage::tr("about %n min", nullptr, index.data(ExerciseListModel::MinutesRole).toInt()));
}

QString statusLine(const QModelIndex &index)
{
    const auto status = index.data(ExerciseListModel::StatusRole).value<Status>();
    const double most = index.data(ExerciseListModel::MaxPointsRole).toDouble();
    if (status == Status::Broken || status == Status::Untouched || status == Status::Started)
        return statusText(status);
    return ExercisesPage::tr("%1 · %2 of %3 points").arg(statusText(status),
        wording::pointsText(index.data(ExerciseListModel::PointsRole).toDouble()),
        wording::pointsText(most));
}

} // namespace

QSize ExerciseDelegate::sizeHint(const QStyleOptionViewItem &, const QModelIndex &) const
{
    return {400, rowHeight + 8};
}

void ExerciseDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const Theme &theme = themeOf(option.widget);
    const Look look = lookOf(index.data(ExerciseListModel::StatusRole).value<Status>());
    const bool current = option.state & QStyle::State_HasFocus;
    const bool hovered = option.state & QStyle::State_MouseOver;
    painter->save();
    const QRect card = option.rect.adjusted(1, 4, -1, -4);
    drawCard(*painter, card, theme.color(hovered ? ColorRole::Raised : ColorRole::Surface),
        theme.color(hovered ? ColorRole::Accent : ColorRole::Border));
    const auto place = [&](QRect box) { return QStyle::visualRect(option.direction, card, box); };
    const int left = int(QStyle::visualAlignment(option.direction, Qt::AlignLeft));
    const int right = int(QStyle::visualAlignment(option.direction, Qt::AlignRight));
    painter->drawPixmap(place({card.left() + 18, card.center().y() - 9, 20, 20}),
        theme.pixmap(look.icon, 20, look.color, option.widget->devicePixelRatioF()));
    painter->setFont(theme.chromeFont(TextRole::Small));
    painter->setPen(theme.color(ColorRole::Muted));
    painter->drawText(place({card.left() + 54, card.top(), codeWidth, card.height()}),
        left | Qt::AlignVCenter, index.data(ExerciseListModel::CodeRole).toString());

    const QString status = statusLine(index);
    const int statusWidth = painter->fontMetrics().horizontalAdvance(status) + 8;
    painter->setPen(theme.color(look.color == ColorRole::Control ? ColorRole::Muted : look.color));
    painter->drawText(place(card.adjusted(card.width() - statusWidth - 18, 0, -18, 0)),
        right | Qt::AlignVCenter, status);

    const QRect text = place(card.adjusted(54 + codeWidth, 0, -statusWidth - 30, 0));
    painter->setPen(theme.color(ColorRole::Muted));
    painter->drawText(text.adjusted(0, card.height() / 2 + 1, 0, 0), left | Qt::AlignTop,
        painter->fontMetrics().elidedText(detailOf(index), Qt::ElideRight, text.width()));
    painter->setFont(theme.chromeFont(TextRole::Heading3));
    painter->setPen(theme.color(ColorRole::Text));
    painter->drawText(text.adjusted(0, 0, 0, -card.height() / 2 - 1), left | Qt::AlignBottom,
        isolated(painter->fontMetrics().elidedText(index.data().toString(), Qt::ElideRight, text.width())));
    if (current)
        drawFocusRing(*painter, theme, card, 8);
    painter->restore();
}

ExercisesPage::ExercisesPage(const ExerciseRecords &records, const DraftStore &drafts, QWidget *parent)
    : Page(parent)
    , m_model(new ExerciseListModel(records, drafts, this))
    , m_list(new QListView)
    , m_counts(new Label({}, TextRole::Body, ColorRole::Secondary))
    , m_empty(new EmptyState(u"flask"_s, tr("No exercises here"),
          tr("The course folder holds no exercise that could be loaded.")))
    , m_stack(new QStackedWidget)
{
    auto *column = new QWidget;
    column->setMaximumWidth(mostWidth + 2 * pageMargin);
    auto *outer = new QHBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(column);
    auto *layout = new QVBoxLayout(column);
    layout->setContentsMargins(pageMargin, 24, pageMargin, 12);
    layout->setSpacing(4);
    auto *labs = new Button(tr("Labs"), Button::Kind::Outline, u"folder"_s);
    connect(labs, &QPushButton::clicked, this, [this] { emit linkActivated(u"ringside:labs"_s); });
    auto *head = new QHBoxLayout;
    head->addWidget(new Label(tr("Exercises"), TextRole::Display), 1);
    head->addWidget(labs);
    layout->addLayout(head);
    layout->addWidget(m_counts);
    layout->addSpacing(12);
    layout->addWidget(m_stack, 1);
    m_stack->addWidget(m_list);
    m_stack->addWidget(m_empty);

    m_list->setModel(m_model);
    m_list->setItemDelegate(new ExerciseDelegate(m_list));
    m_list->setFrameShape(QFrame::NoFrame);
    m_list->setMouseTracking(true);
    m_list->setUniformItemSizes(true);
    m_list->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_list->viewport()->setAutoFillBackground(false);
    m_list->viewport()->setCursor(Qt::PointingHandCursor);
    m_list->setAccessibleName(tr("Exercises"));
    connect(m_list, &QListView::clicked, this, &ExercisesPage::choose);
    connect(m_list, &QListView::activated, this, &ExercisesPage::choose);
    connect(m_model, &QAbstractItemModel::dataChanged, this, &ExercisesPage::showCounts);
    connect(m_model, &QAbstractItemModel::modelReset, this, &ExercisesPage::showCounts);
}

void ExercisesPage::setCourse(const std::shared_ptr<const course::Course> &course)
{
    m_model->setCourse(*course);
    m_stack->setCurrentIndex(m_model->rowCount() > 0 ? 0 : 1);
    if (m_model->rowCount() > 0)
        m_list->setCurrentIndex(m_model->index(0));
}

void ExercisesPage::choose(const QModelIndex &index)
{
    const QString slug = index.data(ExerciseListModel::SlugRole).toString();
    if (!slug.isEmpty())
        emit exerciseRequested(slug);
}

void ExercisesPage::showCounts()
{
    int passed = 0;
    for (int row = 0; row < m_model->rowCount(); ++row) {
        const auto status = m_model->index(row).data(ExerciseListModel::StatusRole).value<Status>();
        passed += status == Status::Passed || status == Status::Mastered ? 1 : 0;
    }
    m_counts->setText(tr("%1 of %n passed", nullptr, m_model->rowCount()).arg(passed));
}

QList<QWidget *> ExercisesPage::panes() const
{
    return {m_list};
}

} // namespace ringside::desktop
