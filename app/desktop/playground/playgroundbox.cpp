#include "desktop/playground/playgroundbox.h"

#include <QCryptographicHash>
#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

using namespace std::chrono_literals;

// A person at a terminal thinks between two keys: time is no limit, and Stop is a button away.
sandbox::Limits forTerminal(sandbox::Limits limits)
{
    limits.wall = 0ms;
    limits.cpu = std::max(limits.cpu, std::chrono::milliseconds(60s));
    limits.outputBytes = std::max(limits.outputBytes, qint64(8) << 20); // of a whole hour at a prompt
    return limits;
}

// History is kept for the next prompt, and outside the workspace. Where there is no bash, the plain shell does.
const QByteArrayList shellCommand{"sh", "-c",
    R"(if command -v bash >/dev/null; then HISTFILE=/tmp/.shell-history PROMPT_COMMAND='history -a' PS1='\w $ ' exec bash --noprofile --norc -i; fi; PS1='$ ' exec sh -i)"};
const QByteArray mainFile = "main.py";

// By its whole path, as Python itself knows a program: the lens tells the learner's lines by it.
filesystem::Entry callerOf(const QByteArray &file)
{
    const QByteArray name = QByteArray("/home/learner/" + file).replace('\\', "\\\\").replace('"', "\\\"");
    filesystem::Entry caller;
    caller.path = mainFile;
    caller.content = "import runpy\nrunpy.run_path(\"" + name + "\", run_name=\"__main__\")\n";
    caller.size = caller.content.size();
    return caller;
}

void putFile(filesystem::Tree &tree, const filesystem::Entry &entry)
{
    tree.entries.removeIf([&](const filesystem::Entry &one) { return one.path == entry.path; });
    tree.entries.insert(std::ranges::lower_bound(tree.entries, entry.path, {}, &filesystem::Entry::path), entry);
}

/// The name has what it had before, unless the program itself gave it something else.
void takeCallerAway(filesystem::Tree &tree, const filesystem::Tree &before, const filesystem::Entry &caller)
{
    const filesystem::Entry *now = tree.find(mainFile);
    const filesystem::Entry *then = before.find(mainFile);
    if (!now || now->content != caller.content)
        return;
    if (then)
        putFile(tree, *then);
    else
        tree.entries.removeIf([](const filesystem::Entry &one) { return one.path == mainFile; });
}

/// A report holds the beginning of large files only; what did not change is known from before.
filesystem::Tree completed(filesystem::Tree tree, const filesystem::Tree &before)
{
    for (filesystem::Entry &entry : tree.entries) {
        const filesystem::Entry *then = entry.contentComplete ? nullptr : before.find(entry.path);
        if (!then || !then->contentComplete
            || QCryptographicHash::hash(then->content, QCryptographicHash::Sha256) != entry.digest)
            continue;
        entry.content = then->content;
        entry.contentComplete = true;
    }
    return tree;
}

const QByteArrayList pythonCommand{"env", "PYTHON_HISTORY=/tmp/.python-history", "python3", "-q"};

} // namespace

QByteArray commandLine(const RunOrder &order)
{
    return (QByteArrayList{"python3", order.file} + order.arguments).join(' ');
}

