#include "desktop/lens/crashmodel.h"

#include "base/bytes.h"
#include "desktop/lens/calltablemodel.h"
#include "desktop/lens/crashdelegate.h"
#include "lens/calltext.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

/// What is worth telling of one name; nothing for what is as it was, or as it is to be.
QString remark(const lens::LeftEntry &left)
{
    const QString name = displayName(left.entry.path);
    switch (left.standing) {
    case lens::Standing::AsBefore:
    case lens::Standing::AsAfter: return {};
    case lens::Standing::Missing: return CrashModel::tr("%1 is gone").arg(name);
    case lens::Standing::LeftOver: return CrashModel::tr("%1 is left over").arg(name);
    case lens::Standing::Neither: break;
    }
    return left.entry.size == 0 ? CrashModel::tr("%1 is empty").arg(name)
                                : CrashModel::tr("%1 is neither old nor new").arg(name);
}

constexpr auto home = "/home/learner/";

QString shortName(const QByteArray &path)
{
    return displayName(path.startsWith(home) ? path.sliced(qsizetype(qstrlen(home))) : path);
}

/// "rename tmp → state": a row has no room for all of a call.
QString shortCallText(const lens::Trace &trace, const lens::Event &event)
{
    const lens::CallDetails details = trace.details(event);
    const QByteArray first = details.fullPath();
    const QByteArray second = details.otherFullPath();
    QString text = QString::fromUtf8(event.name());
    if (!first.isEmpty())
        text += u' ' + shortName(first);
    if (!second.isEmpty() && second != first)
        text += u" → "_s + shortName(second);
    return text;
}

} // namespace

QString leftText(const lens::LeftTree &left)
{
    if (left.isAsBefore)
        return CrashModel::tr("as before");
    if (left.isAsAfter)
        return CrashModel::tr("as at the end");
    QStringList broken, others;
    for (const lens::LeftEntry &entry : left.entries)
        if (const QString text = remark(entry); !text.isEmpty())
            (entry.standing == lens::Standing::LeftOver ? others : broken).append(text);
    broken += others;
    return broken.isEmpty() ? CrashModel::tr("some as before, some as at the end") : broken.join(u"; "_s);
}

void CrashModel::setPoints(
    std::shared_ptr<const lens::Trace> trace, const QList<CrashPoint> &points, const QByteArray &mainFile)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_points = points;
    m_mainFile = mainFile;
    m_longestPlace.clear();
    for (const CrashPoint &point : m_points)
        m_longestPlace = std::max(m_longestPlace, text(point, LineColumn), [](const QString &one, const QString &other) {
            return one.size() < other.size();
        });
    endResetModel();
}

const CrashPoint *CrashModel::point(const QModelIndex &index) const
{
    return index.isValid() ? &m_points[index.row()] : nullptr;
}

lens::Site CrashModel::site(const QModelIndex &index) const
{
    const CrashPoint *crash = point(index);
    return crash ? m_trace->site(m_trace->event(crash->state.after).site) : lens::Site();
}

int CrashModel::brokenCount() const
{
    return int(std::ranges::count_if(m_points, [](const CrashPoint &point) { return point.left.isBroken(); }));
}

QModelIndex CrashModel::firstBroken() const
{
    const auto broken
        = std::ranges::find_if(m_points, [](const CrashPoint &point) { return point.left.isBroken(); });
    return index(broken == m_points.end() ? 0 : int(broken - m_points.begin()), LineColumn);
}

int CrashModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_points.size());
}

int CrashModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString CrashModel::text(const CrashPoint &point, int column) const
{
    const lens::Event &event = m_trace->event(point.state.after);
    const lens::Site &site = m_trace->site(event.site);
    switch (column) {
    case LineColumn:
        return site.line > 0 && site.file == m_mainFile ? QString::number(site.line) : placeText(site);
    case CallColumn: return shortCallText(*m_trace, event);
    default: return leftText(point.left);
    }
}

/// The cross in words.
QString CrashModel::accessibleText(const CrashPoint &point, int column) const
{
    const QString words = text(point, column);
    return column == LeftColumn && point.left.isBroken() ? tr("broken: %1").arg(words) : words;
}

QVariant CrashModel::data(const QModelIndex &index, int role) const
{
    const CrashPoint *crash = point(index);
    if (!crash)
        return {};
    switch (role) {
    case Qt::DisplayRole: return text(*crash, index.column());
    case Qt::ToolTipRole:
        return index.column() == CallColumn
            ? displayText(lens::callText(*m_trace, m_trace->event(crash->state.after)))
            : text(*crash, index.column());
    case Qt::AccessibleTextRole: return accessibleText(*crash, index.column());
    case CrashDelegate::BrokenRole: return index.column() == LeftColumn && crash->left.isBroken();
    case CrashDelegate::CodeRole: return index.column() == CallColumn;
    default: return {};
    }
}

QVariant CrashModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case LineColumn: return tr("Line");
    case CallColumn: return tr("Crash after");
    default: return tr("What is left");
    }
}

} // namespace ringside::desktop
