#include "lens/crashes.h"

#include <algorithm>
#include <map>

namespace ringside::lens {

namespace {

using filesystem::Change;
using filesystem::Difference;
using filesystem::Entry;
using filesystem::Tree;

/// The names under which two trees have not the same, with what happened to them from the first to the second.
std::map<QByteArray, Change> changesBetween(const Tree &one, const Tree &other)
{
    constexpr quint16 matters = Difference::Type | Difference::Content | Difference::LinkTarget;
    std::map<QByteArray, Change> changes;
    for (const Difference &difference : filesystem::difference(one, other))
        if (difference.change != Change::Modified || (difference.fields & matters) != 0)
            changes[difference.path] = difference.change;
    return changes;
}

} // namespace

QList<CrashState> afterKills(const WatchedRun &run)
{
    std::map<quint32, const Tree *> trees;
    for (const sandbox::TraceSnapshot &snapshot : run.snapshots)
        trees[snapshot.change] = &snapshot.tree;
    QList<CrashState> states;
    for (qsizetype i = 0; i < static_cast<qsizetype>(run.trace->events().size()); ++i) {
        const Event &event = run.trace->event(i);
        const auto tree = event.change == 0 ? trees.end() : trees.find(event.change);
        if (tree != trees.end() && run.trace->site(event.site).phase != Phase::Driver)
            states.append({.tree = *tree->second, .after = i});
    }
    return states;
}

QList<CrashState> afterPowerFailures(const PowerModel &model, const Trace &trace, PowerProfile profile,
    const std::function<bool(qsizetype found, qsizetype moments)> &goesOn)
{
    QList<CrashState> states;
    qsizetype moments = 0;
    const auto take = [&](const CrashState &state) {
        if (state.after >= 0 && trace.site(trace.event(state.after).site).phase != Phase::Driver)
            states.append(state);
        return goesOn(states.size(), moments);
    };
    model.explore(profile, take, [&] { return goesOn(states.size(), moments++); });
    return states;
}

bool LeftTree::isBroken() const
{
    return std::ranges::any_of(entries, &LeftEntry::isBroken);
}

LeftTree compareLeft(const Tree &before, const Tree &left, const Tree &after)
{
    const std::map<QByteArray, Change> fromBefore = changesBetween(before, left);
    const std::map<QByteArray, Change> fromAfter = changesBetween(after, left);
    LeftTree compared{.entries = {}, .isAsBefore = fromBefore.empty(), .isAsAfter = fromAfter.empty()};
    for (const Entry &entry : left.entries) {
        const auto old = fromBefore.find(entry.path);
        const auto last = fromAfter.find(entry.path);
        const bool isOnlyHere = old != fromBefore.end() && old->second == Change::Added && last != fromAfter.end()
            && last->second == Change::Added;
        const Standing standing = old == fromBefore.end() ? Standing::AsBefore
            : last == fromAfter.end()                     ? Standing::AsAfter
            : isOnlyHere                                  ? Standing::LeftOver
                                                          : Standing::Neither;
        compared.entries.append({.entry = entry, .standing = standing});
    }
    for (const Entry &entry : before.entries)
        if (!left.find(entry.path) && after.find(entry.path))
            compared.entries.append({.entry = entry, .standing = Standing::Missing});
    std::ranges::sort(compared.entries, {}, [](const LeftEntry &one) { return one.entry.path; });
    return compared;
}

} // namespace ringside::lens
