#include "desktop/lens/calltablemodel.h"

#include "base/bytes.h"
#include "base/result.h"
#include "lens/calltext.h"
#include "lens/queries.h"

#include <QLocale>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr qsizetype pathsAtOnce = 4000; // about four milliseconds

bool isFolded(const lens::Site &site)
{
    return !lens::isLearners(site.phase) && site.phase != lens::Phase::Child;
}

bool isSameFold(const lens::Event &a, const lens::Event &b, const lens::Trace &trace)
{
    if (a.process != b.process)
        return false;
    if (a.site == b.site)
        return true;
    const lens::Site &one = trace.site(a.site);
    const lens::Site &other = trace.site(b.site);
    return one.phase == other.phase && one.line == other.line && one.file == other.file;
}

QString fileName(const QByteArray &path)
{
    return displayName(path.sliced(path.lastIndexOf('/') + 1));
}

} // namespace

QString placeText(const lens::Site &site)
{
    switch (site.phase) {
    case lens::Phase::Startup: return CallTableModel::tr("Python starts");
    case lens::Phase::Shutdown: return CallTableModel::tr("Python ends");
    case lens::Phase::Driver: return CallTableModel::tr("Ringside's caller");
    case lens::Phase::Import:
        return site.module.isEmpty() ? CallTableModel::tr("import")
                                     : CallTableModel::tr("import %1").arg(displayName(site.module));
    default: break;
    }
    return site.line > 0 ? u"%1:%2"_s.arg(fileName(site.file)).arg(site.line) : CallTableModel::tr("no known line");
}

/// A selection made ready: what is asked of every call is compared by numbers.
class CallTableModel::Matcher
{
public:
    explicit Matcher(CallTableModel &model)
        : m_model(model)
        , m_selection(model.m_selection)
    {
        if (m_selection.text.isEmpty())
            return;
        m_model.learnPathsUntil(static_cast<qsizetype>(m_model.m_trace->events().size()));
        const QByteArray needle = m_selection.text.toLower().toUtf8();
        m_pathMatches.reserve(m_model.m_pathTexts.size());
        for (const QByteArray &path : m_model.m_pathTexts)
            m_pathMatches.push_back(path.contains(needle));
        for (const sandbox::SystemCall &call : sandbox::tracedSystemCalls)
            if (QByteArray(call.name.data(), qsizetype(call.name.size())).contains(needle))
                m_names.insert(call.number);
    }

    bool matches(qsizetype index)
    {
        const lens::Event &event = m_model.event(index);
        if (m_selection.failedOnly && !event.isFailed())
            return false;
        if (m_selection.group && groupOf(event.number) != *m_selection.group)
            return false;
        if (m_selection.object != 0 && event.object != m_selection.object
            && event.otherObject != m_selection.object)
            return false;
        return (m_selection.line == 0 || isOnLine(event)) && (m_selection.text.isEmpty() || hasText(index, event));
    }

private:
    bool isOnLine(const lens::Event &event) const
    {
        const lens::Site &site = m_model.m_trace->site(event.site);
        return site.line == m_selection.line && (m_selection.file.isEmpty() || site.file == m_selection.file);
    }

    bool hasText(qsizetype index, const lens::Event &event)
    {
        const Paths &paths = m_model.m_paths[static_cast<std::size_t>(index)];
        if (m_names.contains(event.number) || m_pathMatches[paths.first] || m_pathMatches[paths.second])
            return true;
        return event.isFailed() && isErrnoMeant(event.errnum());
    }

    bool isErrnoMeant(int errnum)
    {
        const auto known = m_errnos.constFind(errnum);
        if (known != m_errnos.constEnd())
            return *known;
        return *m_errnos.insert(errnum, errnoName(errnum).contains(m_selection.text, Qt::CaseInsensitive));
    }

    CallTableModel &m_model;
    const CallSelection &m_selection;
    std::vector<char> m_pathMatches; ///< by number of the path
    QSet<int> m_names;
    QHash<int, bool> m_errnos;
};

void CallTableModel::setTrace(std::shared_ptr<const lens::Trace> trace)
{
    beginResetModel();
    m_trace = std::move(trace);
    m_foldOf.clear();
    m_open.clear();
    m_paths.clear();
    m_pathTexts.assign(1, QByteArray());
    m_pathNumbers.clear();
    rebuild();
    endResetModel();
}

