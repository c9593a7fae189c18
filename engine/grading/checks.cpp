#include "grading/checks.h"

#include "base/bytes.h"
#include "base/errnos.h"
#include "grading/lenschecks.h"
#include "grading/oracle.h"
#include "grading/settings.h"
#include "grading/survival.h"
#include "grading/treecheck.h"

#include <QRegularExpression>

#include <cmath>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using course::Check;
using course::CheckKind;

Finding passed()
{
    return {};
}

Finding differs(const QString &expected, const QString &found, std::optional<Where> where = {})
{
    return {.outcome = CheckOutcome::Failed,
        .cause = Cause::Differs,
        .expected = expected,
        .found = found,
        .where = std::move(where)};
}

Finding obstructed(const Observation &learner)
{
    return {.outcome = CheckOutcome::Failed,
        .cause = learner.obstacle,
        .subject = learner.subject,
        .figure = learner.figure,
        .where = learner.where};
}

Finding raised(const Observation &learner, const QString &expected)
{
    return {.outcome = CheckOutcome::Failed,
        .cause = Cause::Raised,
        .subject = QString::fromUtf8(learner.raised->typeName),
        .expected = expected,
        .found = pythonRepr(*learner.raised),
        .where = learner.where};
}

/// An error in the exercise, at the check's line.
Finding wrongExercise(const Evidence &evidence, const Check &check, const QString &what)
{
    return ungraded(contentError(evidence.exercise->folder + u"/exercise.toml"_s, check.line,
        u"check \"%1\": "_s.arg(check.id) + what)
            .error());
}

Settings settingsOf(const Evidence &evidence, const Check &check)
{
    return {evidence.exercise->folder + u"/exercise.toml"_s, check.line, check.settings};
}

/// How a call ended, as one text: its value, or the exception.
QString endingText(const Observation &observation)
{
    if (observation.raised)
        return pythonRepr(*observation.raised);
    return observation.value ? pythonRepr(*observation.value) : u"%1"_s.arg(observation.status);
}

/// What an observation of ours came to, or why it is of no use.
const Observation *usable(const Result<Observation> *ours, std::optional<Error> &error)
{
    if (!ours)
        error = internalError(u"a run that the check needs was not made"_s).error();
    else if (!*ours)
        error = ours->error();
    else if ((*ours)->obstacle != Cause::None)
        error = contentError({}, 0,
            u"a run of our own ended with %1 %2"_s.arg(
                toString((*ours)->obstacle), (*ours)->subject))
                    .error();
    else
        return &**ours;
    return nullptr;
}

const Result<Observation> *referenceOf(const Evidence &evidence)
{
    return evidence.reference ? &*evidence.reference : nullptr;
}

const Result<Observation> *find(
    const QHash<QString, Result<Observation>> &runs, const QString &check)
{
    const auto run = runs.constFind(check);
    return run == runs.constEnd() ? nullptr : &*run;
}

Error at(Error error, const Evidence &evidence, const Check &check)
{
    if (error.kind == Error::Kind::Content && error.file.isEmpty()) {
        error.file = evidence.exercise->folder + u"/exercise.toml"_s;
        error.line = check.line;
        error.doing.prepend(u"check \"%1\", case \"%2\": "_s.arg(check.id, evidence.run->id));
    }
    return error;
}

/// Runs `judge` on the reference's observation, or gives back why there is none.
template <typename Judge>
Finding withReference(const Evidence &evidence, const Check &check, Judge judge)
{
    std::optional<Error> error;
    const Observation *reference = usable(referenceOf(evidence), error);
    return reference ? judge(*reference) : ungraded(at(*error, evidence, check));
}

// Values

Result<Value> expectedValue(const Check &check, const Evidence &evidence)
{
    if (check.settings.contains(u"oracle"_s))
        return askOracle(check.settings[u"oracle"_s].value.toString(), evidence.world);
    std::optional<Error> error;
    const bool literal = needsOf(check).equals.has_value();
    const Observation *ours
        = usable(literal ? find(evidence.equals, check.id) : referenceOf(evidence), error);
    if (!ours)
        return std::unexpected(*error);
    if (ours->value)
        return *ours->value;
    return contentError({}, 0, u"a value is expected, the reference raises "_s + endingText(*ours));
}

