#include "grading/driver.h"

#include "base/bytes.h"

#include <QCryptographicHash>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include <algorithm>
#include <cerrno>

namespace ringside::grading {

namespace {

using namespace Qt::StringLiterals;
using filesystem::Entry;
using filesystem::EntryType;
using filesystem::Tree;

// Room for the names and sizes of a directory of 10,000 entries; the box's own default is for small
// answers.
constexpr qint64 answerBytes = 1 << 20;

const QByteArrayList &ownNames()
{
    static const QByteArrayList names{"main.py", "solution.py", ".ringside", swappedName};
    return names;
}

/// Ours, or written by Python for one of ours.
bool isOwn(const QByteArray &path)
{
    const QByteArray top = path.first(path.contains('/') ? path.indexOf('/') : path.size());
    return ownNames().contains(top) || path == "." || top == "__pycache__";
}

QByteArray driverSource()
{
    QFile file(u":/ringside/python/driver.py"_s);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("the driver is not in the resources");
    return file.readAll();
}

void insert(Tree &tree, const QByteArray &path, const QByteArray &content)
{
    tree.entries.removeIf([&](const Entry &entry) { return entry.path == path; });
    const auto after = std::ranges::lower_bound(tree.entries, path, {}, &Entry::path);
    tree.entries.insert(after,
        Entry{.path = path,
            .size = content.size(),
            .modifiedNs = worldTimeSeconds * 1'000'000'000,
            .content = content});
}

template <typename T, typename U> void override(T &limit, const std::optional<U> &other)
{
    if (other)
        limit = static_cast<T>(*other);
}

void override(sandbox::Limits &limits, const course::LimitOverrides &other)
{
    override(limits.wall, other.wall);
    override(limits.cpu, other.cpu);
    override(limits.memoryBytes, other.memoryBytes);
    override(limits.outputBytes, other.outputBytes);
    override(limits.diskBytes, other.diskBytes);
    override(limits.fileBytes, other.fileBytes);
    override(limits.inodes, other.inodes);
    override(limits.processes, other.processes);
    override(limits.descriptors, other.descriptors);
}

/// The task as a Python literal, which the driver reads with eval().
QByteArray taskText(const course::Exercise &exercise, const Task &task, const World &world,
    const sandbox::Limits &limits)
{
    const auto text = [](const QString &string) { return Value::string(string.toUtf8()); };
    QList<Value> helpers;
    for (const Companion &companion : world.companions)
        helpers.append(text(companion.source));
    return pythonRepr(
        Value::dict({{text(u"entry"_s), text(exercise.contract.entry)},
            {text(u"form"_s), text(task.form == Task::Form::Call ? u"call"_s : u"script"_s)},
            {text(u"code"_s), text(task.code)},
            {text(u"helpers"_s), Value::sequence(Value::Kind::List, helpers)},
            {text(u"limit"_s), Value::integer(limits.valueBytes - 1024)},
            {text(u"channel"_s), Value::integer(limits.descriptors - 1)}}))
        .toUtf8();
}

void addProgram(sandbox::RunRequest &request, const course::Case &run, const QByteArray &solution)
{
    insert(request.workspace, "main.py", solution);
    for (const QString &argument : run.argv)
        request.arguments.append(argument.toUtf8());
    request.standardInput = run.stdinBytes;
}

void addFunction(sandbox::RunRequest &request, const course::Exercise &exercise, const Task &task,
    const World &world, const QByteArray &solution)
{
    insert(request.workspace, "main.py", driverSource());
    insert(request.workspace, "solution.py", solution);
    insert(request.workspace, ".ringside", taskText(exercise, task, world, request.limits));
    request.valueChannel = true;
}

void addBelow(Tree &tree, const QByteArray &prefix, const Tree &content)
{
    for (Entry entry : content.entries) {
        if (entry.path == ".")
            continue;
        entry.path = prefix + '/' + entry.path;
        tree.entries.append(std::move(entry));
    }
    tree.truncated = tree.truncated || content.truncated;
}

/// A mount below the working directory appears in the tree under its relative path, others under
/// their own.
QByteArray mountPrefix(const QByteArray &path)
{
    const QByteArray home = pathInBox({}) + '/';
    return path.startsWith(home) ? path.sliced(home.size()) : path;
}

Tree merged(
    const Tree &workspace, const QList<sandbox::ExtraMount> &mounts, const QList<Tree> &contents)
{
    Tree tree{.truncated = workspace.truncated};
    std::ranges::copy_if(workspace.entries, std::back_inserter(tree.entries),
        [](const Entry &entry) { return !isOwn(entry.path); });
    for (qsizetype i = 0; i < std::min(mounts.size(), contents.size()); ++i)
        addBelow(tree, mountPrefix(mounts[i].path), contents[i]);
    std::ranges::sort(tree.entries, {}, &Entry::path);
    return tree;
}

/// Why a run that did not end by itself was ended. The figure is the limit, not what was reached:
/// that differs from run to run.
std::pair<Cause, qint64> obstacleOf(const sandbox::RunReport &report, const sandbox::Limits &limits)
{
    switch (report.ending) {
    case sandbox::Ending::Exited:
        return {};
    case sandbox::Ending::Signalled:
        return {Cause::Signalled, report.signal};
    case sandbox::Ending::WallLimit:
    case sandbox::Ending::Stopped:
        return {Cause::WallLimit, limits.wall.count()};
    case sandbox::Ending::CpuLimit:
        return {Cause::CpuLimit, limits.cpu.count()};
    case sandbox::Ending::MemoryLimit:
        return {Cause::MemoryLimit, limits.memoryBytes};
    case sandbox::Ending::OutputLimit:
        return {Cause::OutputLimit, limits.outputBytes};
    case sandbox::Ending::CallLimit:
        return {Cause::CallLimit, report.limitReached};
    }
    return {};
}

/// Reads the driver's message. It may have been written by the learner's code, so nothing in it is
/// trusted to be there or to be of the right shape.
class Answer
{
public:
    Answer(Observation &observation, const QJsonObject &json)
        : m_observation(observation)
        , m_json(json)
    {
    }

