#include "cli/liverun.h"

#include "base/bytes.h"
#include "cli/console.h"
#include "cli/options.h"
#include "cli/session.h"

#include <QCoreApplication>
#include <QPromise>
#include <QSocketNotifier>

#include <array>
#include <cerrno>
#include <cstdio>
#include <optional>
#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;
using sandbox::OutputStream;

constexpr qint64 mostInput = 64 << 20; // what the program does not read waits in memory

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// Text that comes in pieces. A terminal gets no control characters from a program that somebody else may have
/// written, a pipe gets the bytes as they are.
class LiveOutput
{
public:
    LiveOutput(int descriptor, FILE *file)
        : m_isTerminal(::isatty(descriptor) == 1)
        , m_file(file)
    {
    }

    void add(const QByteArray &bytes)
    {
        if (!m_isTerminal)
            return print(bytes);
        m_waiting += bytes;
        const qsizetype whole = m_waiting.size() - unfinishedBytes();
        print(displayText(m_waiting.first(whole)).toUtf8());
        m_waiting.remove(0, whole);
    }

    void finish() { print(displayText(std::exchange(m_waiting, {})).toUtf8()); }

private:
    void print(const QByteArray &bytes)
    {
        std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), m_file);
        std::fflush(m_file);
    }

    /// At the end, of a character whose other bytes are still to come.
    [[nodiscard]] qsizetype unfinishedBytes() const
    {
        constexpr qsizetype longest = 4;
        for (qsizetype back = 1; back < longest && back <= m_waiting.size(); ++back) {
            const auto byte = static_cast<unsigned char>(m_waiting[m_waiting.size() - back]);
            if ((byte & 0xC0) == 0x80)
                continue;
            const qsizetype length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC0 ? 2 : 1;
            return length > back ? back : 0;
        }
        return 0;
    }

    bool m_isTerminal;
    FILE *m_file;
    QByteArray m_waiting;
};

class LiveRun : public QObject
{
public:
    explicit LiveRun(const sandbox::RunRequest &request);
    QFuture<Result<sandbox::RunReport>> future() { return m_promise.future(); }

private:
    void start(const QByteArrayList &arguments);
    void passInput();
    void endInput();
    void conclude(const sandbox::ProgramReport &program);
    void finish(Result<sandbox::RunReport> result);

    QPromise<Result<sandbox::RunReport>> m_promise;
    bool m_isOver = false;
    std::optional<sandbox::RunReport> m_report; ///< once the program has ended
    qint64 m_inputBytes = 0;
    LiveOutput m_output{STDOUT_FILENO, stdout};
    LiveOutput m_errors{STDERR_FILENO, stderr};
    std::unique_ptr<sandbox::Session> m_session;
    std::unique_ptr<QSocketNotifier> m_input;
};

LiveRun::LiveRun(const sandbox::RunRequest &request)
{
    m_promise.start();
    sandbox::SessionRequest wanted{.workspace = request.workspace,
        .environment = request.environment,
        .hashSeed = request.hashSeed,
        .limits = request.limits};
    wanted.limits.wall = std::chrono::milliseconds(0);
    wanted.environment.emplaceBack("PYTHONUNBUFFERED", "1"); // else what it prints into a pipe waits until its end
    m_session = Session::current().sandbox().openSession(wanted);
    connect(m_session.get(), &sandbox::Session::opened, this,
        [this, arguments = request.arguments] { start(arguments); });
    connect(m_session.get(), &sandbox::Session::outputReceived, this,
        [this](const QByteArray &bytes, OutputStream stream) {
            (stream == OutputStream::Error ? m_errors : m_output).add(bytes);
        });
    connect(m_session.get(), &sandbox::Session::programEnded, this, &LiveRun::conclude);
    connect(m_session.get(), &sandbox::Session::programFailed, this,
        [this](const Error &error) { finish(std::unexpected(error)); });
    connect(m_session.get(), &sandbox::Session::failed, this,
        [this](const Error &error) { finish(std::unexpected(error)); });
    connect(m_session.get(), &sandbox::Session::closed, this,
        [this] { m_report ? finish(*m_report) : finish(internalError(u"the box broke down"_s)); });
}

void LiveRun::start(const QByteArrayList &arguments)
{
    m_session->startProgram({.command = QByteArrayList{"python3", "main.py"} + arguments, .terminal = false});
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, &LiveRun::passInput);
}

void LiveRun::passInput()
{
    std::array<char, 64U << 10> buffer;
    const ssize_t got = ::read(STDIN_FILENO, buffer.data(), buffer.size());
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return;
    if (got <= 0)
        return endInput();
    m_inputBytes += got;
    m_session->write(QByteArray(buffer.data(), got));
    if (m_inputBytes < mostInput)
        return;
    complain(Good, Words::tr("The program gets no more than %1 MiB of standard input.").arg(mostInput >> 20));
    endInput();
}

void LiveRun::endInput()
{
    m_input->setEnabled(false);
    m_session->closeInput();
}

/// With the files that are left, as long as there is a box to ask for them.
void LiveRun::conclude(const sandbox::ProgramReport &program)
{
    m_output.finish();
    m_errors.finish();
    m_report = sandbox::asRun(program);
    m_session->snapshot().then(this, [this](const Result<filesystem::Tree> &tree) {
        if (tree)
            m_report->tree = *tree;
        finish(*m_report);
    });
}

/// The first word counts: a box that is closed at its limit has told of its program before.
void LiveRun::finish(Result<sandbox::RunReport> result)
{
    if (std::exchange(m_isOver, true))
        return;
    if (m_input)
        m_input->setEnabled(false);
    m_promise.addResult(std::move(result));
    m_promise.finish();
}

} // namespace

Result<sandbox::RunReport> runLive(const sandbox::RunRequest &request)
{
    LiveRun run(request);
    return Session::current().wait(run.future());
}

} // namespace ringside::cli