Finding checkReturns(const Check &check, const Evidence &evidence)
{
    const auto expected = expectedValue(check, evidence);
    if (!expected)
        return ungraded(at(expected.error(), evidence, check));
    const Observation &learner = evidence.learner;
    if (learner.raised)
        return raised(learner, contrast(pythonRepr(*expected), {}).expected);
    if (matches(*expected, *learner.value))
        return passed();
    auto [left, right] = contrast(pythonRepr(*expected), pythonRepr(*learner.value));
    return differs(left, right);
}

struct WantedException
{
    QByteArray type;
    std::optional<int> errnum;
    QString says;

    [[nodiscard]] bool isMetBy(const Value &exception) const
    {
        return exception.names.contains(type) && (!errnum || exception.errnum == errnum)
            && displayText(exception.bytes).contains(says);
    }

    [[nodiscard]] QString text() const
    {
        QString text = QString::fromUtf8(type);
        if (errnum)
            text += u" [Errno %1] %2"_s.arg(*errnum).arg(errnoName(*errnum));
        return says.isEmpty() ? text : text + u": …"_s + says + u'…';
    }
};

Finding checkRaises(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const QString number = keys.text(u"errno"_s);
    const WantedException wanted{.type = keys.text(u"exception"_s).toUtf8(),
        .errnum = number.isEmpty() ? std::nullopt : errnoNumber(number),
        .says = keys.text(u"says"_s)};
    if (keys.error())
        return ungraded(*keys.error());
    if (!number.isEmpty() && !wanted.errnum)
        return wrongExercise(evidence, check, u"no errno is called %1"_s.arg(number));
    const Observation &learner = evidence.learner;
    if (learner.raised && wanted.isMetBy(*learner.raised))
        return passed();
    const QString found = contrast(endingText(learner), {}).expected;
    return differs(wanted.text(), found, learner.where);
}

Finding checkStdout(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    std::optional<Error> error;
    const Observation *reference = usable(referenceOf(evidence), error);
    const bool literal = keys.has(u"equals"_s) && keys.has(u"status"_s);
    if (!literal && !reference)
        return ungraded(at(*error, evidence, check));
    const QByteArray text
        = keys.has(u"equals"_s) ? keys.text(u"equals"_s).toUtf8() : reference->output;
    const qint64 status = keys.number(u"status"_s, literal ? 0 : reference->status);
    if (keys.error())
        return ungraded(*keys.error());
    const Observation &learner = evidence.learner;
    if (learner.output != text) {
        const auto [left, right] = contrast(displayText(text), displayText(learner.output));
        return differs(left, right, learner.where);
    }
    if (learner.status == status)
        return passed();
    return learner.raised ? raised(learner, u"%1"_s.arg(status))
                          : differs(u"%1"_s.arg(status), u"%1"_s.arg(learner.status));
}

// Trees

QByteArrayList pathsOf(Settings &keys, const Evidence &evidence)
{
    if (keys.has(u"paths"_s))
        return keys.paths(u"paths"_s);
    const QByteArray root = bytesOfName(evidence.run->root).value_or(QByteArray());
    return root.isEmpty() ? QByteArrayList() : QByteArrayList{root};
}

Finding afterComparing(const std::optional<Contrast> &difference, const Observation &learner)
{
    return difference ? differs(difference->expected, difference->found, learner.where) : passed();
}