void CallTableModel::select(const CallSelection &selection)
{
    if (selection == m_selection)
        return;
    beginResetModel();
    m_selection = selection;
    rebuild();
    endResetModel();
}

void CallTableModel::rebuild()
{
    m_rows.clear();
    m_taken = 0;
    m_listed = 0;
    m_failed = 0;
    if (m_trace)
        m_rows = rowsFrom(0);
}

void CallTableModel::traceGrew()
{
    if (!m_trace || m_taken == static_cast<qsizetype>(m_trace->events().size()))
        return;
    const int count = rowCount();
    const auto fold = int(lastFold());
    const std::vector<Row> rows = rowsFrom(m_taken); // may have added calls to the fold that stands last
    if (fold >= 0)
        emit dataChanged(index(fold, 0), index(fold, ColumnCount - 1));
    if (rows.empty())
        return;
    beginInsertRows({}, count, count + int(rows.size()) - 1);
    m_rows.insert(m_rows.end(), rows.begin(), rows.end());
    endInsertRows();
}

/// The fold that the next call may belong to, as a row; -1 when the last row is a call of its own.
qsizetype CallTableModel::lastFold() const
{
    qsizetype row = qsizetype(m_rows.size()) - 1;
    while (row >= 0 && m_rows[static_cast<std::size_t>(row)].inFold)
        --row;
    return row >= 0 && m_rows[static_cast<std::size_t>(row)].count > 0 ? row : -1;
}

void CallTableModel::takeFolds()
{
    const auto &events = m_trace->events();
    for (std::size_t i = m_foldOf.size(); i < events.size(); ++i) {
        if (!isFolded(m_trace->site(events[i].site)))
            m_foldOf.push_back(-1);
        else if (i > 0 && m_foldOf[i - 1] >= 0 && isSameFold(events[i - 1], events[i], *m_trace))
            m_foldOf.push_back(m_foldOf[i - 1]);
        else
            m_foldOf.push_back(qint32(i));
    }
}

/// Rows for the calls from `first` on. Calls of the fold that stands last in m_rows are counted there.
std::vector<CallTableModel::Row> CallTableModel::rowsFrom(qsizetype first)
{
    takeFolds();
    Matcher matcher(*this);
    std::vector<Row> rows;
    qsizetype fold = lastFold(); // in m_rows, then in rows
    std::vector<Row> *foldRows = &m_rows;
    qint32 run = fold < 0 ? -1 : foldOf(m_rows[static_cast<std::size_t>(fold)].event);
    m_taken = static_cast<qsizetype>(m_trace->events().size());
    for (qsizetype i = first; i < m_taken; ++i) {
        if (!matcher.matches(i))
            continue;
        ++m_listed;
        m_failed += event(i).isFailed() ? 1 : 0;
        if (foldOf(i) < 0) {
            rows.push_back({qint32(i), 0, false});
            run = -1;
            continue;
        }
        if (foldOf(i) != run) {
            run = foldOf(i);
            fold = qsizetype(rows.size());
            foldRows = &rows;
            rows.push_back({qint32(i), 0, false});
        }
        ++(*foldRows)[static_cast<std::size_t>(fold)].count;
        if (m_open.contains(run))
            rows.push_back({qint32(i), 0, true});
    }
    return rows;
}

void CallTableModel::toggleFold(int row)
{
    if (row < 0 || row >= rowCount() || m_rows[static_cast<std::size_t>(row)].count == 0)
        return;
    const Row fold = m_rows[static_cast<std::size_t>(row)];
    const qint32 run = foldOf(fold.event);
    const auto at = m_rows.begin() + row + 1;
    if (m_open.remove(run)) {
        beginRemoveRows({}, row + 1, row + fold.count);
        m_rows.erase(at, at + fold.count);
        endRemoveRows();
    } else {
        m_open.insert(run);
        Matcher matcher(*this);
        std::vector<Row> inside;
        for (qsizetype i = fold.event; qint32(inside.size()) < fold.count; ++i)
            if (foldOf(i) == run && matcher.matches(i))
                inside.push_back({qint32(i), 0, true});
        beginInsertRows({}, row + 1, row + fold.count);
        m_rows.insert(at, inside.begin(), inside.end());
        endInsertRows();
    }
    emit dataChanged(index(row, 0), index(row, ColumnCount - 1));
}