PlaygroundBox::PlaygroundBox(
    sandbox::Sandbox &sandbox, std::function<sandbox::Limits()> limits, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
    , m_limitsNow(std::move(limits))
{
}

PlaygroundBox::~PlaygroundBox() = default;

void PlaygroundBox::setActivity(Activity activity)
{
    if (m_activity == activity)
        return;
    m_activity = activity;
    emit activityChanged();
}

void PlaygroundBox::open(const filesystem::Tree &files, const QList<sandbox::ExtraMount> &mounts)
{
    endSession();
    m_identities = Identities::Ignored; // the files are made anew, and get other inodes than they had where they come from
    m_mounts = mounts;
    m_given.clear();
    m_limits = m_limitsNow ? m_limitsNow() : sandbox::Limits();
    sandbox::SessionRequest request;
    request.workspace = files;
    request.mounts = mounts;
    request.limits = forTerminal(m_limits);
    m_tree = files;
    setActivity(Activity::Opening);
    m_session = m_sandbox.openSession(request);
    connectSession();
}

// It may be one of its own signals that leads here.
void PlaygroundBox::endSession()
{
    ++m_generation;
    m_next = {};
    m_looking = m_lookAgain = m_bringingBack = false;
    m_identities = Identities::Compared;
    if (!m_session)
        return;
    m_session->disconnect(this);
    m_session->close();
    m_session.release()->deleteLater();
}

void PlaygroundBox::connectSession()
{
    using sandbox::Session;
    Session *session = m_session.get();
    connect(session, &Session::opened, this, &PlaygroundBox::sessionOpened);
    connect(session, &Session::failed, this, [this](const Error &error) {
        endSession();
        setActivity(Activity::Closed);
        emit failed(error);
    });
    connect(session, &Session::closed, this, [this](sandbox::Ending ending, qint64 limitReached) {
        const bool wasRunning = m_activity == Activity::Running;
        endSession();
        setActivity(Activity::Closed);
        if (wasRunning)
            loseRun(ending, limitReached);
        emit lost(ending, limitReached);
    });
    connect(session, &Session::outputReceived, this, [this](const QByteArray &bytes, sandbox::OutputStream stream) {
        if (m_activity == Activity::Opening)
            m_given += bytes;
        else
            emit outputReceived(bytes, stream);
    });
    connect(session, &Session::programEnded, this, &PlaygroundBox::programEnded);
    connect(session, &Session::programFailed, this, [this](const Error &error) {
        if (m_activity == Activity::Opening)
            return finishOpening();
        setActivity(Activity::Idle);
        emit programFailed(error);
    });
    connect(session, &Session::workspaceChanged, this, &PlaygroundBox::refresh);
}

void PlaygroundBox::sessionOpened()
{
    m_session->watchWorkspace();
    m_session->startProgram(onTerminal({"env", "-0"})); // what programs will find
}

void PlaygroundBox::finishOpening()
{
    QList<std::pair<QByteArray, QByteArray>> variables;
    for (const QByteArray &variable : m_given.split('\0')) {
        if (const qsizetype equals = variable.indexOf('='); equals > 0)
            variables.append({variable.first(equals), variable.mid(equals + 1)});
    }
    emit environmentRead(variables);
    setActivity(Activity::Idle);
    emit opened();
    refresh();
}

void PlaygroundBox::setTerminalSize(int rows, int columns)
{
    m_rows = quint16(rows);
    m_columns = quint16(columns);
    if (m_session && m_session->isProgramRunning())
        m_session->resizeTerminal(m_rows, m_columns);
}

void PlaygroundBox::type(const QByteArray &bytes)
{
    if (m_session && m_session->isProgramRunning())
        m_session->write(bytes);
}

QByteArrayList PlaygroundBox::withEnvironment(const QByteArrayList &command) const
{
    if (m_environment.isEmpty())
        return command;
    QByteArrayList words{"env"};
    for (const auto &[name, value] : m_environment)
        words.append(name + '=' + value);
    return words + command;
}

sandbox::ProgramRequest PlaygroundBox::onTerminal(const QByteArrayList &command) const
{
    return {.command = command, .terminal = true, .rows = m_rows, .columns = m_columns};
}

// What has the terminal is ended first; programEnded() goes on then.
void PlaygroundBox::whenFree(std::function<void()> next)
{
    if (!m_session->isProgramRunning())
        return next();
    m_next = std::move(next);
    m_session->stopProgram();
}

void PlaygroundBox::startPrompt(Prompt prompt)
{
    if (m_activity != Activity::Idle && m_activity != Activity::Prompt)
        return;
    whenFree([this, prompt] {
        setActivity(Activity::Prompt);
        m_session->startProgram(
            onTerminal(withEnvironment(prompt == Prompt::Shell ? shellCommand : pythonCommand)));
    });
}

void PlaygroundBox::run(const RunOrder &order)
{
    if (beginRecord(order))
        beginRun([this] { startProgram(); });
}

bool PlaygroundBox::beginRecord(const RunOrder &order)
{
    if (m_activity != Activity::Idle && m_activity != Activity::Prompt)
        return false;
    m_run = {.number = ++m_runs, .startedMs = QDateTime::currentMSecsSinceEpoch(), .order = order, .report = {},
        .before = m_tree, .after = {}};
    m_stopWanted = false;
    setActivity(Activity::Running);
    return true;
}

void PlaygroundBox::beginRun(std::function<void()> start)
{
    whenFree([this, start = std::move(start)] {
        snapshotThen([this, start](const filesystem::Tree &tree) {
            m_run.before = tree;
            m_stopWanted ? finishRun({.ending = sandbox::Ending::Stopped}) : start();
        });
    });
}

void PlaygroundBox::watch(const RunOrder &order, const sandbox::TraceOptions &trace)
{
    if (!beginRecord(order))
        return;
    m_run.order.input = order.input.value_or(QByteArray()); // there is no terminal
    beginRun([this, trace] { startWatched(trace); });
}

sandbox::RunRequest PlaygroundBox::requestFor(const RunOrder &order, const filesystem::Tree &files) const
{
    sandbox::RunRequest request;
    request.workspace = files;
    request.mounts = m_mounts;
    request.arguments = order.arguments;
    request.environment = m_environment;
    request.standardInput = order.input.value_or(QByteArray()); // there is no terminal
    request.limits = m_limits;
    if (order.file != mainFile)
        putFile(request.workspace, callerOf(order.file));
    return request;
}

void PlaygroundBox::startWatched(const sandbox::TraceOptions &trace)
{
    emit runStarted(m_run.order);
    m_watchStop = {};
    sandbox::RunRequest request = requestFor(m_run.order, m_run.before);
    request.trace = trace;
    m_sandbox.run(std::move(request), m_watchStop.get_token())
        .then(this, [this, generation = m_generation](const Result<sandbox::RunReport> &report) {
            if (generation != m_generation)
                return;
            if (report)
                return finishWatched(*report);
            setActivity(Activity::Idle);
            emit programFailed(report.error());
        });
}

void PlaygroundBox::finishWatched(const sandbox::RunReport &report)
{
    emit outputReceived(report.output, sandbox::OutputStream::Output);
    emit outputReceived(report.errorOutput, sandbox::OutputStream::Error);
    m_run.report = {.ending = report.ending,
        .exitStatus = report.exitStatus,
        .signal = report.signal,
        .limitReached = report.limitReached,
        .wall = report.resources.wall};
    emit watched(report);
    filesystem::Tree files = completed(report.tree, m_run.before);
    if (m_run.order.file != mainFile)
        takeCallerAway(files, m_run.before, callerOf(m_run.order.file));
    bringBack(files);
}

void PlaygroundBox::bringBack(const filesystem::Tree &files)
{
    ++m_edits;
    m_bringingBack = true;
    m_session->restore(files).then(this, [this, generation = m_generation](const Result<> &result) {
        if (generation != m_generation)
            return;
        m_bringingBack = false;
        m_identities = Identities::Ignored;
        if (!result)
            emit programFailed(result.error());
        finishRun(m_run.report, Identities::Ignored);
    });
}

void PlaygroundBox::startProgram()
{
    const RunOrder &order = m_run.order;
    const QByteArrayList command = withEnvironment(QByteArrayList{"python3", order.file} + order.arguments);
    sandbox::ProgramRequest request = onTerminal(command);
    request.terminal = !order.input;
    emit runStarted(order);
    m_session->startProgram(request);
    if (order.input) {
        m_session->write(*order.input);
        m_session->closeInput();
    }
}

void PlaygroundBox::stop()
{
    m_stopWanted = true;
    m_watchStop.request_stop();
    if (m_session)
        m_session->stopProgram();
}

void PlaygroundBox::programEnded(const sandbox::ProgramReport &report)
{
    if (m_activity == Activity::Opening)
        return finishOpening();
    if (const auto next = std::exchange(m_next, {}))
        return next();
    if (m_activity == Activity::Running)
        return finishRun(report);
    if (m_activity != Activity::Prompt)
        return;
    setActivity(Activity::Idle);
    emit promptEnded(report);
}

void PlaygroundBox::finishRun(const sandbox::ProgramReport &report, Identities identities)
{
    m_run.report = report;
    snapshotThen([this, identities, edits = m_edits](const filesystem::Tree &tree) {
        m_run.after = tree;
        if (identities == Identities::Ignored) {
            for (filesystem::Entry &entry : m_run.after.entries)
                entry.device = 0; // the program did not make these objects: as if of another file system than `before`
        }
        edits == m_edits ? see(tree) : refresh(); // what the window changed meanwhile is not in it
        setActivity(Activity::Idle);
        emit runEnded(std::exchange(m_run, {}));
    });
}

void PlaygroundBox::loseRun(sandbox::Ending ending, qint64 limitReached)
{
    const qint64 lasted = QDateTime::currentMSecsSinceEpoch() - m_run.startedMs;
    m_run.report = {.ending = ending, .limitReached = limitReached, .wall = std::chrono::milliseconds(lasted)};
    m_run.after = m_tree;
    emit runLost(std::exchange(m_run, {}));
}

void PlaygroundBox::rewind(const filesystem::Tree &files)
{
    if (!isOpen() || m_activity == Activity::Rewinding)
        return;
    m_next = {};
    setActivity(Activity::Rewinding);
    snapshotThen([this, files](const filesystem::Tree &before) { restore(files, before); });
}

void PlaygroundBox::restore(const filesystem::Tree &files, const filesystem::Tree &before)
{
    ++m_edits;
    m_bringingBack = true;
    const int generation = m_generation;
    m_session->restore(files).then(this, [this, generation, before](const Result<> &result) {
        if (generation != m_generation)
            return;
        m_bringingBack = false;
        m_identities = Identities::Ignored;
        setActivity(Activity::Idle);
        refresh();
        emit rewound(result, before);
    });
}

void PlaygroundBox::look(std::function<void(const filesystem::Tree &)> then)
{
    isOpen() ? snapshotThen(std::move(then)) : then(m_tree);
}

void PlaygroundBox::snapshotThen(std::function<void(const filesystem::Tree &)> next)
{
    const int generation = m_generation;
    m_session->snapshot().then(
        this, [this, generation, next = std::move(next)](const Result<filesystem::Tree> &tree) {
            if (generation == m_generation && tree) // without a tree the box is closing
                next(*tree);
        });
}

void PlaygroundBox::refresh()
{
    if (!isOpen() || m_bringingBack)
        return;
    if (m_looking) {
        m_lookAgain = true;
        return;
    }
    m_looking = true;
    snapshotThen([this, edits = m_edits](const filesystem::Tree &tree) {
        m_looking = false;
        const bool again = std::exchange(m_lookAgain, false);
        if (edits == m_edits && !m_bringingBack)
            see(tree);
        if (again || edits != m_edits)
            refresh();
    });
}

void PlaygroundBox::see(const filesystem::Tree &tree)
{
    if (tree == m_tree)
        return;
    const filesystem::Tree before = std::exchange(m_tree, tree);
    emit treeChanged(before, m_tree);
    m_identities = Identities::Compared;
}

QFuture<Result<>> PlaygroundBox::edited(QFuture<Result<>> edit)
{
    ++m_edits;
    return edit.then(this, [this, generation = m_generation](const Result<> &result) {
        if (generation == m_generation)
            refresh();
        return result;
    });
}

namespace {

QFuture<Result<>> noBox()
{
    return QtFuture::makeReadyValueFuture(Result<>(internalError(u"there is no box"_s)));
}

} // namespace

QFuture<Result<>> PlaygroundBox::put(const filesystem::Entry &entry)
{
    return isOpen() ? edited(m_session->put(entry)) : noBox();
}

QFuture<Result<>> PlaygroundBox::setMode(const QByteArray &path, quint32 mode)
{
    return isOpen() ? edited(m_session->setMode(path, mode)) : noBox();
}

QFuture<Result<>> PlaygroundBox::rename(const QByteArray &from, const QByteArray &to)
{
    return isOpen() ? edited(m_session->rename(from, to)) : noBox();
}

QFuture<Result<>> PlaygroundBox::remove(const QByteArray &path)
{
    return isOpen() ? edited(m_session->remove(path, sandbox::Session::Depth::WithContent)) : noBox();
}

} // namespace ringside::desktop
