#include "grading/lenschecks.h"

#include "base/bytes.h"
#include "grading/settings.h"
#include "lens/calltext.h"
#include "lens/queries.h"
#include "lens/trials.h"

#include <cmath>
#include <limits>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using course::Check;
using course::CheckKind;

constexpr char home[] = "/home/learner/";
constexpr char driverFile[] = "/home/learner/main.py";

QByteArray absolutePath(const QByteArray &path)
{
    return path.startsWith('/') || path.startsWith('*') ? path : home + path;
}

Settings settingsOf(const Evidence &evidence, const Check &check)
{
    return {evidence.exercise->folder + u"/exercise.toml"_s, check.line, check.settings};
}

Finding fails(const QString &expected, const QString &found, std::optional<Where> where)
{
    return {.outcome = CheckOutcome::Failed,
        .cause = Cause::Differs,
        .expected = expected,
        .found = found,
        .where = std::move(where)};
}

/// Names of the world below a path, which is not one of them.
qint64 entriesBelow(const World &world, const QByteArray &path)
{
    const filesystem::Tree tree = visibleTree(world);
    return std::ranges::count_if(tree.entries, [&path](const filesystem::Entry &entry) {
        return path.isEmpty() || path == "." || entry.path.startsWith(path + '/');
    });
}

/// The numbers of the calls a key names, or an error at the check's line.
std::optional<QList<int>> callsOf(Settings &keys, const QString &key)
{
    const QStringList names = keys.texts(key);
    std::optional<QList<int>> numbers = lens::callNumbers(names);
    if (!numbers)
        keys.fail(
            key, u"no system call and no group of them is called so: "_s + names.join(u", "_s));
    return numbers;
}

QByteArrayList toBytes(const QStringList &texts)
{
    QByteArrayList bytes;
    for (const QString &text : texts)
        bytes.append(text.toUtf8());
    return bytes;
}

/// Which calls were made, the most frequent first: "newfstatat 5000, fstat 2".
QString talliedNames(const lens::Trace &trace, const lens::CallFilter &filter)
{
    QHash<QByteArray, int> counts;
    for (const lens::Event &event : trace.events())
        if (filter.matches(trace, event))
            ++counts[event.name()];
    QList<std::pair<int, QByteArray>> sorted;
    for (auto it = counts.begin(); it != counts.end(); ++it)
        sorted.append({-it.value(), it.key()});
    std::ranges::sort(sorted);
    QStringList words;
    for (const auto &[count, name] : sorted)
        words.append(u"%1 %2"_s.arg(QString::fromUtf8(name)).arg(-count));
    return words.join(u", "_s);
}

QString countText(quint64 count, const QString &names)
{
    return names.isEmpty() ? QString::number(count) : u"%1 (%2)"_s.arg(count).arg(names);
}

} // namespace

Where placeOf(const lens::Trace &trace, const lens::Event &event)
{
    const lens::Site &site = trace.site(event.site);
    Where where{.call = QString::fromUtf8(lens::callText(trace, event))};
    if (site.line > 0)
        where = {.file = displayName(site.file.mid(site.file.lastIndexOf('/') + 1)),
            .line = site.line,
            .column = std::max(site.column, 0),
            .endColumn = std::max(site.endColumn, 0),
            .call = where.call};
    return where;
}

bool needsLens(CheckKind kind)
{
    switch (kind) {
    case CheckKind::Budget:
    case CheckKind::Order:
    case CheckKind::DescriptorsClosed:
    case CheckKind::ChildrenReaped:
        return true;
    default:
        return false;
    }
}

sandbox::TraceOptions traceOptions(const sandbox::RunRequest &request)
{
    sandbox::TraceOptions options;
    options.shownCalls = options.countedCalls = lens::mostWatchedCalls;
    if (request.valueChannel)
        options.driverFiles.append(driverFile);
    for (const sandbox::ExtraMount &mount : request.mounts)
        options.changeRoots.append(mount.path);
    return options;
}

