#include "grading/survival.h"

#include "base/bytes.h"
#include "grading/lenschecks.h"
#include "grading/settings.h"
#include "grading/treecheck.h"
#include "lens/powermodel.h"
#include "lens/trials.h"

#include <QPromise>

#include <algorithm>
#include <limits>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using course::Check;
using course::CheckKind;
using filesystem::Entry;
using filesystem::Tree;
using Aftermaths = QList<Aftermath>;

constexpr qsizetype mostTrials = 64; // spread over the calls of a program that makes more
constexpr qsizetype mostStates = 2000; // after a power failure: the earliest
constexpr quint32 capturedBytes = 512U << 10; // the power model needs all that is written
constexpr std::chrono::milliseconds standstill{
    60'000}; // while trees are read, the program's clock goes on
// Its trees are held in one box, each below a folder of its own.
constexpr char statesFolder[] = "states";

Settings settingsOf(const Evidence &evidence, const Check &check)
{
    return {evidence.exercise->folder + u"/exercise.toml"_s, check.line, check.settings};
}

template <typename T> QFuture<Result<T>> given(Result<T> result)
{
    QPromise<Result<T>> promise;
    promise.start();
    promise.addResult(std::move(result));
    promise.finish();
    return promise.future();
}

/// The learner's own doing, or that of a program it started; not a case's preparations.
bool isOwn(const lens::Trace &trace, const lens::Event &event)
{
    const lens::Phase phase = trace.site(event.site).phase;
    return lens::isLearners(phase) || phase == lens::Phase::Child;
}

bool isSame(const Tree &left, const Tree &right)
{
    return std::ranges::equal(
        left.entries, right.entries, [](const Entry &one, const Entry &other) {
            return one.path == other.path && one.type == other.type && one.size == other.size
                && one.content == other.content && one.target == other.target
                && one.mode == other.mode;
        });
}

/// Many moments leave the same tree: the first of them stands for all.
void addOnce(Aftermaths &aftermaths, Aftermath aftermath)
{
    const bool isKnown = std::ranges::any_of(aftermaths,
        [&aftermath](const Aftermath &known) { return isSame(known.tree, aftermath.tree); });
    if (!isKnown)
        aftermaths.append(std::move(aftermath));
}

// Killed

Aftermaths afterKills(const lens::WatchedRun &run, const sandbox::RunRequest &request)
{
    std::map<quint32, Tree> trees;
    for (const sandbox::TraceSnapshot &snapshot : run.snapshots)
        trees[snapshot.change] = visibleTree(request, snapshot.tree, snapshot.mountTrees);
    Aftermaths aftermaths;
    for (const lens::Event &event : run.trace->events()) {
        if (event.change == 0 || !isOwn(*run.trace, event))
            continue;
        const Where where = placeOf(*run.trace, event);
        for (const quint32 change : {event.change - 1, event.change})
            if (const auto tree = trees.find(change); tree != trees.end())
                addOnce(aftermaths, {.tree = tree->second, .where = where});
    }
    return aftermaths;
}

QFuture<Result<Aftermaths>> kill(sandbox::Sandbox &sandbox, const sandbox::RunRequest &request)
{
    return lens::exploreCrashes(sandbox, request)
        .then([request](const Result<lens::WatchedRun> &run) -> Result<Aftermaths> {
            if (!run)
                return std::unexpected(run.error());
            if (run->report.ending == sandbox::Ending::WallLimit || !run->trace->isComplete())
                return internalError(u"the program makes too many changes to look at each"_s);
            return afterKills(*run, request);
        });
}

// Without power

std::optional<lens::PowerProfile> profileOf(Settings &keys)
{
    static const QHash<QString, lens::PowerProfile> profiles{
        {u"strict"_s, lens::PowerProfile::Strict}, {u"journal"_s, lens::PowerProfile::Journal},
        {u"ext4"_s, lens::PowerProfile::Ext4}};
    const auto profile = profiles.constFind(keys.text(u"profile"_s, u"journal"_s));
    if (profile != profiles.constEnd())
        return *profile;
    keys.fail(u"profile"_s, u"strict, journal or ext4 is expected"_s);
    return std::nullopt;
}

Aftermaths afterPowerFailures(const lens::PowerModel &model, lens::PowerProfile profile,
    const lens::Trace &trace, const sandbox::RunRequest &request)
{
    Aftermaths aftermaths;
    model.explore(profile, [&](const lens::CrashState &state) {
        if (state.after < 0)
            return true;
        const lens::Event &event = trace.event(state.after);
        if (isOwn(trace, event))
            addOnce(aftermaths,
                {.tree = visibleTree(request, state.tree, {}), .where = placeOf(trace, event)});
        return aftermaths.size() < mostStates;
    });
    return aftermaths;
}

QFuture<Result<Aftermaths>> cutPower(
    sandbox::Sandbox &sandbox, sandbox::RunRequest request, lens::PowerProfile profile)
{
    request.trace->positions = true;
    request.trace->capturedBytes = capturedBytes;
    return lens::watch(sandbox, request)
        .then([request, profile](const Result<lens::WatchedRun> &run) -> Result<Aftermaths> {
            if (!run)
                return std::unexpected(run.error());
            const lens::PowerModel model(request.workspace, *run->trace);
            if (!model.unknownCalls().isEmpty() || !run->trace->isComplete())
                return internalError(u"not all that was written is known"_s);
            return afterPowerFailures(model, profile, *run->trace, request);
        });
}

// Faults and races

Result<Aftermaths> afterTrials(const Result<lens::Trials> &trials, const course::Contract &contract,
    const sandbox::RunRequest &request)
{
    if (!trials)
        return std::unexpected(trials.error());
    Aftermaths aftermaths;
    const lens::Trace &trace = *trials->plain.trace;
    for (const lens::Trial &trial : trials->trials) {
        lens::Event event = trace.event(trial.event);
        if (trial.rule.action == sandbox::TraceAction::Fail)
            event.result = -trial.rule.figure;
        else if (trial.rule.action == sandbox::TraceAction::Shorten)
            event.result = std::min<qint64>(event.result, trial.rule.figure);
        Observation observation = observe(contract, request, trial.report);
        Tree tree = observation.tree;
        aftermaths.append({.tree = std::move(tree),
            .observation = std::move(observation),
            .where = placeOf(trace, event)});
    }
    return aftermaths;
}

QList<int> errnosOf(Settings &keys)
{
    QList<int> numbers;
    for (const QString &name : keys.texts(u"errnos"_s)) {
        int number = 1;
        while (number < 256 && errnoName(number) != name)
            ++number;
        numbers.append(number); // the loader knows every name
    }
    return numbers;
}

std::optional<lens::Faults> faultsOf(Settings &keys)
{
    const QStringList names = keys.texts(u"calls"_s);
    const std::optional<QList<int>> calls = lens::callNumbers(names);
    if (!calls)
        keys.fail(u"calls"_s,
            u"no system call and no group of them is called so: "_s + names.join(u", "_s));
    lens::Faults faults{.calls = calls.value_or(QList<int>()), .errnos = errnosOf(keys)};
    if (const QVariant given = keys.value(u"short"_s); given.isValid() && given != QVariant(false))
        faults.shortBytes = given.typeId() == QMetaType::Bool ? 1 : given.toLongLong();
    return keys.error() ? std::nullopt : std::optional(faults);
}

QList<sandbox::AttackStep> attackOf(Settings &keys)
{
    QList<sandbox::AttackStep> steps;
    for (const QString &text : keys.texts(u"attack"_s)) {
        if (const auto step = lens::attackStepFrom(text))
            steps.append(*step);
        else
            keys.fail(u"attack"_s, u"this is no step of an attacker: "_s + text);
    }
    return steps;
}

// Invariants

Tree single(const Entry *entry)
{
    Tree tree;
    if (entry)
        tree.entries = {*entry};
    return tree;
}

/// How a name differs from what it was, and from what it was to become; nothing when it is one of
/// the two.
std::optional<Contrast> neither(
    const QByteArray &path, const Tree &before, const Tree &after, const Tree &found)
{
    const Tree left = single(found.find(path));
    const auto fromOld = compareTrees(single(before.find(path)), left, {});
    const auto fromNew = compareTrees(single(after.find(path)), left, {});
    if (!fromOld || !fromNew)
        return std::nullopt;
    return Contrast{fromOld->expected + u"\n| "_s + fromNew->expected, fromOld->found};
}

std::optional<Contrast> brokenTable(
    Settings &keys, const Tree &before, const Tree &after, const Tree &found)
{
    if (keys.has(u"unchanged"_s))
        if (const auto difference
            = compareTrees(before, found, {.paths = keys.paths(u"unchanged"_s), .mode = true}))
            return difference;
    if (!keys.has(u"old_or_new"_s))
        return std::nullopt;
    const QByteArrayList paths = keys.paths(u"old_or_new"_s);
    for (const Tree &tree : {within(before, paths), within(after, paths)})
        for (const Entry &entry : tree.entries)
            if (const auto difference = neither(entry.path, before, after, found))
                return difference;
    return std::nullopt;
}

std::optional<QString> expressionOf(const Check &check)
{
    const auto setting = check.settings.constFind(u"invariant"_s);
    if (setting == check.settings.constEnd() || setting->value.typeId() != QMetaType::QString)
        return std::nullopt;
    return setting->value.toString();
}

QByteArray folderOf(qsizetype state)
{
    return statesFolder
        + QByteArray("/%1").replace("%1", QByteArray::number(state).rightJustified(5, '0'));
}

/// Adds the tree of one state below a folder of its own. Links of one state are none of another.
void addState(Tree &tree, const Tree &left, qsizetype state)
{
    tree.entries.append(
        {.path = folderOf(state), .type = filesystem::EntryType::Directory, .mode = 0755});
    for (Entry entry : left.entries) {
        entry.path = folderOf(state) + '/' + entry.path;
        entry.device = static_cast<quint64>(state) + 1;
        tree.entries.append(std::move(entry));
    }
}

/// The program under test chose the names and their types: one may be a pipe that is never written, another lead to a
/// device that never ends. Such a state is broken, as one whose answer is an error; the first that is decides.
QString scriptFor(const QString &expression)
{
    return u"import resource as _resource, signal as _signal\n"
           "def _stop(*_):\n"
           "    raise RuntimeError('no answer after 10 seconds')\n"
           "_signal.signal(_signal.SIGALRM, _stop)\n"
           "_resource.setrlimit(_resource.RLIMIT_DATA, (96 << 20, 96 << 20))\n"
           "_states = sorted(os.listdir('/home/learner/states'))\n"
           "result = []\n"
           "for state in _states:\n"
           "    os.chdir('/home/learner/states/' + state)\n"
           "    _signal.alarm(10)\n"
           "    try:\n"
           "        result.append(True if (%1) else 'False')\n"
           "    except Exception as error:\n"
           "        result.append(repr(error))\n"
           "    _signal.alarm(0)\n"
           "    if result[-1] is not True:\n"
           "        break\n"
           "result += [True] * (len(_states) - len(result))\n"
           "os.chdir('/home/learner')\n"_s.arg(expression);
}

Finding fails(const Aftermath &aftermath, const Contrast &contrast)
{
    return {.outcome = CheckOutcome::Failed,
        .cause = Cause::Differs,
        .expected = contrast.expected,
        .found = contrast.found,
        .where = aftermath.where};
}

/// Whether the program met what was done to it as `expect` says: "raises" (an OSError reaches the
/// caller), "same" (what came of the undisturbed run), or nothing (it ends by itself).
std::optional<Finding> unexpectedEnd(
    const Aftermath &aftermath, const QString &expect, const Observation &undisturbed)
{
    if (!aftermath.observation)
        return std::nullopt;
    const Observation &seen = *aftermath.observation;
    if (seen.obstacle != Cause::None)
        return Finding{.outcome = CheckOutcome::Failed,
            .cause = seen.obstacle,
            .subject = seen.subject,
            .figure = seen.figure,
            .where = aftermath.where};
    const auto text = [](const Observation &one) {
        return one.raised ? pythonRepr(*one.raised)
            : one.value   ? pythonRepr(*one.value)
                          : QString::number(one.status);
    };
    const bool isTold = seen.raised && seen.raised->names.contains("OSError");
    if (expect == u"raises" && !isTold)
        return fails(aftermath, {u"OSError"_s, text(seen)});
    if (expect == u"same" && (seen.value != undisturbed.value || seen.raised != undisturbed.raised))
        return fails(aftermath, {text(undisturbed), text(seen)});
    return std::nullopt;
}

} // namespace

