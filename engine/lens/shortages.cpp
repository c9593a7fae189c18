#include "lens/shortages.h"

#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <sched.h>
#include <set>

namespace ringside::lens {

namespace {

using namespace Qt::StringLiterals;
using Kind = Shortage::Kind;
using Evidence = Shortage::Evidence;
using sandbox::ExtraMount;

constexpr qint64 blockBytes = 512;

const QStringList kindNames{u"disk"_s, u"names"_s, u"file-size"_s, u"processes"_s, u"descriptors"_s}; // by Kind

/// The sizes of one file system of a box.
struct Sizes
{
    qint64 bytes = 0;
    qint64 names = 0;
};

bool isBelow(const QByteArray &path, const QByteArray &folder)
{
    return path == folder || path.startsWith(folder + '/');
}

/// None where nothing of a program's can fill anything.
std::optional<Sizes> sizesAt(const QByteArray &path, const sandbox::RunRequest &request)
{
    for (const ExtraMount &mount : request.mounts)
        if (isBelow(path, mount.path))
            return Sizes{mount.bytes, mount.inodes};
    const bool isOurs = isBelow(path, "/home/learner") || isBelow(path, "/tmp") || isBelow(path, "/dev/shm");
    return isOurs ? std::optional(Sizes{request.limits.diskBytes, request.limits.inodes}) : std::nullopt;
}

/// What of a file system is in use. A name takes the room of an inode in these, links too; so does the root, which is no
/// entry.
Sizes inUse(const filesystem::Tree &tree)
{
    std::set<quint64> counted;
    Sizes use{.names = tree.entries.size() + 1};
    for (const filesystem::Entry &entry : tree.entries)
        if (counted.insert(entry.inode).second)
            use.bytes += entry.blocks * blockBytes;
    return use;
}

enum class LastError { Other, NoSpace };

/// Whoever begins on a full disk, and has nothing to do with it, is told nothing of it.
void addFull(std::set<Shortage> &found, const filesystem::Tree &before, const filesystem::Tree &after,
    const Sizes &sizes, LastError error)
{
    const Sizes first = inUse(before);
    const Sizes last = inUse(after);
    if (last.bytes >= sizes.bytes && (first.bytes < sizes.bytes || error == LastError::NoSpace))
        found.insert({Kind::Disk, sizes.bytes});
    if (last.names >= sizes.names && (first.names < sizes.names || error == LastError::NoSpace))
        found.insert({Kind::Names, sizes.names});
}

bool setsLimits(const sandbox::RunRequest &request)
{
    return std::ranges::any_of(request.workspace.entries, [](const filesystem::Entry &entry) {
        return entry.path.endsWith(".py") && (entry.content.contains("rlimit") || entry.content.contains("ulimit"));
    });
}

/// In Python, and in its library where a program's own line is not the last.
bool startsProcess(const QByteArray &code)
{
    static const QByteArrayList words{"fork", "spawn", "Popen", "popen", "subprocess", "start(", "system("};
    return std::ranges::any_of(words, [&code](const QByteArray &word) { return code.contains(word); });
}

/// As it comes through a pipe: without colours and carriage returns.
QString withoutTerminal(const QByteArray &text)
{
    static const QRegularExpression ofTerminal(u"\\x1b\\[[0-9;]*m|\\r(?=\\n)"_s);
    return QString::fromUtf8(text).remove(ofTerminal);
}

/// Python's own words on the exception that ended the program, or those of a program that knows them, too.
struct LastWords
{
    int errnum = 0; ///< 0: they are not about a system call, or there are none
    QByteArray text;
};

LastWords lastWordsOf(const sandbox::RunReport &report)
{
    static const QRegularExpression ofSystem(u"\\n\\w+: \\[Errno (\\d{1,3})\\] [^\\n]*\\n?$"_s);
    constexpr qsizetype traceback = 4096;
    if (report.ending != sandbox::Ending::Exited || report.exitStatus != 1)
        return {};
    const QString end
        = withoutTerminal(report.errorOutput.last(std::min(traceback, report.errorOutput.size())));
    if (end.endsWith(u"\nRuntimeError: can't start new thread\n"))
        return {.errnum = EAGAIN, .text = end.toUtf8()};
    const auto error = ofSystem.match(end);
    return {.errnum = error.hasMatch() ? error.captured(1).toInt() : 0, .text = end.toUtf8()};
}

void addFromReport(
    std::set<Shortage> &found, const sandbox::RunReport &report, const sandbox::RunRequest &request)
{
    const sandbox::Limits &limits = request.limits;
    const LastError error = lastWordsOf(report).errnum == ENOSPC ? LastError::NoSpace : LastError::Other;
    addFull(found, request.workspace, report.tree, {limits.diskBytes, limits.inodes}, error);
    for (qsizetype i = 0; i < std::min(report.mountTrees.size(), request.mounts.size()); ++i) {
        const ExtraMount &mount = request.mounts[i];
        if (!mount.readOnly)
            addFull(found, mount.content, report.mountTrees[i], {mount.bytes, mount.inodes}, error);
    }
    const auto hasLargest = [&limits](const filesystem::Tree &tree) {
        return std::ranges::any_of(tree.entries,
            [&limits](const filesystem::Entry &entry) { return entry.size >= limits.fileBytes; });
    };
    if (hasLargest(report.tree) && !hasLargest(request.workspace))
        found.insert({Kind::FileSize, limits.fileBytes});
    if (report.resources.peakProcesses + 1 >= limits.processes) // the box's first process is one, too
        found.insert({Kind::Processes, limits.processes});
}

/// How the program ended, where nobody has watched its calls.
void addFromEnd(std::set<Shortage> &found, const sandbox::RunReport &report, const sandbox::RunRequest &request)
{
    if (report.signal == SIGXFSZ && !setsLimits(request)) // any process may send it
        found.insert({Kind::FileSize, request.limits.fileBytes, Evidence::Told});
    const LastWords words = lastWordsOf(report);
    if (const auto shortage = shortageBehind(words.errnum, words.text, request))
        found.insert(*shortage);
}

/// What there was when a call failed, with all that the limit counts: threads, and the dead that nobody has waited for.
qint64 processesAt(const Trace &trace, qsizetype index)
{
    const quint64 time = trace.event(index).timeNs;
    qint64 count = 1; // the box's first process
    for (quint32 i = 1; i <= trace.processCount(); ++i) {
        const Process &process = trace.process(i);
        const bool isGone = process.hasEnded && process.wasReaped && process.endedNs < time;
        count += process.beganNs <= time && !isGone ? 1 : 0;
    }
    for (qsizetype i = 0; i < index; ++i) {
        const Event &event = trace.event(i);
        if (event.name() == "exit")
            --count;
        else if (event.name() == "clone" && !event.isFailed())
            count += (trace.details(event).arguments.value(0) & CLONE_THREAD) != 0 ? 1 : 0;
    }
    return count;
}

bool makesProcess(const Event &event)
{
    const QByteArray name = event.name();
    return name == "clone" || name == "fork" || name == "vfork";
}

/// The new length of a file that a call asks for; 0 of other calls.
qint64 askedLength(const Trace &trace, const Event &event)
{
    const QList<quint64> arguments = trace.details(event).arguments;
    if (event.name() == "fallocate")
        return static_cast<qint64>(arguments.value(2) + arguments.value(3));
    const bool sets = event.name() == "ftruncate" || event.name() == "truncate";
    return sets ? static_cast<qint64>(arguments.value(1)) : 0;
}

void addFullDisk(
    std::set<Shortage> &found, const Trace &trace, const Event &event, const sandbox::RunRequest &request)
{
    const CallDetails details = trace.details(event);
    const QByteArray path = details.otherPath.isEmpty() ? details.fullPath() : details.otherFullPath();
    const std::optional<Sizes> sizes = sizesAt(path, request);
    if (!sizes || !event.call())
        return;
    const QByteArray name = event.name();
    const bool makesName = event.call()->has(sandbox::Opens) || name.startsWith("mkdir") || name.startsWith("mknod")
        || name.startsWith("link");
    if (event.call()->has(sandbox::WritesData))
        found.insert({Kind::Disk, sizes->bytes});
    else if (makesName)
        found.insert({Kind::Names, sizes->names});
}

void addFailure(
    std::set<Shortage> &found, const Trace &trace, qsizetype index, const sandbox::RunRequest &request)
{
    const Event &event = trace.event(index);
    const sandbox::Limits &limits = request.limits;
    if (event.errnum() == ENOSPC)
        addFullDisk(found, trace, event, request);
    else if (event.errnum() == EFBIG && askedLength(trace, event) > limits.fileBytes)
        found.insert({Kind::FileSize, limits.fileBytes});
    else if (event.errnum() == EMFILE // a pipe wants two
        && trace.openDescriptors(event.process, index).size() >= limits.descriptors - 1)
        found.insert({Kind::Descriptors, limits.descriptors});
    else if (event.errnum() == EAGAIN && makesProcess(event) && processesAt(trace, index) >= limits.processes)
        found.insert({Kind::Processes, limits.processes});
}

} // namespace

QString toString(Kind kind)
{
    return kindNames[qsizetype(kind)];
}

std::optional<Kind> shortageKind(const QString &name)
{
    const qsizetype place = kindNames.indexOf(name);
    return place < 0 ? std::nullopt : std::optional(Kind(place));
}

QJsonArray toJson(const QList<Shortage> &shortages, Evidence evidence)
{
    QJsonArray array;
    for (const Shortage &shortage : shortages)
        if (shortage.evidence == evidence)
            array.append(QJsonObject{{u"limit"_s, toString(shortage.kind)}, {u"figure"_s, shortage.limit}});
    return array;
}

QList<Shortage> shortagesIn(const QJsonArray &json, Evidence evidence)
{
    QList<Shortage> shortages;
    for (const QJsonValue &value : json)
        if (const auto kind = shortageKind(value[u"limit"_s].toString()))
            shortages.append({*kind, value[u"figure"_s].toInteger(), evidence});
    return shortages;
}

std::optional<Shortage> shortageBehind(int errnum, const QByteArray &code, const sandbox::RunRequest &request)
{
    const sandbox::Limits &limits = request.limits;
    if (setsLimits(request))
        return std::nullopt;
    if (errnum == EMFILE)
        return Shortage{Kind::Descriptors, limits.descriptors, Evidence::Told};
    if (errnum == EFBIG)
        return Shortage{Kind::FileSize, limits.fileBytes, Evidence::Told};
    if (errnum == EAGAIN && startsProcess(code)) // else a descriptor that does not wait, or a lock
        return Shortage{Kind::Processes, limits.processes, Evidence::Told};
    return std::nullopt;
}

QList<Shortage> findShortages(
    const sandbox::RunReport &report, const sandbox::RunRequest &request, const Trace *trace)
{
    std::set<Shortage> found;
    addFromReport(found, report, request);
    const bool isWatched = trace && report.traced;
    if (!isWatched)
        addFromEnd(found, report, request);
    const auto events = isWatched ? static_cast<qsizetype>(trace->events().size()) : 0;
    // Looking closer at a failure takes time, and a program may fail again and again.
    constexpr int mostLooks = 100;
    int looks = 0;
    for (qsizetype i = 0; i < events && looks < mostLooks; ++i) {
        const Event &event = trace->event(i);
        const int errnum = event.has(Event::Injected) ? 0 : event.errnum();
        if (errnum != ENOSPC && errnum != EFBIG && errnum != EMFILE && (errnum != EAGAIN || !makesProcess(event)))
            continue;
        addFailure(found, *trace, i, request);
        ++looks;
    }
    std::erase_if(found, [&found](const Shortage &shortage) {
        return shortage.evidence == Evidence::Told && found.contains({shortage.kind, shortage.limit});
    });
    return {found.begin(), found.end()};
}

} // namespace ringside::lens
