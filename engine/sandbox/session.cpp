#include "sandbox/session.h"

#include "base/bytes.h"
#include "sandbox/supervision.h"
#include "sandbox/wire.h"

#include <QPointer>
#include <QPromise>

#include <algorithm>
#include <deque>
#include <map>

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

namespace {

protocol::RunBegin toWire(const SessionRequest &request, quint32 id)
{
    protocol::RunBegin begin = toWire(RunRequest{.mounts = request.mounts,
                                          .environment = request.environment,
                                          .umask = request.umask,
                                          .hashSeed = request.hashSeed,
                                          .limits = request.limits},
        id);
    begin.session = true;
    return begin;
}

Error closedError()
{
    return {.kind = Error::Kind::Internal, .doing = u"the session is closed"_s};
}

/// What a snapshot left out cannot be made again.
Result<> isRestorable(const filesystem::Tree &tree)
{
    if (tree.truncated)
        return contentError({}, 0, u"the snapshot does not hold the whole tree"_s);
    for (const filesystem::Entry &entry : tree.entries)
        if (!entry.contentComplete)
            return contentError(
                {}, 0, u"the snapshot does not hold all of \"%1\""_s.arg(displayName(entry.path)));
    return sandbox::toWire(tree, 0, 0, [](const std::string &) { });
}

} // namespace

/// The session's side of the conversation with the supervisor.
class Session::Link : public Exchange
{
public:
    Link(Session &session, Supervision &supervision, const SessionRequest &request);
    ~Link() override;

    [[nodiscard]] bool receive(const protocol::Frame &frame) override;
    void abandoned(const Error &error) override;

    template <typename Message> void send(Message message)
    {
        message.run = m_id;
        if (m_supervision)
            m_supervision->send(message);
    }
    void type(const QByteArray &bytes);
    QFuture<Result<filesystem::Tree>> snapshot();
    QFuture<Result<>> put(const filesystem::Entry &entry);
    QFuture<Result<>> restore(const filesystem::Tree &tree);
    template <typename Message> QFuture<Result<>> edit(Message message);

private:
    [[nodiscard]] Result<> sendRequest(const SessionRequest &request);
    void addToSnapshot(const protocol::TreeEnd &treeEnd);
    [[nodiscard]] QFuture<Result<>> promiseEdit();
    [[nodiscard]] Result<> sendTree(const filesystem::Tree &tree);
    [[nodiscard]] bool finishEdit(const protocol::EditDone &done);
    void noteWords(const protocol::Output &output);
    void tellProgramEnd(const protocol::ProgramEnded &ended);
    void tellFailure(const Error &error);
    void tellEnd(Ending ending, qint64 limitReached);
    void close();

    Session &m_session;
    QPointer<Supervision> m_supervision;
    Supervision::Id m_id = 0;
    filesystem::Tree m_tree; ///< of the first snapshot, as far as it has come
    std::deque<QPromise<Result<filesystem::Tree>>> m_snapshots;
    std::map<quint32, QPromise<Result<>>> m_edits; ///< by their numbers
    quint32 m_lastEdit = 0;
    QByteArray m_lastWords; ///< of the program that runs
};

Session::Link::Link(Session &session, Supervision &supervision, const SessionRequest &request)
    : m_session(session)
    , m_supervision(&supervision)
    , m_id(supervision.add(this))
{
    if (Result<> sent = sendRequest(request); !sent) {
        send(protocol::Stop{});
        // Not before the caller has had the time to connect.
        QMetaObject::invokeMethod(
            &session, [this, error = sent.error()] { tellFailure(error); }, Qt::QueuedConnection);
    }
}

Session::Link::~Link()
{
    if (m_session.m_state != State::Closed)
        send(protocol::Stop{});
    close();
}

Result<> Session::Link::sendRequest(const SessionRequest &request)
{
    const auto sendFrame = [this](const std::string &frame) { m_supervision->sendFrame(frame); };
    send(toWire(request, m_id));
    if (Result<> sent = sandbox::toWire(request.workspace, m_id, 0, sendFrame); !sent)
        return sent;
    for (qsizetype i = 0; i < request.mounts.size(); ++i)
        if (Result<> sent = sandbox::toWire(
                request.mounts[i].content, m_id, static_cast<quint32>(i + 1), sendFrame);
            !sent)
            return sent;
    send(protocol::RunStart{});
    return {};
}