bool isSurvival(CheckKind kind)
{
    return kind == CheckKind::SurvivesKill || kind == CheckKind::SurvivesPower
        || kind == CheckKind::SurvivesFault || kind == CheckKind::SurvivesRace;
}

QFuture<Result<Aftermaths>> disturb(sandbox::Sandbox &sandbox, const Check &check,
    const Evidence &evidence, const sandbox::RunRequest &plain)
{
    Settings keys = settingsOf(evidence, check);
    if (!evidence.world.disturbances.isEmpty())
        keys.fail({}, u"\"%1\" disturbs the program by itself: its world must stand still"_s.arg(check.id));
    if (keys.error())
        return given<Aftermaths>(std::unexpected(*keys.error()));
    sandbox::RunRequest request = plain;
    request.trace = traceOptions(request);
    const auto observed
        = [contract = evidence.exercise->contract, request](const Result<lens::Trials> &trials) {
              return afterTrials(trials, contract, request);
          };
    if (check.kind == CheckKind::SurvivesFault) {
        if (const auto faults = faultsOf(keys))
            return lens::exploreFaults(sandbox, request, *faults, mostTrials).then(observed);
    } else if (check.kind == CheckKind::SurvivesRace) {
        if (const QList<sandbox::AttackStep> attack = attackOf(keys); !keys.error())
            return lens::exploreRaces(sandbox, request, attack, mostTrials).then(observed);
    } else {
        request.limits.wall = standstill;
        if (check.kind == CheckKind::SurvivesKill)
            return kill(sandbox, request);
        if (const auto profile = profileOf(keys))
            return cutPower(sandbox, request, *profile);
    }
    return given<Aftermaths>(std::unexpected(*keys.error()));
}

