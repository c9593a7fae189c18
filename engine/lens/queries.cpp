#include "lens/queries.h"

#include "lens/flagwords.h"

#include <algorithm>
#include <fcntl.h>
#include <fnmatch.h>
#include <map>
#include <set>

namespace ringside::lens {

using namespace Qt::StringLiterals;

namespace {

struct Group
{
    const char *name;
    std::initializer_list<std::string_view> calls;
};

/// The first of each is also a word for all of them where a C library may take any: "open" is openat on most.
const Group groups[]{
    {"reads", {"read", "pread64", "readv", "preadv", "preadv2"}},
    {"writes", {"write", "pwrite64", "writev", "pwritev", "pwritev2", "sendfile", "copy_file_range", "splice"}},
    {"opens", {"open", "openat", "openat2", "creat"}},
    {"stats", {"stat", "lstat", "fstat", "newfstatat", "statx", "access", "faccessat", "faccessat2"}},
    {"renames", {"rename", "renameat", "renameat2"}},
    {"removals", {"unlink", "unlinkat", "rmdir"}},
    {"syncs", {"fsync", "fdatasync", "sync", "syncfs", "sync_file_range"}},
    {"modes", {"chmod", "fchmod", "fchmodat", "fchmodat2"}},
    {"execs", {"execve", "execveat"}},
};

std::optional<QByteArray> textOf(const Sources &sources, const Site &site)
{
    const auto source = sources.constFind(site.file);
    if (source == sources.constEnd() || site.line < 1 || site.column < 0)
        return std::nullopt;
    const QByteArrayList lines = source->split('\n');
    if (site.endLine > lines.size() || site.endLine < site.line)
        return std::nullopt;
    if (site.line == site.endLine)
        return lines[site.line - 1].mid(site.column, site.endColumn - site.column);
    QByteArray text = lines[site.line - 1].mid(site.column);
    for (int line = site.line + 1; line < site.endLine; ++line)
        text += '\n' + lines[line - 1];
    return text + '\n' + lines[site.endLine - 1].first(std::clamp<qsizetype>(
                             site.endColumn, 0, lines[site.endLine - 1].size()));
}

/// A `with` statement closes at the place of its expression. It may begin some lines above, in brackets.
bool isInWith(const Sources &sources, const Site &site)
{
    constexpr int mostLines = 10;
    const QByteArrayList lines = sources.value(site.file).split('\n');
    for (int line = site.line; line > 0 && line > site.line - mostLines && line <= lines.size(); --line) {
        const QByteArray text = lines[line - 1].trimmed();
        const bool isSame = line == site.line;
        if (text.startsWith("with ") || text.startsWith("with(") || text.startsWith("async with "))
            return isSame || (text.contains('(') && !text.endsWith(':'));
        if (!isSame && text.endsWith(':'))
            return false;
    }
    return false;
}

bool saysClose(const QByteArray &text)
{
    return text.contains("close") || text.contains("shutdown") || text.contains("__exit__")
        || text.contains("communicate") || text.contains("detach");
}

/// A directory that was read to its end is closed by the reading itself.
bool wasReadToItsEnd(const Trace &trace, const DescriptorLife &life)
{
    const std::vector<Event> &events = trace.events();
    for (qsizetype i = life.closedBy; --i > life.openedBy;) {
        const Event &event = events[static_cast<std::size_t>(i)];
        if (event.process == life.process && event.name() == "getdents64"
            && trace.details(event).arguments.value(0) == static_cast<quint64>(life.number))
            return event.result == 0;
    }
    return false;
}

bool isOwnDoing(const Trace &trace, const DescriptorLife &life, const Sources &sources)
{
    const Event &opened = trace.events()[static_cast<std::size_t>(life.openedBy)];
    const Event &closed = trace.events()[static_cast<std::size_t>(life.closedBy)];
    const Site &site = trace.site(closed.site);
    // One call that opens and closes; the library, which does it well; a process that is no Python of the learner's.
    if (opened.site == closed.site || !site.via.isEmpty() || site.phase == Phase::Child
        || site.phase == Phase::Unknown || site.phase == Phase::Import)
        return true;
    if (wasReadToItsEnd(trace, life))
        return true;
    if (site.phase != Phase::User)
        return false; // nothing of the learner's ran any more
    const std::optional<QByteArray> text = textOf(sources, site);
    return !text || saysClose(*text) || isInWith(sources, site);
}

} // namespace

bool isLearners(Phase phase)
{
    return phase == Phase::User || phase == Phase::Unknown;
}

std::optional<QList<int>> callNumbers(const QStringList &names)
{
    std::set<int> numbers;
    for (const QString &name : names) {
        const std::string text = name.toStdString();
        const auto *group = std::ranges::find(groups, text, &Group::name);
        if (group != std::end(groups)) {
            for (const std::string_view call : group->calls)
                if (const sandbox::SystemCall *known = sandbox::findSystemCall(call))
                    numbers.insert(known->number);
        } else if (const sandbox::SystemCall *known = sandbox::findSystemCall(text)) {
            numbers.insert(known->number);
        } else {
            return std::nullopt;
        }
    }
    return QList<int>(numbers.begin(), numbers.end());
}

bool CallFilter::matches(const Trace &trace, const Event &event) const
{
    const Site &site = trace.site(event.site);
    const sandbox::SystemCall *call = event.call();
    const bool starts = call && (call->name == "execve" || call->name == "execveat");
    if (learnersOnly && !isLearners(site.phase) && !(starts && site.phase == Phase::Child))
        return false;
    if (!numbers.isEmpty() && !numbers.contains(event.number))
        return false;
    // Of a call that cannot be told it cannot be told either that it was none of these functions.
    if (!functions.isEmpty() && site.phase != Phase::Unknown && !functions.contains(site.function)
        && std::ranges::none_of(site.callers,
            [this](const Frame &caller) { return functions.contains(caller.function); }))
        return false;
    if (flags.isEmpty() && path.isEmpty())
        return true;
    const CallDetails details = trace.details(event);
    if (!flags.isEmpty()) {
        const auto at = call ? call->parameters.find('o') : std::string_view::npos;
        const quint64 given = at != std::string_view::npos ? details.arguments.value(static_cast<qsizetype>(at))
            : call && call->name == "openat2"              ? static_cast<quint64>(details.numbers.value(0))
            : call && call->name == "creat"                ? O_CREAT | O_WRONLY | O_TRUNC
                                                           : 0;
        const QByteArrayList names = openFlagNames(given);
        if (!std::ranges::all_of(flags, [&names](const QByteArray &flag) { return names.contains(flag); }))
            return false;
    }
    const auto fits = [this](const QByteArray &full) {
        return ::fnmatch(path.constData(), full.constData(), 0) == 0;
    };
    return path.isEmpty() || fits(details.fullPath())
        || (!details.otherPath.isEmpty() && fits(details.otherFullPath()));
}

CallTally tally(const Trace &trace, const CallFilter &filter, quint64 limit)
{
    CallTally found;
    for (qsizetype i = 0; i < static_cast<qsizetype>(trace.events().size()); ++i)
        if (filter.matches(trace, trace.events()[static_cast<std::size_t>(i)]) && ++found.calls == limit + 1)
            found.beyond = i;
    if (!trace.isCapped())
        return found;
    quint64 all = 0;
    for (const auto &[key, count] : trace.counts())
        if (!filter.learnersOnly || isLearners(trace.site(key.first).phase))
            if (filter.numbers.isEmpty() || filter.numbers.contains(key.second))
                all += count.calls;
    if (filter.flags.isEmpty() && filter.path.isEmpty() && filter.functions.isEmpty())
        found.calls = std::max(found.calls, all);
    return found;
}

OrderVerdict checkOrder(const Trace &trace, const OrderRule &rule)
{
    std::set<quint32> prepared;
    std::map<quint32, std::optional<qsizetype>> unprepared; // what was done to each object too early, unless done again
    const std::vector<Event> &events = trace.events();
    for (qsizetype i = 0; i < static_cast<qsizetype>(events.size()); ++i) {
        const Event &event = events[static_cast<std::size_t>(i)];
        if (event.object == 0 || event.isFailed() || !isLearners(trace.site(event.site).phase))
            continue;
        if (!rule.object.isEmpty() && !trace.object(event.object).names.contains(rule.object))
            continue;
        if (rule.first.contains(event.number)) {
            prepared.insert(event.object);
        } else if (rule.then.contains(event.number)) {
            unprepared[event.object] = prepared.contains(event.object) ? std::nullopt : std::optional(i);
        }
    }
    std::optional<qsizetype> first;
    for (const auto &[object, index] : unprepared)
        if (index && (!first || *index < *first))
            first = index;
    if (first)
        return {OrderVerdict::Outcome::NotFirst, first};
    return {unprepared.empty() ? OrderVerdict::Outcome::NeverThen : OrderVerdict::Outcome::Kept, std::nullopt};
}

QList<Leak> findLeaks(const Trace &trace, const Sources &sources)
{
    QList<Leak> leaks;
    for (const DescriptorLife &life : trace.descriptorLives()) {
        if (life.openedBy < 0 || life.end == DescriptorLife::End::ByExec
            || life.end == DescriptorLife::End::Replaced)
            continue;
        const Event &opened = trace.events()[static_cast<std::size_t>(life.openedBy)];
        if (!isLearners(trace.site(opened.site).phase) || trace.process(life.process).parent != 0)
            continue; // a child is gone with all it had, and its parent's copies are closed by its parent
        if (life.end == DescriptorLife::End::Open)
            leaks.append({Leak::Kind::LeftOpen, life.openedBy});
        else if (!isOwnDoing(trace, life, sources)) {
            const Event &closed = trace.events()[static_cast<std::size_t>(life.closedBy)];
            const bool atTheEnd = trace.site(closed.site).phase == Phase::Shutdown;
            leaks.append({atTheEnd ? Leak::Kind::LeftOpen : Leak::Kind::Collected, life.openedBy});
        }
    }
    return leaks;
}

QList<Unreaped> findUnreaped(const Trace &trace)
{
    QList<Unreaped> found;
    const Process &program = trace.process(1);
    for (quint32 number = 2; number <= trace.processCount(); ++number) {
        const Process &process = trace.process(number);
        // What the kernel kills at the program's end was alive until then.
        const bool outlived = !process.hasEnded || (program.hasEnded && process.endedNs >= program.endedNs);
        if (outlived)
            found.append({Unreaped::Kind::Orphan, number});
        else if (process.parent == 1 && !process.wasReaped)
            found.append({Unreaped::Kind::Zombie, number});
    }
    return found;
}

} // namespace ringside::lens
