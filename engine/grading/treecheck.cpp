#include "grading/treecheck.h"

#include "base/bytes.h"

#include <QDateTime>
#include <QTimeZone>

#include <algorithm>
#include <set>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using filesystem::Entry;
using filesystem::EntryType;
using filesystem::Tree;

constexpr qsizetype shownDifferences = 12;
constexpr qsizetype shownContent = 120;

bool isAtOrBelow(const QByteArray &path, const QByteArray &top)
{
    return top == "." || path == top || (path.startsWith(top) && path.at(top.size()) == '/');
}

bool isAtOrBelowAny(const QByteArray &path, const QByteArrayList &tops)
{
    return std::ranges::any_of(
        tops, [&path](const QByteArray &top) { return isAtOrBelow(path, top); });
}

/// Bytes beyond a reader's cap are compared by digest; where neither side has one, the size has to
/// do.
bool sameContent(const Entry &expected, const Entry &found)
{
    if (expected.size != found.size)
        return false;
    if (!expected.digest.isEmpty() && !found.digest.isEmpty())
        return expected.digest == found.digest;
    const qsizetype known = std::min(expected.content.size(), found.content.size());
    return expected.content.first(known) == found.content.first(known)
        && (!expected.contentComplete || !found.contentComplete
            || expected.content.size() == found.content.size());
}

QString timeText(qint64 nanoseconds)
{
    const QDateTime time
        = QDateTime::fromSecsSinceEpoch(nanoseconds / 1'000'000'000, QTimeZone::UTC);
    const qint64 rest = nanoseconds % 1'000'000'000;
    return time.toString(u"yyyy-MM-ddTHH:mm:ss"_s) + u'.'
        + QString::number(rest).rightJustified(9, u'0') + u'Z';
}

QString attributesText(const Entry &entry)
{
    QStringList texts;
    for (const auto &[name, value] : entry.xattrs)
        texts.append(displayName(name) + u'=' + pythonRepr(Value::bytesOf(value)));
    return u'{' + texts.join(u", "_s) + u'}';
}

/// Text is shown as text, whatever else as bytes.
QString contentText(const Entry &entry)
{
    const Value text = Value::string(entry.content);
    const bool readable = QString::fromUtf8(entry.content).toUtf8() == entry.content;
    return pythonRepr(readable ? text : Value::bytesOf(entry.content));
}

/// Whether a time is one of the run itself: such times differ from run to run and tell nothing.
bool isOfTheRun(qint64 nanoseconds)
{
    constexpr qint64 hour = 3600;
    static const qint64 start = QDateTime::currentSecsSinceEpoch();
    const qint64 seconds = nanoseconds / 1'000'000'000;
    return seconds > start - hour && seconds < QDateTime::currentSecsSinceEpoch() + hour;
}

class Comparison
{
public:
    explicit Comparison(const TreeScope &scope)
        : m_scope(scope)
    {
    }

    void compare(const QByteArray &path, const Entry *expected, const Entry *found)
    {
        if (!expected || !found)
            return add(path, expected ? typeName(expected->type) : u"-"_s,
                found ? typeName(found->type) : u"-"_s);
        if (expected->type != found->type)
            return add(path, typeName(expected->type), typeName(found->type));
        if (m_scope.content && expected->type == EntryType::SymbolicLink
            && expected->target != found->target)
            add(path, u"-> "_s + displayName(expected->target),
                u"-> "_s + displayName(found->target));
        if (m_scope.content && expected->type == EntryType::File && !sameContent(*expected, *found))
            addContent(path, *expected, *found);
        compareRest(path, *expected, *found);
    }

    [[nodiscard]] std::optional<Contrast> result() const
    {
        if (m_expected.isEmpty())
            return std::nullopt;
        return Contrast{lines(m_expected), lines(m_found)};
    }

private:
    void compareRest(const QByteArray &path, const Entry &expected, const Entry &found)
    {
        const bool link = expected.type == EntryType::SymbolicLink;
        const bool directory = expected.type == EntryType::Directory;
        if (m_scope.mode && !link && expected.mode != found.mode)
            add(path, octalMode(expected.mode), octalMode(found.mode));
        if (comparesTimes(path, expected) && expected.modifiedNs != found.modifiedNs)
            add(path, u"mtime "_s + timeText(expected.modifiedNs),
                u"mtime "_s + timeText(found.modifiedNs));
        if (m_scope.linkCount && !directory && expected.linkCount != found.linkCount)
            add(path, u"nlink %1"_s.arg(expected.linkCount), u"nlink %1"_s.arg(found.linkCount));
        if (m_scope.attributes && expected.xattrs != found.xattrs)
            add(path, attributesText(expected), attributesText(found));
    }

    [[nodiscard]] bool comparesTimes(const QByteArray &path, const Entry &expected) const
    {
        if (m_scope.times == Times::Ignored || holdsException(path))
            return false;
        return m_scope.times == Times::Exact || !isOfTheRun(expected.modifiedNs);
    }

    [[nodiscard]] bool holdsException(const QByteArray &path) const
    {
        return std::ranges::any_of(m_scope.except, [&path](const QByteArray &exception) {
            return exception != path && isAtOrBelow(exception, path);
        });
    }

    void addContent(const QByteArray &path, const Entry &expected, const Entry &found)
    {
        const auto [left, right]
            = contrast(contentText(expected), contentText(found), shownContent);
        if (left != right)
            add(path, left, right);
        else // the difference lies beyond what was read
            add(path, u"%1 bytes"_s.arg(expected.size), u"%1 bytes, others"_s.arg(found.size));
    }

    void add(const QByteArray &path, const QString &expected, const QString &found)
    {
        const QString name = displayName(path) + u": "_s;
        m_expected.append(name + expected);
        m_found.append(name + found);
    }

    static QString lines(const QStringList &all)
    {
        QStringList shown = all.first(std::min(all.size(), shownDifferences));
        if (all.size() > shown.size())
            shown.append(u"… +%1"_s.arg(all.size() - shown.size()));
        return shown.join(u'\n');
    }

    const TreeScope &m_scope;
    QStringList m_expected;
    QStringList m_found;
};

bool isInScope(const QByteArray &path, const TreeScope &scope)
{
    return path != "." && (scope.paths.isEmpty() || isAtOrBelowAny(path, scope.paths))
        && !isAtOrBelowAny(path, scope.except);
}

} // namespace