bool Session::Link::receive(const protocol::Frame &frame)
{
    using namespace protocol;
    switch (frame.type) {
    case FrameType::SessionOpened:
        return withMessage<SessionOpened>(frame, [this](const SessionOpened &) {
            m_session.m_state = State::Open;
            emit m_session.opened();
        });
    case FrameType::Output:
        return withMessage<Output>(frame, [this](const Output &output) {
            noteWords(output);
            emit m_session.outputReceived(toBytes(output.bytes),
                output.stream == Stream::Error ? OutputStream::Error : OutputStream::Output);
        });
    case FrameType::ProgramEnded:
        return withMessage<ProgramEnded>(
            frame, [this](const ProgramEnded &ended) { tellProgramEnd(ended); });
    case FrameType::Entry:
        return withMessage<Entry>(
            frame, [this](const Entry &entry) { m_tree.entries.append(fromWire(entry)); });
    case FrameType::Content:
        return !m_tree.entries.isEmpty() && withMessage<Content>(frame, [this](const Content &content) {
            m_tree.entries.last().content += toBytes(content.bytes);
        });
    case FrameType::TreeEnd:
        return !m_snapshots.empty()
            && withMessage<TreeEnd>(frame, [this](const TreeEnd &end) { addToSnapshot(end); });
    case FrameType::EditDone: {
        const auto done = decode<EditDone>(frame.body);
        return done && finishEdit(*done);
    }
    case FrameType::TreeChanged:
        return withMessage<TreeChanged>(
            frame, [this](const TreeChanged &) { emit m_session.workspaceChanged(); });
    case FrameType::Finished:
        return withMessage<Finished>(frame, [this](const Finished &finished) {
            tellEnd(static_cast<Ending>(finished.ending), finished.limitReached);
        });
    case FrameType::Failed:
        return withMessage<Failed>(
            frame, [this](const Failed &failed) { tellFailure(fromWire(failed)); });
    default:
        return false;
    }
}

void Session::Link::abandoned(const Error &error)
{
    m_supervision.clear();
    tellFailure(error);
}

void Session::Link::addToSnapshot(const protocol::TreeEnd &treeEnd)
{
    m_tree.truncated = treeEnd.truncated;
    std::ranges::sort(m_tree.entries, {}, &filesystem::Entry::path);
    QPromise<Result<filesystem::Tree>> promise = std::move(m_snapshots.front());
    m_snapshots.pop_front();
    promise.addResult(std::exchange(m_tree, {}));
    promise.finish();
}

bool Session::Link::finishEdit(const protocol::EditDone &done)
{
    auto found = m_edits.extract(done.edit);
    if (found.empty())
        return false;
    Result<> result;
    if (!done.failedStep.empty())
        result = systemError(QString::fromStdString(done.failedStep), done.errnum);
    found.mapped().addResult(result);
    found.mapped().finish();
    return true;
}

void Session::Link::noteWords(const protocol::Output &output)
{
    constexpr qsizetype most = 8 << 10; // room for the words in which Python takes its leave
    if (output.stream != protocol::Stream::Error && !m_session.m_isOnTerminal)
        return;
    m_lastWords += toBytes(output.bytes);
    if (m_lastWords.size() > most)
        m_lastWords = m_lastWords.last(most);
}

void Session::Link::tellProgramEnd(const protocol::ProgramEnded &ended)
{
    m_session.m_isProgramRunning = false;
    if (!ended.failedStep.empty())
        emit m_session.programFailed(
            systemError(QString::fromStdString(ended.failedStep), ended.errnum).error());
    else
        emit m_session.programEnded({.ending = static_cast<Ending>(ended.ending),
            .exitStatus = ended.exitStatus,
            .signal = ended.signal,
            .limitReached = ended.limitReached,
            .wall = std::chrono::microseconds(ended.wallUs),
            .peakProcesses = ended.peakProcesses,
            .lastWords = std::exchange(m_lastWords, {})});
}

/// Before the box is open it has failed; afterwards it has broken down.
void Session::Link::tellFailure(const Error &error)
{
    if (m_session.m_state == State::Open)
        return tellEnd(Ending::Exited, 0);
    if (m_session.m_state == State::Closed)
        return;
    close();
    emit m_session.failed(error);
}

void Session::Link::tellEnd(Ending ending, qint64 limitReached)
{
    if (m_session.m_state == State::Closed)
        return;
    close();
    emit m_session.closed(ending, limitReached);
}

void Session::Link::close()
{
    m_session.m_state = State::Closed;
    m_session.m_isProgramRunning = false;
    if (m_supervision)
        m_supervision->remove(m_id);
    m_supervision.clear();
    for (auto &promise : std::exchange(m_snapshots, {})) {
        promise.addResult(std::unexpected(closedError()));
        promise.finish();
    }
    for (auto &[edit, promise] : std::exchange(m_edits, {})) {
        promise.addResult(std::unexpected(closedError()));
        promise.finish();
    }
}

