#include "desktop/playground/workspaceedits.h"

#include "base/bytes.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/modeswitches.h"
#include "wording/cause.h"

using namespace Qt::StringLiterals;

namespace ringside::desktop {

WorkspaceEdits::WorkspaceEdits(PlaygroundBox &box, EditorTabs &tabs, QObject *parent)
    : QObject(parent)
    , m_box(box)
    , m_tabs(tabs)
{
}

void WorkspaceEdits::put(const filesystem::Entry &entry)
{
    if (!m_box.isOpen())
        return;
    m_box.put(entry).then(this, [this, path = entry.path](const Result<> &result) {
        if (!result)
            emit failed(tr("%1 could not be saved").arg(displayName(path)), result.error());
    });
}

void WorkspaceEdits::put(const QList<filesystem::Entry> &entries)
{
    for (const filesystem::Entry &entry : entries)
        put(entry);
}

void WorkspaceEdits::save(const filesystem::Entry &entry)
{
    m_saves.insert(entry.path, entry.content);
    put(entry);
}

void WorkspaceEdits::putEdited()
{
    const filesystem::Tree made = m_box.tree();
    for (const filesystem::Entry &entry : m_tabs.withEdits(made).entries) {
        const filesystem::Entry *before = made.find(entry.path);
        if (!before || before->content != entry.content)
            put(entry);
    }
}

void WorkspaceEdits::rename(const QByteArray &from, const QByteArray &to)
{
    m_tabs.flush();
    m_box.rename(from, to).then(this, [this, from](const Result<> &result) {
        if (!result)
            emit failed(tr("%1 could not be renamed").arg(displayName(from)), result.error());
    });
}

void WorkspaceEdits::remove(const QByteArray &path)
{
    m_tabs.flush();
    QList<filesystem::Entry> entries = m_tabs.withEdits(m_box.tree()).entries;
    entries.removeIf([&](const filesystem::Entry &entry) {
        return entry.path != path && !entry.path.startsWith(path + '/');
    });
    m_box.remove(path).then(this, [this, path, entries](const Result<> &result) {
        if (result)
            emit removed(path, entries);
        else
            emit failed(tr("%1 could not be removed").arg(displayName(path)), result.error());
    });
}

void WorkspaceEdits::setMode(const QByteArray &path, quint32 mode)
{
    m_box.setMode(path, mode).then(this, [this, path, mode](const Result<> &result) {
        const QString call = chmodCall(path, mode);
        emit modeTried(
            result ? call : u"%1  %2"_s.arg(call, errnoName(result.error().errnum)), result.has_value());
    });
}

QList<TreeChange> WorkspaceEdits::news(QList<TreeChange> changes) const
{
    changes.removeIf([this](const TreeChange &change) {
        const auto own = m_saves.constFind(change.path);
        return own != m_saves.cend() && change.after && change.after->content == *own;
    });
    return changes;
}

} // namespace ringside::desktop
