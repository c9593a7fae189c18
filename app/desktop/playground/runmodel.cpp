#include "desktop/playground/runmodel.h"

#include "base/bytes.h"
#include "desktop/lesson/runwords.h"
#include "desktop/playground/treechanges.h"

#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using filesystem::Entry;
using filesystem::Tree;

QString endingText(const sandbox::ProgramReport &report)
{
    return endingText(asRun(report));
}

qint64 ownBytes(const Tree &tree, const Tree &other)
{
    qint64 bytes = 0;
    for (const Entry &entry : tree.entries) {
        const Entry *twin = other.find(entry.path);
        if (!twin || twin->content.constData() != entry.content.constData())
            bytes += entry.content.size();
    }
    return bytes;
}

void shareContents(Tree &tree, const Tree &with)
{
    for (Entry &entry : tree.entries) {
        const Entry *twin = with.find(entry.path);
        if (twin && twin->content == entry.content)
            entry.content = twin->content;
    }
}

void RunModel::add(RunRecord run)
{
    if (!m_runs.isEmpty())
        shareContents(run.before, m_runs.first().after);
    shareContents(run.after, run.before);
    beginInsertRows({}, 0, 0);
    m_runs.prepend(std::move(run));
    endInsertRows();
    trim();
}

void RunModel::setRuns(const QList<RunRecord> &runs)
{
    beginResetModel();
    m_runs.clear();
    endResetModel();
    for (const RunRecord &run : runs)
        add(run);
}

void RunModel::trim()
{
    qint64 bytes = 0;
    qsizetype kept = 0;
    Tree newer;
    for (const RunRecord &run : std::as_const(m_runs)) {
        bytes += ownBytes(run.after, newer) + ownBytes(run.before, run.after);
        newer = run.before;
        if (kept > 0 && (bytes > mostBytes || kept >= mostRuns))
            break;
        ++kept;
    }
    if (kept == m_runs.size())
        return;
    beginRemoveRows({}, int(kept), int(m_runs.size()) - 1);
    const QList<RunRecord> gone = m_runs.mid(kept);
    m_runs.resize(kept);
    endRemoveRows();
    for (const RunRecord &run : gone)
        emit forgotten(run.number);
}

const RunRecord *RunModel::run(const QModelIndex &index) const
{
    return index.isValid() ? &m_runs[index.row()] : nullptr;
}

int RunModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_runs.size());
}

QVariant RunModel::data(const QModelIndex &index, int role) const
{
    const RunRecord *run = this->run(index);
    if (!run)
        return {};
    const QString title = displayName(commandLine(run->order));
    switch (role) {
    case Qt::DisplayRole: return title;
    case Qt::ToolTipRole: return QLocale().toString(QDateTime::fromMSecsSinceEpoch(run->startedMs), QLocale::ShortFormat);
    case Qt::AccessibleTextRole:
        return tr("Run %1, %2, %3").arg(run->number).arg(title, data(index, DetailRole).toString());
    case DetailRole:
        return u"%1 · %2"_s.arg(
            endingText(run->report), tr("%n change(s)", nullptr, int(changesBetween(run->before, run->after).size())));
    case NumberRole: return run->number;
    case FailedRole: return run->report.ending != sandbox::Ending::Exited || run->report.exitStatus != 0;
    default: return {};
    }
}

} // namespace ringside::desktop
