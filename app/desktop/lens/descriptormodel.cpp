#include "desktop/lens/descriptormodel.h"

#include "base/bytes.h"
#include "desktop/lens/calltablemodel.h"

#include <unistd.h>

namespace ringside::desktop {

void DescriptorModel::setMoment(std::shared_ptr<const lens::Trace> trace, qsizetype event)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_lives.clear();
    if (m_trace && event >= 0) {
        m_lives = m_trace->openDescriptors(m_trace->events()[std::size_t(event)].process, event + 1);
        std::ranges::sort(m_lives, {},
            [this](qsizetype life) { return m_trace->descriptorLives()[std::size_t(life)].number; });
    }
    endResetModel();
}

int DescriptorModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_lives.size());
}

int DescriptorModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString DescriptorModel::target(const lens::DescriptorLife &life) const
{
    // As it was opened: an object's names come from the whole run, and it may be renamed later.
    const lens::Event *opened
        = life.openedBy < 0 ? nullptr : &m_trace->events()[std::size_t(life.openedBy)];
    if (const QByteArray path = opened ? m_trace->details(*opened).fullPath() : QByteArray(); !path.isEmpty())
        return displayName(path);
    if (life.object != 0)
        if (const QByteArrayList &names = m_trace->object(life.object).names; !names.isEmpty())
            return displayName(names.last());
    if (opened)
        return displayName(opened->name());
    switch (life.number) {
    case STDIN_FILENO: return tr("standard input");
    case STDOUT_FILENO: return tr("standard output");
    case STDERR_FILENO: return tr("standard error");
    default: return tr("something without a name");
    }
}

QString DescriptorModel::opener(const lens::DescriptorLife &life) const
{
    return life.openedBy < 0 ? tr("there from the start")
                             : placeText(m_trace->site(m_trace->events()[std::size_t(life.openedBy)].site));
}

QVariant DescriptorModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount() || role != Qt::DisplayRole)
        return {};
    const lens::DescriptorLife &life = m_trace->descriptorLives()[std::size_t(m_lives[index.row()])];
    switch (index.column()) {
    case NumberColumn: return QString::number(life.number);
    case TargetColumn: return target(life);
    default: return opener(life);
    }
}

QVariant DescriptorModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == NumberColumn ? tr("No.") : section == TargetColumn ? tr("Leads to") : tr("Opened by");
}

} // namespace ringside::desktop