Finding checkTree(const Check &check, const Evidence &evidence)
{
    return withReference(evidence, check, [&](const Observation &reference) {
        Settings keys = settingsOf(evidence, check);
        const QStringList fields = keys.texts(u"fields"_s);
        const TreeScope scope{.paths = pathsOf(keys, evidence),
            .mode = fields.contains(u"mode"_s),
            .times = fields.contains(u"mtime"_s) ? Times::Kept : Times::Ignored,
            .linkCount = fields.contains(u"nlink"_s),
            .attributes = fields.contains(u"xattrs"_s)};
        const filesystem::Tree stray = within(evidence.learner.tree, keys.paths(u"absent"_s));
        if (keys.error())
            return ungraded(*keys.error());
        if (const auto difference = compareTrees(filesystem::Tree(), stray, {}))
            return differs(difference->expected, difference->found);
        return afterComparing(
            compareTrees(reference.tree, evidence.learner.tree, scope), evidence.learner);
    });
}

Finding checkModes(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const TreeScope scope{.paths = keys.paths(u"paths"_s), .content = false, .mode = true};
    const auto literal = keys.mode(u"mode"_s);
    if (keys.error())
        return ungraded(*keys.error());
    return withReference(evidence, check, [&](const Observation &reference) {
        filesystem::Tree expected = reference.tree;
        for (filesystem::Entry &entry : expected.entries)
            entry.mode = literal.value_or(entry.mode);
        return afterComparing(
            compareTrees(expected, evidence.learner.tree, scope), evidence.learner);
    });
}

Finding checkUnchanged(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    TreeScope scope{.paths = keys.paths(u"paths"_s),
        .except = keys.paths(u"except"_s),
        .mode = true,
        .times = Times::Exact,
        .linkCount = true,
        .attributes = true};
    if (keys.error())
        return ungraded(*keys.error());
    // Without `paths` it is about everything outside the folder in which the learner may work.
    if (scope.paths.isEmpty() && !evidence.run->root.isEmpty())
        scope.except.append(bytesOfName(evidence.run->root).value_or(QByteArray()));
    return afterComparing(
        compareTrees(visibleTree(evidence.world), evidence.learner.tree, scope), evidence.learner);
}

Finding checkIdempotent(const Check & /*check*/, const Evidence &evidence)
{
    if (!evidence.learnerAgain)
        return ungraded(internalError(u"the second run was not made"_s).error());
    const Observation &second = *evidence.learnerAgain;
    if (second.obstacle != Cause::None)
        return obstructed(second);
    const TreeScope everything{
        .mode = true, .times = Times::Exact, .linkCount = true, .attributes = true};
    if (const auto difference = compareTrees(evidence.learner.tree, second.tree, everything))
        return differs(difference->expected, difference->found, second.where);
    const QString first = endingText(evidence.learner);
    const QString again = endingText(second);
    if (first == again)
        return passed();
    const auto [left, right] = contrast(first, again);
    return differs(left, right, second.where);
}

// State

/// ("cwd", before, after) as a line "cwd: after"; which of the two is told by `position`.
QString changeText(const Value &change, qsizetype position)
{
    QStringList parts;
    const qsizetype names = change.items.size() - 2;
    for (qsizetype i = 0; i < std::max<qsizetype>(names, 1); ++i)
        parts.append(displayText(change.items.value(i).bytes));
    const bool valued = change.items.size() > 2;
    return parts.join(u' ')
        + (valued ? u": "_s + pythonRepr(change.items[names + position]) : QString());
}

Finding checkPure(const Check &check, const Evidence &evidence)
{
    Settings keys = settingsOf(evidence, check);
    const QStringList allowed = keys.texts(u"allow"_s);
    QStringList before;
    QStringList after;
    for (const Value &change : evidence.learner.changes) {
        const QString what = QString::fromUtf8(change.items.value(0).bytes);
        if (allowed.contains(what))
            continue;
        before.append(changeText(change, 0));
        after.append(changeText(change, 1));
    }
    const auto printed = [&](const QString &stream, const QByteArray &text) {
        if (text.isEmpty() || allowed.contains(stream))
            return;
        before.append(stream + u": ''"_s);
        after.append(stream + u": "_s + contrast(pythonRepr(Value::string(text)), {}, 80).expected);
    };
    printed(u"stdout"_s, evidence.learner.output);
    printed(u"stderr"_s, evidence.learner.errorOutput);
    if (keys.error())
        return ungraded(*keys.error());
    return after.isEmpty() ? passed()
                           : differs(before.join(u'\n'), after.join(u'\n'), evidence.learner.where);
}