    void read()
    {
        static const QHash<QString, void (Answer::*)()> readers{{u"value"_s, &Answer::readValue},
            {u"raised"_s, &Answer::readRaised}, {u"syntax"_s, &Answer::readSyntax},
            {u"import"_s, &Answer::readImport}, {u"import-exit"_s, &Answer::readExit},
            {u"missing"_s, &Answer::readMissing}, {u"not-callable"_s, &Answer::readNotCallable},
            {u"too-large"_s, &Answer::readTooLarge}, {u"unreadable"_s, &Answer::readUnreadable}};
        const auto reader = readers.constFind(m_json[u"outcome"].toString());
        if (m_json[u"format"].toInt() != 1 || reader == readers.constEnd())
            return forged();
        readPlace();
        (this->*reader.value())();
    }

private:
    void forged() { m_observation.obstacle = Cause::AnswerForged; }

    std::optional<Value> part(QStringView key, Value::Kind kind)
    {
        auto value = valueFromJson(m_json[key]);
        if (value && value->kind == kind)
            return std::move(*value);
        forged();
        return std::nullopt;
    }

    void readValue()
    {
        auto value = valueFromJson(m_json[u"value"]);
        if (!value)
            return forged();
        m_observation.value = std::move(*value);
        readState();
    }

    void readRaised()
    {
        m_observation.raised = part(u"error", Value::Kind::Exception);
        readState();
    }

    void readState()
    {
        const auto changes = part(u"changes", Value::Kind::List);
        const auto peaks = part(u"peak_kb", Value::Kind::Tuple);
        if (!changes || !peaks || peaks->items.size() != 2)
            return forged();
        m_observation.changes = changes->items;
        const qint64 grown
            = peaks->items[1].bytes.toLongLong() - peaks->items[0].bytes.toLongLong();
        m_observation.memoryBytes = std::clamp<qint64>(grown, 0, qint64(1) << 40) * 1024;
    }

    void readSyntax()
    {
        const auto text = part(u"text", Value::Kind::String);
        obstacle(Cause::SyntaxError, text ? displayText(text->bytes) : QString());
    }

    void readImport()
    {
        const auto error = part(u"error", Value::Kind::Exception);
        obstacle(Cause::ImportFailed, error ? pythonRepr(*error) : QString());
    }