QString typeName(EntryType type)
{
    switch (type) {
    case EntryType::Directory:
        return u"directory"_s;
    case EntryType::File:
        return u"file"_s;
    case EntryType::SymbolicLink:
        return u"link"_s;
    case EntryType::Fifo:
        return u"fifo"_s;
    case EntryType::Socket:
        return u"socket"_s;
    case EntryType::CharDevice:
        return u"character device"_s;
    case EntryType::BlockDevice:
        return u"block device"_s;
    }
    return {};
}

std::optional<Contrast> compareTrees(
    const Tree &expected, const Tree &found, const TreeScope &scope)
{
    std::set<QByteArray> paths;
    for (const Tree *tree : {&expected, &found}) {
        for (const Entry &entry : tree->entries) {
            if (isInScope(entry.path, scope))
                paths.insert(entry.path);
        }
    }
    Comparison comparison(scope);
    for (const QByteArray &path : paths)
        comparison.compare(path, expected.find(path), found.find(path));
    return comparison.result();
}

Tree within(const Tree &tree, const QByteArrayList &paths)
{
    Tree part{.truncated = tree.truncated};
    for (const Entry &entry : tree.entries) {
        if (isAtOrBelowAny(entry.path, paths))
            part.entries.append(entry);
    }
    return part;
}

} // namespace ringside::grading