Finding checkMemory(const Check &check, const Evidence &evidence)
{
    const QVariant most = check.settings.value(u"most_mb"_s).value;
    const double megabytes = double(evidence.learner.memoryBytes) / (1 << 20);
    if (most.toDouble() <= 0)
        return wrongExercise(evidence, check, u"most_mb: expected a number above 0"_s);
    if (megabytes <= most.toDouble())
        return passed();
    // Whole megabytes: the rest differs from run to run.
    return differs(u"<= %1 MB"_s.arg(most.toDouble()), u"%1 MB"_s.arg(std::ceil(megabytes)));
}

struct Place
{
    QString name;
    QByteArray text;
};

/// Where a secret must not turn up, in a fixed order.
QList<Place> leakPlaces(const Evidence &evidence)
{
    const Observation &learner = evidence.learner;
    QList<Place> places{{u"stdout"_s, learner.output}, {u"stderr"_s, learner.errorOutput}};
    if (learner.value)
        places.append({u"return value"_s, canonical(*learner.value)});
    if (learner.raised)
        places.append({u"exception"_s, learner.raised->bytes});
    const filesystem::Tree before = visibleTree(evidence.world);
    for (const filesystem::Entry &entry : learner.tree.entries) {
        const filesystem::Entry *old = before.find(entry.path);
        if (!old || old->content != entry.content)
            places.append(
                {displayName(entry.path), entry.path + '\0' + entry.target + '\0' + entry.content});
    }
    return places;
}

Finding checkNoLeak(const Check &check, const Evidence &evidence)
{
    const QByteArray literal = check.settings.value(u"marker"_s).value.toString().toUtf8();
    const QByteArray marker = literal.isEmpty() ? evidence.world.secret : literal;
    if (marker.size() < 4)
        return wrongExercise(evidence, check,
            u"there is no `marker`, and the world has no `secret`, of 4 bytes or more"_s);
    QStringList leaks;
    const QList<Place> places = leakPlaces(evidence);
    for (const Place &place : places) {
        if (place.text.contains(marker))
            leaks.append(place.name + u": "_s + displayText(marker));
    }
    return leaks.isEmpty() ? passed() : differs(u"-"_s, leaks.join(u'\n'), evidence.learner.where);
}

Finding checkJudge(const Check &check, const Evidence &evidence)
{
    std::optional<Error> error;
    const Observation *judge = usable(find(evidence.judged, check.id), error);
    const QString file = evidence.exercise->folder + u"/judge.py"_s;
    if (!judge)
        return ungraded(contentError(file, 0, error->doing).error());
    if (judge->raised || !judge->value)
        return ungraded(
            contentError(file, judge->where ? judge->where->line : 0, endingText(*judge)).error());
    if (judge->value->kind == Value::Kind::None)
        return passed();
    if (judge->value->kind != Value::Kind::String)
        return ungraded(contentError(
            file, 0, u"%1: expected None or a text, found %2"_s.arg(check.id, endingText(*judge)))
                .error());
    return differs({}, displayText(judge->value->bytes), evidence.learner.where);
}

using Evaluator = Finding (*)(const Check &, const Evidence &);

Evaluator evaluatorOf(CheckKind kind)
{
    switch (kind) {
    case CheckKind::Returns:
        return checkReturns;
    case CheckKind::Raises:
        return checkRaises;
    case CheckKind::Stdout:
        return checkStdout;
    case CheckKind::Tree:
        return checkTree;
    case CheckKind::Modes:
        return checkModes;
    case CheckKind::Unchanged:
        return checkUnchanged;
    case CheckKind::Idempotent:
        return checkIdempotent;
    case CheckKind::Pure:
        return checkPure;
    case CheckKind::Memory:
        return checkMemory;
    case CheckKind::NoLeak:
        return checkNoLeak;
    case CheckKind::Judge:
        return checkJudge;
    case CheckKind::Budget:
        return checkBudget;
    case CheckKind::Order:
        return checkOrder;
    case CheckKind::DescriptorsClosed:
        return checkDescriptorsClosed;
    case CheckKind::ChildrenReaped:
        return checkChildrenReaped;
    case CheckKind::SurvivesKill:
    case CheckKind::SurvivesPower:
    case CheckKind::SurvivesFault:
    case CheckKind::SurvivesRace:
        return checkSurvival;
    }
    Q_UNREACHABLE_RETURN(nullptr);
}