std::optional<Result<sandbox::RunRequest>> composeInvariant(
    const Check &check, const Evidence &evidence, const Aftermaths &aftermaths)
{
    const std::optional<QString> expression = expressionOf(check);
    if (!expression)
        return std::nullopt;
    course::Exercise asking = *evidence.exercise;
    if (asking.contract.kind
        == course::Contract::Kind::Program) { // to be imported it would have to be run
        asking.contract = {.kind = course::Contract::Kind::Function, .entry = u"__name__"_s};
        asking.solution.clear();
    }
    World world{.environment = evidence.world.environment};
    world.tree.entries.append(
        {.path = statesFolder, .type = filesystem::EntryType::Directory, .mode = 0755});
    for (qsizetype i = 0; i < aftermaths.size(); ++i) {
        if (!canBeRebuilt(aftermaths[i].tree))
            return contentError(asking.folder + u"/exercise.toml"_s, check.line,
                u"check \"%1\": a tree is too large to be made again"_s.arg(check.id));
        addState(world.tree, aftermaths[i].tree, i);
    }
    constexpr qint64 block = 4096;
    qint64 bytes = 1 << 20;
    for (const Entry &entry : std::as_const(world.tree.entries))
        bytes += entry.content.size() + block;
    asking.limits = {.wall = standstill,
        .cpu = standstill,
        .diskBytes = bytes,
        .inodes = static_cast<int>(world.tree.entries.size()) + 64};
    course::Case run{.id = evidence.run->id, .world = evidence.run->world};
    const Task task{.form = Task::Form::Script, .code = scriptFor(*expression)};
    return composeRun(asking, run, task, world, asking.solution.toUtf8(), 1);
}

