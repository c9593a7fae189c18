#include "desktop/lens/processmodel.h"

#include "base/bytes.h"
#include "desktop/lens/calltablemodel.h"
#include "wording/cause.h"

#include <sys/wait.h>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

void ProcessModel::setMoment(std::shared_ptr<const lens::Trace> trace, qsizetype event)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_event = event;
    m_children.clear();
    m_programs.clear();
    m_reaped.clear();
    if (m_trace && event >= 0) {
        const lens::Event &call = m_trace->events()[std::size_t(event)];
        m_timeNs = call.timeNs + call.durationNs;
        for (quint32 process = 1; process <= m_trace->processCount(); ++process)
            if (process == call.process || m_trace->process(process).beganNs <= m_timeNs)
                m_children[m_trace->process(process).parent].append(process);
        findReaped();
    }
    endResetModel();
}

/// Who was waited for, and which programs were started, up to the moment.
void ProcessModel::findReaped()
{
    for (qsizetype i = 0; i <= m_event; ++i) {
        const lens::Event &call = m_trace->events()[std::size_t(i)];
        if (call.isFailed())
            continue;
        const QByteArray name = call.name();
        if (name == "execve" || name == "execveat") {
            const QByteArray path = m_trace->details(call).fullPath();
            m_programs.insert(call.process, path.sliced(path.lastIndexOf('/') + 1));
        } else if (name == "wait4" || name == "waitid") {
            const qint64 pid = name == "wait4" ? call.result : qint64(m_trace->details(call).arguments.value(1));
            for (const quint32 child : childrenOf(call.process))
                if (m_trace->process(child).pid == pid)
                    m_reaped.insert(child);
        }
    }
}

const QList<quint32> &ProcessModel::childrenOf(quint32 process) const
{
    static const QList<quint32> none;
    const auto found = m_children.constFind(process);
    return found == m_children.constEnd() ? none : *found;
}

ProcessModel::State ProcessModel::state(quint32 process) const
{
    const lens::Process &about = m_trace->process(process);
    if (!about.hasEnded || about.endedNs > m_timeNs)
        return State::Running;
    return m_reaped.contains(process) || about.parent == 0 ? State::Gone : State::Zombie;
}

QModelIndex ProcessModel::index(int row, int column, const QModelIndex &parent) const
{
    if (!hasIndex(row, column, parent))
        return {};
    return createIndex(row, column, quintptr(childrenOf(quint32(parent.internalId()))[row]));
}

QModelIndex ProcessModel::parent(const QModelIndex &index) const
{
    if (!index.isValid())
        return {};
    const quint32 above = m_trace->process(quint32(index.internalId())).parent;
    if (above == 0)
        return {};
    const quint32 beyond = m_trace->process(above).parent;
    return createIndex(int(childrenOf(beyond).indexOf(above)), 0, quintptr(above));
}

int ProcessModel::rowCount(const QModelIndex &parent) const
{
    return parent.column() > 0 ? 0 : int(childrenOf(parent.isValid() ? quint32(parent.internalId()) : 0).size());
}

int ProcessModel::columnCount(const QModelIndex &) const
{
    return ColumnCount;
}

QString ProcessModel::name(quint32 process) const
{
    const QByteArray program = m_programs.value(process);
    const int pid = m_trace->process(process).pid;
    return program.isEmpty() ? QString::number(pid) : u"%1 %2"_s.arg(pid).arg(displayName(program));
}

QString ProcessModel::stateText(quint32 process) const
{
    const int status = m_trace->process(process).waitStatus;
    const QString ended = WIFSIGNALED(status) ? wording::signalName(WTERMSIG(status))
                                              : tr("status %1").arg(WEXITSTATUS(status));
    switch (state(process)) {
    case State::Running: return tr("running");
    case State::Zombie: return tr("zombie, %1").arg(ended);
    case State::Gone: return tr("ended, %1").arg(ended);
    }
    Q_UNREACHABLE_RETURN({});
}

QVariant ProcessModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || role != Qt::DisplayRole)
        return {};
    const auto process = quint32(index.internalId());
    const lens::Process &about = m_trace->process(process);
    switch (index.column()) {
    case ProcessColumn: return name(process);
    case StateColumn: return stateText(process);
    default: return about.site == 0 ? QString() : placeText(m_trace->site(about.site));
    }
}

QVariant ProcessModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    return section == ProcessColumn ? tr("Process") : section == StateColumn ? tr("State") : tr("Started by");
}

} // namespace ringside::desktop
