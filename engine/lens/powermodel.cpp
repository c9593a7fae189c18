#include "lens/powermodel.h"

#include <algorithm>
#include <fcntl.h>

namespace ringside::lens {

namespace {

constexpr qsizetype combinedInFull = 10; // a thousand subsets
constexpr qint64 blockBytes = 4096;

bool isOneOf(const Event &event, std::initializer_list<std::string_view> names)
{
    const sandbox::SystemCall *call = event.call();
    return call && std::ranges::contains(names, call->name);
}

QByteArray parentOf(const QByteArray &path)
{
    const qsizetype slash = path.lastIndexOf('/');
    return slash < 0 ? QByteArray() : path.first(slash);
}

void writeInto(QByteArray &content, qint64 offset, const QByteArray &bytes)
{
    if (content.size() < offset + bytes.size())
        content.resize(offset + bytes.size(), '\0');
    content.replace(offset, bytes.size(), bytes);
}

quint64 openFlags(const Event &event, const CallDetails &details)
{
    const sandbox::SystemCall &call = *event.call();
    if (call.name == "creat")
        return O_CREAT | O_TRUNC | O_WRONLY;
    if (call.name == "openat2")
        return static_cast<quint64>(details.numbers.value(0));
    return details.arguments.value(static_cast<qsizetype>(call.parameters.find('o')));
}

/// Calls `act` with every subset of `items` up to all of them; with only the smallest and largest of many items.
bool forEachSubset(const QList<qsizetype> &items, const std::function<bool(const std::set<qsizetype> &)> &act)
{
    const qsizetype count = items.size();
    if (count <= combinedInFull) {
        for (quint32 bits = 0; bits < (1U << count); ++bits) {
            std::set<qsizetype> subset;
            for (qsizetype i = 0; i < count; ++i)
                if ((bits & (1U << i)) != 0)
                    subset.insert(items[i]);
            if (!act(subset))
                return false;
        }
        return true;
    }
    const std::set<qsizetype> all(items.begin(), items.end());
    if (!act({}) || !act(all))
        return false;
    for (const qsizetype item : items) {
        std::set<qsizetype> others = all;
        others.erase(item);
        if (!act({item}) || !act(others))
            return false;
    }
    return true;
}

QByteArray keyOf(const filesystem::Tree &tree, bool wasPromised)
{
    QByteArray key(wasPromised ? "+" : "-");
    for (const filesystem::Entry &entry : tree.entries)
        key += entry.path + '\0' + entry.target + '\0' + QByteArray::number(entry.content.size()) + '\0'
            + entry.content;
    return key;
}

} // namespace

PowerModel::PowerModel(const filesystem::Tree &before, const Trace &trace, const QByteArray &root)
    : m_root(root)
    , m_trace(trace)
    , m_nodes(1)
{
    std::map<std::pair<quint64, quint64>, Node> twins;
    for (const filesystem::Entry &entry : before.entries) {
        Node &node = twins[{entry.device, entry.inode}];
        if (node == 0 || entry.inode == 0) {
            node = static_cast<Node>(m_nodes.size());
            m_nodes.push_back(entry);
        }
        m_names[entry.path] = node;
    }
    m_namesBefore = m_names;
    for (qsizetype i = 0; i < static_cast<qsizetype>(trace.events().size()); ++i)
        take(trace.events()[static_cast<std::size_t>(i)], i);
}

std::optional<QByteArray> PowerModel::relative(const QByteArray &path) const
{
    if (!path.startsWith(m_root + '/'))
        return std::nullopt;
    return path.sliced(m_root.size() + 1);
}

PowerModel::Node PowerModel::newNode(filesystem::EntryType type)
{
    m_nodes.push_back({.type = type, .mode = type == filesystem::EntryType::Directory ? 0755U : 0644U});
    return static_cast<Node>(m_nodes.size()) - 1;
}

PowerModel::Node PowerModel::nodeOf(const Event &event, const QByteArray &path)
{
    const auto named = m_names.find(path);
    Node &node = m_ofObject[event.object];
    if (event.object == 0 || node == 0)
        return node = named == m_names.end() ? 0 : named->second;
    return node;
}

/// The rest of the block that a file now ends in is made zero, which may reach the disk before the size does: seen on ext4.
void PowerModel::addSize(Step step)
{
    qint64 &size = sizeOf(step.node);
    const qint64 blockEnd = (step.offset / blockBytes + 1) * blockBytes;
    if (step.offset < size && step.offset % blockBytes != 0)
        add({.kind = Step::Kind::Data,
            .event = step.event,
            .node = step.node,
            .offset = step.offset,
            .bytes = QByteArray(std::min(size, blockEnd) - step.offset, '\0')});
    size = step.offset;
    add(std::move(step));
}

qint64 &PowerModel::sizeOf(Node node)
{
    const filesystem::Entry &entry = m_nodes[static_cast<std::size_t>(node)];
    return m_sizes.try_emplace(node, std::max<qint64>(entry.size, entry.content.size())).first->second;
}

void PowerModel::add(Step step)
{
    m_steps.push_back(std::move(step));
}

void PowerModel::take(const Event &event, qsizetype index)
{
    if (!event.call() || event.isFailed() || event.has(Event::Unfinished))
        return;
    const Step step{.event = index};
    const sandbox::SystemCall &call = *event.call();
    if (call.has(sandbox::MakesDurable))
        return takeSync(event, m_trace.details(event), step);
    if (call.has(sandbox::Opens))
        return takeOpen(event, m_trace.details(event), step);
    if (isOneOf(event, {"truncate", "ftruncate"}) || call.has(sandbox::WritesData))
        return takeWrite(event, m_trace.details(event), step);
    if (call.has(sandbox::ChangesNames))
        takeNames(event, m_trace.details(event), step);
}

void PowerModel::takeOpen(const Event &event, const CallDetails &details, Step step)
{
    const auto path = relative(details.otherBase.isEmpty() ? details.fullPath() : details.otherBase);
    if (!path)
        return;
    const auto known = m_names.find(*path);
    if (known != m_names.end()) {
        m_ofObject[event.object] = known->second;
        if (event.change == 0 || (openFlags(event, details) & O_TRUNC) == 0)
            return;
        step.kind = Step::Kind::Size;
        step.node = known->second;
        sizeOf(step.node) = 0;
        return add(std::move(step));
    }
    if (event.change == 0)
        return;
    step.node = m_ofObject[event.object] = m_names[*path] = newNode(filesystem::EntryType::File);
    step.set = {{*path, step.node}};
    step.folders = {parentOf(*path)};
    add(std::move(step));
}

void PowerModel::takeWrite(const Event &event, const CallDetails &details, Step step)
{
    if (event.change == 0) {
        const bool prints = isOneOf(event, {"write", "writev"}) && details.arguments.value(0) <= 2;
        if (prints) {
            step.kind = Step::Kind::Print;
            add(std::move(step));
        }
        return;
    }
    const bool isSecond = isOneOf(event, {"copy_file_range", "splice"});
    const QByteArray path = relative(isSecond ? details.otherBase : details.fullPath()).value_or(QByteArray());
    Event about = event;
    about.object = isSecond ? event.otherObject : event.object;
    step.node = nodeOf(about, path);
    if (step.node == 0)
        return;
    if (isOneOf(event, {"truncate", "ftruncate"})) {
        step.kind = Step::Kind::Size;
        step.offset = static_cast<qint64>(details.arguments.value(1));
        return addSize(std::move(step));
    }
    step.kind = Step::Kind::Data;
    step.offset = details.numbers.value(0, -1);
    step.bytes = details.data.first(std::min<qsizetype>(details.data.size(), event.result));
    if (step.offset < 0 || step.bytes.size() < event.result || isOneOf(event, {"fallocate"}))
        m_unknown.append(step.event);
    else
        addData(std::move(step));
}

/// What is appended may come after the file's new size, which then ends in zeros: seen on ext4, where a commit waits for
/// no data (dioread_nolock, the default since Linux 5.6). In a block that is there already the size goes with the call;
/// new blocks are looked for when the data is written, and the size grows with them.
void PowerModel::addData(Step step)
{
    qint64 &size = sizeOf(step.node);
    const qint64 end = step.offset + step.bytes.size();
    if (end > size) {
        const Step::Kind kind = size % blockBytes != 0 ? Step::Kind::Size : Step::Kind::Room;
        add({.kind = kind, .event = step.event, .node = step.node, .offset = end});
    }
    size = std::max(size, end);
    add(std::move(step));
}

void PowerModel::takeNames(const Event &event, const CallDetails &details, Step step)
{
    const auto path = relative(details.fullPath());
    const auto other = relative(details.otherFullPath());
    if (event.change == 0 || !path)
        return;
    step.folders = {parentOf(*path)};
    if (isOneOf(event, {"rename", "renameat", "renameat2"})) {
        if (!other)
            return;
        step.node = nodeOf(event, *path);
        step.replaces = m_names.contains(*other);
        step.folders.insert(parentOf(*other));
        move(step, *path, *other);
    } else if (isOneOf(event, {"link", "linkat"})) {
        if (!other)
            return;
        step.node = m_names[*other] = nodeOf(event, *path);
        step.set = {{*other, step.node}};
        step.folders = {parentOf(*other)};
    } else if (isOneOf(event, {"unlink", "unlinkat", "rmdir"})) {
        step.removed = {*path};
        m_names.erase(*path);
    } else if (isOneOf(event, {"mkdir", "mkdirat"})) {
        step.node = m_names[*path] = newNode(filesystem::EntryType::Directory);
        step.set = {{*path, step.node}};
    } else if (isOneOf(event, {"symlink", "symlinkat"})) {
        step.node = m_names[*path] = newNode(filesystem::EntryType::SymbolicLink);
        m_nodes.back().target = details.texts.value(0);
        step.set = {{*path, step.node}};
    } else {
        return; // modes, times and attributes
    }
    add(std::move(step));
}

/// With all that lies below.
void PowerModel::move(Step &step, const QByteArray &from, const QByteArray &to)
{
    Names moved;
    for (const auto &[name, node] : m_names)
        if (name == from || name.startsWith(from + '/'))
            moved[to + name.sliced(from.size())] = node;
    for (const auto &[name, node] : moved) {
        const QByteArray old = from + name.sliced(to.size());
        step.removed.append(old);
        step.set.emplace_back(name, node);
        m_names.erase(old);
    }
    for (const auto &[name, node] : moved)
        m_names[name] = node;
}

void PowerModel::takeSync(const Event &event, const CallDetails &details, Step step)
{
    step.kind = Step::Kind::Sync;
    if (!isOneOf(event, {"fsync", "fdatasync"})) {
        step.folders = {"*"};
        return add(std::move(step));
    }
    const QByteArray path = details.fullPath();
    if (path == m_root) {
        step.folders = {QByteArray()};
    } else if (const auto inside = relative(path)) {
        step.node = nodeOf(event, *inside);
        if (step.node != 0 && m_nodes[static_cast<std::size_t>(step.node)].type == filesystem::EntryType::Directory)
            step.folders = {*inside};
    }
    add(std::move(step));
}

std::set<qsizetype> PowerModel::durableBefore(qsizetype end, PowerProfile profile) const
{
    std::set<qsizetype> durable;
    for (qsizetype i = 0; i < end; ++i) {
        const Step &sync = m_steps[static_cast<std::size_t>(i)];
        if (sync.kind != Step::Kind::Sync)
            continue;
        const bool all = sync.folders.contains("*");
        for (qsizetype j = 0; j < i; ++j) {
            const Step &step = m_steps[static_cast<std::size_t>(j)];
            const bool isContent = step.kind == Step::Kind::Data || step.kind == Step::Kind::Room
                || step.kind == Step::Kind::Size;
            const bool takesNames = profile != PowerProfile::Strict
                || std::ranges::any_of(sync.folders,
                    [&step](const QByteArray &folder) { return step.folders.contains(folder); });
            if (all || (isContent ? step.node == sync.node : step.kind == Step::Kind::Names && takesNames))
                durable.insert(j);
        }
    }
    return durable;
}

/// Whether a file system of this profile may lose these, and keep the rest.
bool PowerModel::isPossible(const std::set<qsizetype> &lost, qsizetype end, PowerProfile profile) const
{
    if (profile == PowerProfile::Strict)
        return true;
    bool lostOne = false;
    for (qsizetype i = 0; i < end; ++i) {
        const Step &step = m_steps[static_cast<std::size_t>(i)];
        const bool isMetadata = step.kind == Step::Kind::Names || step.kind == Step::Kind::Room
            || step.kind == Step::Kind::Size;
        if (!isMetadata)
            continue;
        if (lostOne && !lost.contains(i))
            return false; // in their order
        lostOne = lostOne || (lost.contains(i) && step.kind != Step::Kind::Room); // which may come later than all others
        if (profile == PowerProfile::Ext4 && step.replaces && !lost.contains(i))
            for (const qsizetype earlier : lost)
                if (earlier < i && m_steps[static_cast<std::size_t>(earlier)].kind == Step::Kind::Room
                    && m_steps[static_cast<std::size_t>(earlier)].node == step.node)
                    return false; // its blocks were found first
    }
    return true;
}

filesystem::Tree PowerModel::replay(qsizetype end, const std::set<qsizetype> &lost, bool tearLast) const
{
    Names names = m_namesBefore;
    std::map<Node, QByteArray> contents;
    const auto content = [&](Node node) -> QByteArray & {
        return contents.try_emplace(node, m_nodes[static_cast<std::size_t>(node)].content).first->second;
    };
    for (qsizetype i = 0; i < end; ++i) {
        const Step &step = m_steps[static_cast<std::size_t>(i)];
        if (lost.contains(i))
            continue;
        if (step.kind == Step::Kind::Names) {
            for (const QByteArray &name : step.removed)
                names.erase(name);
            for (const auto &[name, node] : step.set)
                names[name] = node;
        } else if (step.kind == Step::Kind::Size) {
            content(step.node).resize(step.offset, '\0');
        } else if (step.kind == Step::Kind::Room) {
            content(step.node).resize(std::max<qsizetype>(step.offset, content(step.node).size()), '\0');
        } else if (step.kind == Step::Kind::Data) {
            const bool isTorn = tearLast && i + 1 == end;
            writeInto(content(step.node), step.offset, isTorn ? step.bytes.first(step.bytes.size() / 2) : step.bytes);
        }
    }
    filesystem::Tree tree;
    for (const auto &[name, node] : names) {
        filesystem::Entry entry = m_nodes[static_cast<std::size_t>(node)];
        entry.path = name;
        if (contents.contains(node)) {
            entry.content = contents.at(node);
            entry.size = entry.content.size();
            entry.digest.clear();
        }
        tree.entries.append(entry);
    }
    return tree;
}

/// The states after the first `end` steps, some of them more than once.
bool PowerModel::exploreMoment(qsizetype end, PowerProfile profile, const std::function<bool(CrashState)> &visit) const
{
    const Step *last = end > 0 ? &m_steps[static_cast<std::size_t>(end - 1)] : nullptr;
    const std::set<qsizetype> durable = durableBefore(end, profile);
    QList<qsizetype> pending;
    for (qsizetype i = 0; i < end; ++i)
        if (m_steps[static_cast<std::size_t>(i)].kind <= Step::Kind::Size && !durable.contains(i))
            pending.append(i);
    const bool canTear = last && last->kind == Step::Kind::Data && pending.contains(end - 1);
    return forEachSubset(pending, [&](const std::set<qsizetype> &lost) {
        if (!isPossible(lost, end, profile))
            return true;
        for (const bool tear : {false, true}) {
            if (tear && (!canTear || lost.contains(end - 1)))
                continue;
            CrashState state{.tree = replay(end, lost, tear), .after = last ? last->event : -1, .isTorn = tear};
            for (const qsizetype index : lost)
                if (const Step &step = m_steps[static_cast<std::size_t>(index)]; step.kind != Step::Kind::Room)
                    state.lost.append(step.event);
            if (!visit(std::move(state)))
                return false;
        }
        return true;
    });
}

/// Whether the steps before and after are of one call.
bool PowerModel::isInsideCall(qsizetype end) const
{
    const auto at = static_cast<std::size_t>(end);
    return at > 0 && at < m_steps.size() && m_steps[at - 1].event == m_steps[at].event;
}

int PowerModel::explore(PowerProfile profile, const std::function<bool(const CrashState &)> &visit,
    const std::function<bool()> &goesOn) const
{
    std::set<QByteArray> seen;
    bool isWanted = true;
    bool wasPromised = false;
    for (qsizetype end = 0; end <= static_cast<qsizetype>(m_steps.size()) && isWanted; ++end) {
        if (isInsideCall(end))
            continue; // what it may leave then is among what it may leave when it is over
        if (goesOn && !goesOn())
            break;
        wasPromised
            = wasPromised || (end > 0 && m_steps[static_cast<std::size_t>(end - 1)].kind == Step::Kind::Print);
        isWanted = exploreMoment(end, profile, [&](CrashState state) {
            state.wasPromised = wasPromised;
            return !seen.insert(keyOf(state.tree, wasPromised)).second || visit(state);
        });
    }
    return static_cast<int>(seen.size());
}

QList<filesystem::Tree> PowerModel::treesAfter(PowerProfile profile, qsizetype event) const
{
    const auto next = std::ranges::upper_bound(m_steps, event, {}, &Step::event);
    QList<filesystem::Tree> trees;
    exploreMoment(next - m_steps.begin(), profile, [&trees](CrashState state) {
        trees.append(std::move(state.tree));
        return true;
    });
    return trees;
}

} // namespace ringside::lens
