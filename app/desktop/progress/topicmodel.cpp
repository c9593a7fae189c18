#include "desktop/progress/topicmodel.h"

#include "desktop/widgets/groove.h"
#include "wording/learning.h"

#include <QPainter>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int barHeight = 6;
constexpr int barWidth = 70; // the same in every row, so that they can be compared
constexpr int barMargin = 10;

} // namespace

void TopicModel::setTopics(
    const QList<progress::TopicSummary> &topics, std::shared_ptr<const course::Course> course)
{
    beginResetModel();
    m_topics = topics;
    m_course = std::move(course);
    endResetModel();
}

int TopicModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_topics.size());
}

int TopicModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : columnCountAll;
}

QString TopicModel::text(const progress::TopicSummary &topic, int column) const
{
    switch (column) {
    case Topic: return wording::topicTitle(*m_course, topic.topic);
    case Recall:
        if (!topic.score())
            return topic.answers == 0 ? tr("unknown") : tr("unknown, %1 of 5 answers").arg(topic.answers);
        return topic.isWeak() ? tr("weak, %1 of %2").arg(topic.passes).arg(topic.answers)
                              : tr("%1 of %2").arg(topic.passes).arg(topic.answers);
    case Exercises: return topic.exercises == 0 ? u"–"_s : tr("%1 of %2").arg(topic.passed).arg(topic.exercises);
    case Cards: return tr("%1 of %2").arg(topic.seen).arg(topic.cards);
    case Due: return QString::number(topic.due);
    default: return {};
    }
}

QVariant TopicModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const progress::TopicSummary &topic = m_topics[index.row()];
    switch (role) {
    case Qt::DisplayRole: return text(topic, index.column());
    case Qt::TextAlignmentRole:
        return int((index.column() > Recall ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    case Qt::ToolTipRole:
        return tr("%1: %2 lapses, %3 times sure and wrong. Enter practises it.")
            .arg(text(topic, Topic)).arg(topic.lapses).arg(topic.sureAndWrong);
    case TopicRole: return topic.topic;
    case ShareRole: return topic.score() ? double(topic.passes) / topic.answers : -1;
    case WeakRole: return topic.isWeak();
    default: return {};
    }
}

QVariant TopicModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int((section > Recall ? Qt::AlignRight : Qt::AlignLeft) | Qt::AlignVCenter);
    const QStringList names{tr("Topic"), tr("Recalled lately"), tr("Passed"), tr("Cards seen"), tr("Due")};
    return role == Qt::DisplayRole ? QVariant(names.value(section)) : QVariant();
}

QSize RecallDelegate::sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    const bool hasBar = index.data(TopicModel::ShareRole).toDouble() >= 0;
    return QStyledItemDelegate::sizeHint(option, index) + QSize(hasBar ? barWidth + 2 * barMargin : 0, 0);
}

void RecallDelegate::paint(
    QPainter *painter, const QStyleOptionViewItem &option, const QModelIndex &index) const
{
    QStyledItemDelegate::paint(painter, option, index);
    const double share = index.data(TopicModel::ShareRole).toDouble();
    const Theme &theme = themeOf(option.widget);
    if (share < 0)
        return;
    QRect bar(option.rect.right() - barWidth - barMargin, option.rect.center().y() - barHeight / 2, barWidth, barHeight);
    bar = QStyle::visualRect(option.direction, option.rect, bar);
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    drawGroove(*painter, theme, bar);
    painter->setPen(Qt::NoPen);
    bar.setWidth(std::max(barHeight, int(bar.width() * share)));
    painter->setBrush(theme.color(index.data(TopicModel::WeakRole).toBool() ? ColorRole::Warning : ColorRole::Tip));
    painter->drawRoundedRect(bar, 3, 3);
    painter->restore();
}

} // namespace ringside::desktop