int CallTableModel::rowOf(qsizetype event) const
{
    if (!m_trace || event < 0 || event >= qsizetype(m_foldOf.size()))
        return -1;
    const auto at = std::ranges::lower_bound(m_rows, qint32(event), {}, &Row::event);
    for (auto row = at; row != m_rows.end() && row->event == event; ++row)
        if (row->count == 0)
            return int(row - m_rows.begin());
    const auto fold = at != m_rows.end() && at->event == event ? at
        : at == m_rows.begin()                                 ? m_rows.end()
                                                               : at - 1;
    const bool isIn = fold != m_rows.end() && fold->count > 0
        && foldOf(fold->event) == foldOf(event);
    return isIn ? int(fold - m_rows.begin()) : -1;
}

qsizetype CallTableModel::eventOf(const QModelIndex &index)
{
    return index.isValid() ? index.data(EventRole).toLongLong() : -1;
}

const lens::Event &CallTableModel::event(qsizetype index) const
{
    return m_trace->events()[static_cast<std::size_t>(index)];
}

quint32 CallTableModel::pathNumber(const QByteArray &path)
{
    const auto known = m_pathNumbers.constFind(path);
    if (known != m_pathNumbers.constEnd())
        return *known;
    m_pathTexts.push_back(displayName(path).toLower().toUtf8());
    return *m_pathNumbers.insert(path, quint32(m_pathTexts.size() - 1));
}

void CallTableModel::learnPathsUntil(qsizetype end)
{
    for (auto i = qsizetype(m_paths.size()); i < end; ++i) {
        const lens::CallDetails details = m_trace->details(event(i));
        const QByteArray first = details.fullPath();
        const QByteArray second = details.otherFullPath();
        m_paths.push_back({first.isEmpty() ? 0 : pathNumber(first), second.isEmpty() ? 0 : pathNumber(second)});
    }
}

bool CallTableModel::learnPaths()
{
    if (!m_trace)
        return false;
    const auto all = qsizetype(m_trace->events().size());
    learnPathsUntil(std::min(all, qsizetype(m_paths.size()) + pathsAtOnce));
    return qsizetype(m_paths.size()) < all;
}

int CallTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

int CallTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant CallTableModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Row &row = m_rows[static_cast<std::size_t>(index.row())];
    switch (role) {
    case Qt::DisplayRole: return row.count > 0 ? foldText(row, index.column()) : text(row, index.column());
    case Qt::TextAlignmentRole:
        return int(Qt::AlignVCenter | (index.column() == TimeColumn ? Qt::AlignRight : Qt::AlignLeft));
    case EventRole: return qlonglong(row.event);
    case CountRole: return row.count;
    case OpenRole: return row.count > 0 && m_open.contains(foldOf(row.event));
    case FailedRole: return row.count == 0 && event(row.event).isFailed();
    case InjectedRole: return event(row.event).has(lens::Event::Injected);
    case OwnRole: return row.count == 0 && !row.inFold;
    default: return {};
    }
}

QString CallTableModel::text(const Row &row, int column) const
{
    const lens::Event &call = event(row.event);
    switch (column) {
    case LineColumn: {
        const lens::Site &site = m_trace->site(call.site);
        return site.line > 0 && site.file == m_mainFile ? QString::number(site.line) : placeText(site);
    }
    case CallColumn: return QString::fromUtf8(call.name());
    case ArgumentsColumn: {
        QByteArrayList words;
        for (const lens::ArgumentText &argument : lens::argumentTexts(call, m_trace->details(call)))
            words.append(argument.text);
        return QString::fromUtf8(words.join(", "));
    }
    case ResultColumn: return QString::fromUtf8(lens::resultText(call));
    default: return QLocale().toString(double(call.timeNs) / 1e6, 'f', 3);
    }
}

QString CallTableModel::foldText(const Row &row, int column) const
{
    switch (column) {
    case LineColumn: return placeText(m_trace->site(event(row.event).site));
    case CallColumn: return tr("%n calls", nullptr, row.count);
    case TimeColumn: return QLocale().toString(double(event(row.event).timeNs) / 1e6, 'f', 3);
    default: return {};
    }
}

QVariant CallTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return int(Qt::AlignVCenter | (section == TimeColumn ? Qt::AlignRight : Qt::AlignLeft));
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case LineColumn: return tr("Line");
    case CallColumn: return tr("Call");
    case ArgumentsColumn: return tr("Arguments");
    case ResultColumn: return tr("Result");
    default: return tr("Time, ms");
    }
}

} // namespace ringside::desktop