void Session::Link::type(const QByteArray &bytes)
{
    if (!m_supervision)
        return;
    for (const std::string &frame : inputFrames(bytes, m_id))
        m_supervision->sendFrame(frame);
}

QFuture<Result<filesystem::Tree>> Session::Link::snapshot()
{
    QPromise<Result<filesystem::Tree>> promise;
    QFuture<Result<filesystem::Tree>> future = promise.future();
    promise.start();
    if (m_session.m_state == State::Open) {
        m_snapshots.push_back(std::move(promise));
        send(protocol::Snapshot{});
    } else {
        promise.addResult(std::unexpected(closedError()));
        promise.finish();
    }
    return future;
}

/// The future of the edit that m_lastEdit counts.
QFuture<Result<>> Session::Link::promiseEdit()
{
    QPromise<Result<>> &promise = m_edits[++m_lastEdit];
    promise.start();
    return promise.future();
}

template <typename Message> QFuture<Result<>> Session::Link::edit(Message message)
{
    if (m_session.m_state != State::Open)
        return QtFuture::makeReadyValueFuture(Result<>(std::unexpected(closedError())));
    QFuture<Result<>> future = promiseEdit();
    message.edit = m_lastEdit;
    send(message);
    return future;
}

Result<> Session::Link::sendTree(const filesystem::Tree &tree)
{
    return sandbox::toWire(
        tree, m_id, 0, [this](const std::string &frame) { m_supervision->sendFrame(frame); });
}

QFuture<Result<>> Session::Link::put(const filesystem::Entry &entry)
{
    if (m_session.m_state == State::Open)
        if (const Result<> sent = sendTree({.entries = {entry}}); !sent)
            return QtFuture::makeReadyValueFuture(sent);
    return edit(protocol::EditEnd{});
}

QFuture<Result<>> Session::Link::restore(const filesystem::Tree &tree)
{
    if (m_session.m_state != State::Open)
        return QtFuture::makeReadyValueFuture(Result<>(std::unexpected(closedError())));
    if (const Result<> whole = isRestorable(tree); !whole)
        return QtFuture::makeReadyValueFuture(whole);
    send(protocol::RestoreBegin{});
    (void)sendTree(tree); // that every entry fits into a frame has been seen
    return edit(protocol::EditEnd{});
}

RunReport asRun(const ProgramReport &report)
{
    RunReport run;
    run.ending = report.ending;
    run.exitStatus = report.exitStatus;
    run.signal = report.signal;
    run.limitReached = report.limitReached;
    run.errorOutput = report.lastWords;
    run.resources.wall = report.wall;
    run.resources.peakProcesses = report.peakProcesses;
    return run;
}

Session::Session(Supervision &supervision, const SessionRequest &request)
    : m_link(std::make_unique<Link>(*this, supervision, request))
{
}

Session::~Session() = default;

void Session::startProgram(const ProgramRequest &request)
{
    if (m_state != State::Open || m_isProgramRunning)
        return;
    m_isProgramRunning = true;
    m_isOnTerminal = request.terminal;
    protocol::ProgramStart start{
        .terminal = request.terminal, .rows = request.rows, .columns = request.columns};
    for (const QByteArray &word : request.command)
        start.command.push_back(word.toStdString());
    m_link->send(start);
}

void Session::stopProgram()
{
    m_link->send(protocol::ProgramStop{});
}

void Session::write(const QByteArray &bytes)
{
    m_link->type(bytes);
}

void Session::closeInput()
{
    m_link->send(protocol::InputEnd{});
}

void Session::resizeTerminal(quint16 rows, quint16 columns)
{
    m_link->send(protocol::Resize{.rows = rows, .columns = columns});
}

QFuture<Result<filesystem::Tree>> Session::snapshot()
{
    return m_link->snapshot();
}

QFuture<Result<>> Session::put(const filesystem::Entry &entry)
{
    return m_link->put(entry);
}

QFuture<Result<>> Session::restore(const filesystem::Tree &tree)
{
    return m_link->restore(tree);
}

QFuture<Result<>> Session::remove(const QByteArray &path, Depth depth)
{
    return m_link->edit(
        protocol::Remove{.path = path.toStdString(), .withContent = depth == Depth::WithContent});
}

QFuture<Result<>> Session::rename(const QByteArray &from, const QByteArray &to)
{
    return m_link->edit(protocol::Rename{.from = from.toStdString(), .to = to.toStdString()});
}

QFuture<Result<>> Session::setMode(const QByteArray &path, quint32 mode)
{
    return m_link->edit(protocol::SetMode{.path = path.toStdString(), .mode = mode});
}

void Session::watchWorkspace()
{
    m_link->send(protocol::WatchTree{});
}

void Session::close()
{
    m_link->send(protocol::Stop{});
}

} // namespace ringside::sandbox