Finding checkBudget(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const std::optional<QList<int>> numbers = callsOf(keys, u"calls"_s);
    lens::CallFilter filter{.flags = toBytes(keys.texts(u"flags"_s)),
        .path = keys.has(u"path"_s) ? absolutePath(keys.path(u"path"_s)) : QByteArray(),
        .functions = toBytes(keys.texts(u"where"_s))};
    const qint64 per = keys.has(u"per"_s) ? entriesBelow(evidence.world, keys.path(u"per"_s)) : 1;
    if (keys.error())
        return ungraded(*keys.error());
    filter.numbers = *numbers;
    const auto figure = [&](const QString &key) {
        return static_cast<quint64>(
            std::floor(keys.value(key).toDouble() * static_cast<double>(per)));
    };
    const lens::Trace &trace = *evidence.trace;
    const quint64 most
        = keys.has(u"most"_s) ? figure(u"most"_s) : std::numeric_limits<quint64>::max() - 1;
    const lens::CallTally found = lens::tally(trace, filter, most);
    const QString names = talliedNames(trace, filter);
    if (found.calls > most)
        return fails(u"≤ %1"_s.arg(most), countText(found.calls, names),
            found.beyond ? std::optional(placeOf(trace, trace.event(*found.beyond)))
                         : std::nullopt);
    if (const quint64 least = keys.has(u"least"_s) ? figure(u"least"_s) : 0; found.calls < least)
        return fails(u"≥ %1"_s.arg(least), countText(found.calls, names), {});
    return {};
}

Finding checkOrder(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const auto first = callsOf(keys, u"first"_s);
    const auto then = callsOf(keys, u"then"_s);
    const QByteArray object
        = keys.has(u"object"_s) ? absolutePath(keys.path(u"object"_s)) : QByteArray();
    if (keys.error())
        return ungraded(*keys.error());
    const auto verdict
        = lens::checkOrder(*evidence.trace, {.first = *first, .then = *then, .object = object});
    const QString expected
        = u"%1 < %2"_s.arg(keys.texts(u"first"_s).join(u'|'), keys.texts(u"then"_s).join(u'|'));
    switch (verdict.outcome) {
    case lens::OrderVerdict::Outcome::Kept:
        return {};
    case lens::OrderVerdict::Outcome::NeverThen:
        return fails(expected, u"%1: 0"_s.arg(keys.texts(u"then"_s).join(u'|')), {});
    case lens::OrderVerdict::Outcome::NotFirst:
        break;
    }
    const Where where = placeOf(*evidence.trace, evidence.trace->event(*verdict.event));
    return fails(expected, where.call, where);
}

Finding checkDescriptorsClosed(const Check &, const Evidence &evidence)
{
    const QList<lens::Leak> leaks = lens::findLeaks(*evidence.trace, evidence.sources);
    if (leaks.isEmpty())
        return {};
    const Where where = placeOf(*evidence.trace, evidence.trace->event(leaks.first().openedBy));
    return fails(u"0"_s, countText(static_cast<quint64>(leaks.size()), where.call), where);
}

Finding checkChildrenReaped(const Check &, const Evidence &evidence)
{
    const lens::Trace &trace = *evidence.trace;
    const QList<lens::Unreaped> unreaped = lens::findUnreaped(trace);
    if (unreaped.isEmpty())
        return {};
    const lens::Unreaped &one = unreaped.first();
    const lens::Site &site = trace.site(trace.process(one.process).site);
    const QString kind = one.kind == lens::Unreaped::Kind::Zombie ? u"zombie"_s : u"orphan"_s;
    std::optional<Where> where;
    if (site.line > 0)
        where = Where{.file = displayName(site.file.mid(site.file.lastIndexOf('/') + 1)),
            .line = site.line,
            .column = std::max(site.column, 0),
            .endColumn = std::max(site.endColumn, 0)};
    return fails(u"0"_s, countText(static_cast<quint64>(unreaped.size()), kind), where);
}

} // namespace ringside::grading