    void readExit() { obstacle(Cause::ExitedAtImport, {}); }
    void readMissing() { obstacle(Cause::EntryMissing, {}); }
    void readNotCallable() { obstacle(Cause::EntryNotCallable, {}); }
    void readTooLarge() { obstacle(Cause::AnswerTooLarge, {}); }
    void readUnreadable() { obstacle(Cause::AnswerUnreadable, {}); }

    void obstacle(Cause cause, const QString &subject)
    {
        if (m_observation.obstacle == Cause::AnswerForged)
            return;
        m_observation.obstacle = cause;
        m_observation.subject = subject;
    }

    void readPlace()
    {
        const auto frames = valueFromJson(m_json[u"frames"]);
        if (!frames || frames->items.isEmpty() || frames->items.last().items.size() != 5)
            return;
        const QList<Value> &place = frames->items.last().items;
        if (place.first().bytes.toInt() <= 0)
            return;
        const auto number = [&place](qsizetype i) { return std::max(0, place[i].bytes.toInt()); };
        // The end column belongs to the end line; on a line of its own it would point nowhere.
        const int end = number(1) == number(0) ? number(3) : 0;
        m_observation.where = Where{.file = u"solution.py"_s,
            .line = number(0),
            .column = number(2),
            .endColumn = end,
            .call = {}};
    }