Result<Aftermaths> withAnswers(Aftermaths aftermaths, const Observation &answers)
{
    if (!answers.value || answers.value->items.size() != aftermaths.size())
        return internalError(u"the invariant could not be evaluated: "_s
            + (answers.raised ? pythonRepr(*answers.raised) : answers.subject));
    for (qsizetype i = 0; i < aftermaths.size(); ++i)
        if (const Value &answer = answers.value->items[i]; answer.kind != Value::Kind::Bool)
            aftermaths[i].broken = displayText(answer.bytes);
    return aftermaths;
}

Finding checkSurvival(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const QString expect = keys.text(u"expect"_s);
    if (!expect.isEmpty() && expect != u"raises" && expect != u"same")
        keys.fail(u"expect"_s, u"raises or same is expected"_s);
    const std::optional<QString> expression = expressionOf(check);
    Settings table(
        keys.file(), keys.line(), expression ? QVariantMap() : keys.table(u"invariant"_s));
    table.allow({u"old_or_new"_s, u"unchanged"_s});
    const Tree before = visibleTree(evidence.world);
    const Result<Aftermaths> aftermaths = evidence.aftermaths.value(check.id);
    for (const Aftermath &aftermath : *aftermaths) {
        if (auto finding = unexpectedEnd(aftermath, expect, evidence.learner))
            return *finding;
        if (aftermath.broken)
            return fails(aftermath, {*expression, *aftermath.broken});
        if (const auto broken = brokenTable(table, before, evidence.learner.tree, aftermath.tree))
            return fails(aftermath, *broken);
    }
    if (const auto error = keys.error() ? keys.error() : table.error())
        return ungraded(*error);
    return {};
}

} // namespace ringside::grading