bool isAboutEffects(CheckKind kind)
{
    switch (kind) {
    case CheckKind::Tree:
    case CheckKind::Modes:
    case CheckKind::Unchanged:
    case CheckKind::Idempotent:
    case CheckKind::Pure:
    case CheckKind::Memory:
    case CheckKind::NoLeak:
        return true;
    default:
        return false;
    }
}

} // namespace

Finding ungraded(Error error)
{
    return {.outcome = CheckOutcome::Ungraded, .error = std::move(error)};
}

Needs needsOf(const Check &check)
{
    const bool returns = check.kind == CheckKind::Returns;
    const bool equals = returns && check.settings.contains(u"equals"_s);
    const bool oracle = returns && check.settings.contains(u"oracle"_s);
    const bool alone = equals || oracle || check.kind == CheckKind::Raises
        || check.kind == CheckKind::Judge || needsLens(check.kind) || isSurvival(check.kind);
    Needs needs{.reference = !alone, .judge = check.kind == CheckKind::Judge};
    if (equals)
        needs.equals = Task{.code = check.settings[u"equals"_s].value.toString()};
    return needs;
}

/// Why a check that looks at system calls cannot: never the learner's fault.
static std::optional<Error> whyUnseen(const Check &check, const Evidence &evidence)
{
    if (!needsLens(check.kind) && !isSurvival(check.kind))
        return std::nullopt;
    const auto aftermaths = evidence.aftermaths.constFind(check.id);
    if (isSurvival(check.kind) ? aftermaths == evidence.aftermaths.constEnd() : !evidence.trace)
        return unsupported(
            u"checks of kind %1 need the lens (ptrace is refused on this machine)"_s.arg(
                course::toString(check.kind)))
            .error();
    if (isSurvival(check.kind))
        return *aftermaths ? std::nullopt : std::optional(aftermaths->error());
    if (!evidence.trace->isComplete())
        return internalError(u"the trace of the run is not complete"_s).error();
    if (!evidence.trace->walksPython())
        return unsupported(u"checks of kind %1 need the lens (read the stack of this Python)"_s.arg(
                               course::toString(check.kind)))
            .error();
    return std::nullopt;
}

static Finding judge(const Check &check, const Evidence &evidence)
{
    if (!evidence.world.disturbances.isEmpty() && !evidence.trace)
        return ungraded(
            unsupported(u"a world that changes during the run needs the lens"_s).error());
    const Observation &learner = evidence.learner;
    if (learner.obstacle != Cause::None)
        return obstructed(learner);
    if (const auto error = whyUnseen(check, evidence))
        return ungraded(*error);
    if (check.kind == CheckKind::Returns && !learner.value && !learner.raised)
        return wrongExercise(evidence, check, u"a program returns nothing"_s);
    if (!isAboutEffects(check.kind))
        return evaluatorOf(check.kind)(check, evidence);
    return withReference(evidence, check, [&](const Observation &reference) {
        // More entries than a tree can list: what is not listed is not as it should be.
        if (learner.tree.truncated && !reference.tree.truncated)
            return differs({}, u"… +"_s, learner.where);
        return evaluatorOf(check.kind)(check, evidence);
    });
}

Finding evaluate(const Check &check, const Evidence &evidence)
{
    Finding finding = judge(check, evidence);
    if (finding.outcome == CheckOutcome::Failed)
        finding.shortages = evidence.learner.shortages;
    return finding;
}

} // namespace ringside::grading