    Observation &m_observation;
    const QJsonObject &m_json;
};

/// Which of the two limits on memory is met first, the box's or the process's own, is chance. A program may raise the
/// error by itself, or ask for more than there is at once: then it has used up nothing.
bool ranOutOfMemory(const Observation &observation, const sandbox::RunReport &report, const sandbox::Limits &limits)
{
    return observation.raised && observation.raised->names.contains("MemoryError")
        && report.resources.peakMemoryBytes >= limits.memoryBytes;
}

void readAnswer(
    Observation &observation, const sandbox::RunReport &report, const sandbox::Limits &limits)
{
    if (report.value.isEmpty()) {
        observation.obstacle = Cause::NoAnswer;
        observation.figure = report.exitStatus;
        return;
    }
    const QJsonDocument document = QJsonDocument::fromJson(report.value);
    if (report.valueTruncated)
        observation.obstacle = Cause::AnswerTooLarge;
    else if (!document.isObject())
        observation.obstacle = Cause::AnswerForged;
    else
        Answer(observation, document.object()).read();
    if (observation.obstacle == Cause::AnswerTooLarge)
        observation.figure = limits.valueBytes;
    if (ranOutOfMemory(observation, report, limits)) {
        observation.obstacle = Cause::MemoryLimit;
        observation.figure = limits.memoryBytes;
    }
}

/// Python's own report on standard error, for programs: nobody but the program wrote it, so it may
/// be anything.
void readTraceback(Observation &observation)
{
    static const QRegularExpression frame(
        u"^  File \"[^\"\n]*/?main\\.py\", line (\\d{1,9})(?:, in .*)?$"_s,
        QRegularExpression::MultilineOption);
    const QString text = displayText(observation.errorOutput);
    auto frames = frame.globalMatch(text);
    while (frames.hasNext())
        observation.where
            = Where{.file = u"main.py"_s, .line = frames.next().captured(1).toInt(), .call = {}};
    if (observation.status != 1 || !observation.where)
        return;
    const QString last = text.trimmed().section(u'\n', -1);
    static const QRegularExpression syntax(u"^(SyntaxError|IndentationError|TabError): (.*)$"_s);
    const auto match = syntax.match(last);
    if (match.hasMatch() && !text.contains(u"Traceback (most recent call last)"_s)) {
        observation.obstacle = Cause::SyntaxError;
        observation.subject = match.captured(2);
    } else if (text.contains(u"Traceback (most recent call last)"_s)) {
        const QString name = last.section(u": "_s, 0, 0);
        observation.raised = Value{.kind = Value::Kind::Exception,
            .bytes = last.section(u": "_s, 1).toUtf8(),
            .typeName = name.toUtf8(),
            .names = {name.toUtf8()},
            .items = {Value{}}};
    }
}

/// The line of the learner's code where the exception left it.
QByteArray codeAt(const std::optional<Where> &where, const sandbox::RunRequest &request)
{
    const Entry *file = where ? request.workspace.find(where->file.toUtf8()) : nullptr;
    return file ? file->content.split('\n').value(where->line - 1) : QByteArray();
}

/// The same for the same solution, seed and version: how many processes there were is counted now and then, and a count
/// in a short run is chance.
QList<lens::Shortage> shortagesOf(const Observation &observation, const sandbox::RunRequest &request,
    sandbox::RunReport report, const lens::Trace *trace)
{
    if (observation.obstacle != Cause::WallLimit)
        report.resources.peakProcesses = 0;
    QList<lens::Shortage> shortages = lens::findShortages(report, request, trace);
    const bool isWatched = trace && report.traced;
    if (!observation.raised || isWatched) // what no call has met is the program's own invention
        return shortages;
    const bool isOfThread = observation.raised->bytes == "can't start new thread";
    const int errnum = isOfThread ? EAGAIN : observation.raised->errnum.value_or(0);
    const auto behind = lens::shortageBehind(
        errnum, isOfThread ? "start()" : codeAt(observation.where, request), request);
    const bool isKnown = behind && std::ranges::contains(shortages, behind->kind, &lens::Shortage::kind);
    if (behind && !isKnown)
        shortages.append(*behind);
    return shortages;
}

void addField(QCryptographicHash &hash, const QByteArray &field)
{
    hash.addData(QByteArray::number(field.size()) + ':');
    hash.addData(field);
}

void addFields(QCryptographicHash &hash, std::initializer_list<qint64> numbers)
{
    for (const qint64 number : numbers)
        addField(hash, QByteArray::number(number));
}

void addTree(QCryptographicHash &hash, const Tree &tree)
{
    addFields(hash, {tree.entries.size()});
    for (const Entry &entry : tree.entries) {
        addField(hash, entry.path);
        addFields(hash,
            {qint64(entry.type), entry.mode, entry.size, entry.modifiedNs, qint64(entry.inode)});
        addField(hash, entry.target);
        addField(hash, entry.content);
        for (const auto &[name, value] : entry.xattrs) {
            addField(hash, name);
            addField(hash, value);
        }
    }
}

/// What is done to the program while it runs. That it is watched changes nothing.
void addRules(QCryptographicHash &hash, const sandbox::TraceOptions &options)
{
    addFields(hash, {options.rules.size(), options.attacks.size()});
    for (const sandbox::TraceRule &rule : options.rules) {
        addField(hash, rule.path);
        addFields(hash,
            {rule.line, rule.nth, rule.onwards, rule.changesOnly, qint64(rule.action), rule.figure,
                rule.calls.size()});
        for (const int call : rule.calls)
            addFields(hash, {call});
    }
    for (const QList<sandbox::AttackStep> &attack : options.attacks) {
        addFields(hash, {attack.size()});
        for (const sandbox::AttackStep &step : attack) {
            addFields(hash, {qint64(step.kind), step.mode});
            addField(hash, step.path);
            addField(hash, step.other);
        }
    }
}

/// A file whose bytes were not all read can be made again only if what is missing are holes.
bool isWhole(const Entry &entry)
{
    return entry.type != EntryType::File || entry.contentComplete
        || entry.blocks * 512 <= entry.content.size();
}

} // namespace

Task taskOf(const course::Case &run)
{
    if (!run.script.isEmpty())
        return {.form = Task::Form::Script, .code = run.script};
    return {.form = Task::Form::Call, .code = run.call};
}

Result<sandbox::RunRequest> composeRun(const course::Exercise &exercise, const course::Case &run,
    const Task &task, const World &world, const QByteArray &solution, quint64 seed)
{
    for (const QByteArray &name : ownNames()) {
        if (world.tree.find(name))
            return contentError(exercise.folder + u"/world.toml"_s, 0,
                u"world \"%1\": the name \"%2\" is ours"_s.arg(run.world, displayName(name)));
    }
    sandbox::RunRequest request{.workspace = world.tree,
        .mounts = world.mounts,
        .environment = world.environment,
        .umask = run.umask,
        // Two hash seeds in turn, so that code which leans on the order of a set shows it.
        .hashSeed = 1 + static_cast<quint32>(seed % 2)};
    request.limits.valueBytes = answerBytes;
    override(request.limits, exercise.limits);
    override(request.limits, run.limits);
    for (const auto &[name, value] : run.environment)
        request.environment.emplaceBack(name.toUtf8(), value.toUtf8());
    const bool program
        = exercise.contract.kind == course::Contract::Kind::Program && task.code.isEmpty();
    if (program && !world.companions.isEmpty())
        return contentError(exercise.folder + u"/exercise.toml"_s, run.line,
            u"helpers run beside a call; a program has none"_s);
    if (program)
        addProgram(request, run, solution);
    else
        addFunction(request, exercise, task, world, solution);
    return request;
}

Result<sandbox::RunRequest> composeAgain(
    const sandbox::RunRequest &first, const sandbox::RunReport &report)
{
    sandbox::RunRequest second = first;
    second.trace.reset(); // checks look at the calls of the first
    second.workspace = report.tree;
    second.workspace.entries.removeIf([](const Entry &entry) { return isOwn(entry.path); });
    QList<const Tree *> trees{&second.workspace};
    for (qsizetype i = 0; i < second.mounts.size(); ++i) {
        second.mounts[i].content = report.mountTrees.value(i);
        trees.append(&second.mounts[i].content);
    }
    for (const Tree *tree : trees) {
        if (!canBeRebuilt(*tree))
            return contentError(
                {}, 0, u"the tree after the first run is too large for a second one"_s);
    }
    for (const QByteArray &name : ownNames()) {
        if (const Entry *own = first.workspace.find(name))
            insert(second.workspace, name, own->content);
    }
    return second;
}

Observation observe(const course::Contract &contract, const sandbox::RunRequest &request,
    const sandbox::RunReport &report, const lens::Trace *trace)
{
    Observation observation{.output = report.output, .errorOutput = report.errorOutput};
    observation.tree = merged(report.tree, request.mounts, report.mountTrees);
    observation.status
        = report.ending == sandbox::Ending::Signalled ? -report.signal : report.exitStatus;
    const bool byItself = report.ending == sandbox::Ending::Exited
        || (report.ending == sandbox::Ending::Signalled && !request.valueChannel);
    if (!byItself) {
        std::tie(observation.obstacle, observation.figure) = obstacleOf(report, request.limits);
    } else if (request.valueChannel) {
        readAnswer(observation, report, request.limits);
    } else {
        readTraceback(observation);
    }
    if (observation.obstacle == Cause::EntryMissing
        || observation.obstacle == Cause::EntryNotCallable)
        observation.subject = contract.entry;
    observation.shortages = shortagesOf(observation, request, report, trace);
    return observation;
}

Tree visibleTree(const World &world)
{
    QList<Tree> contents;
    for (const sandbox::ExtraMount &mount : world.mounts)
        contents.append(mount.content);
    return merged(world.tree, world.mounts, contents);
}

Tree visibleTree(
    const sandbox::RunRequest &request, const Tree &workspace, const QList<Tree> &mountTrees)
{
    return merged(workspace, request.mounts, mountTrees);
}

bool canBeRebuilt(const Tree &tree)
{
    return !tree.truncated && std::ranges::all_of(tree.entries, isWhole);
}

QByteArray fingerprint(const sandbox::RunRequest &request)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    addTree(hash, request.workspace);
    for (const sandbox::ExtraMount &mount : request.mounts) {
        addField(hash, mount.path);
        addFields(hash, {mount.bytes, mount.inodes, mount.readOnly});
        addTree(hash, mount.content);
    }
    addFields(hash, {request.arguments.size(), request.environment.size()});
    for (const QByteArray &argument : request.arguments)
        addField(hash, argument);
    for (const auto &[name, value] : request.environment) {
        addField(hash, name);
        addField(hash, value);
    }
    addField(hash, request.standardInput);
    const sandbox::Limits &limits = request.limits;
    addFields(hash,
        {request.umask, request.hashSeed, limits.wall.count(), limits.cpu.count(),
            limits.memoryBytes, limits.outputBytes, limits.valueBytes, limits.diskBytes,
            limits.fileBytes, limits.inodes, limits.processes, limits.descriptors});
    if (request.trace)
        addRules(hash, *request.trace);
    return hash.result();
}

} // namespace ringside::grading
