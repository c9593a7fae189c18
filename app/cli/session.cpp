#include "cli/session.h"

#include "base/bytes.h"
#include "base/filedescriptor.h"
#include "base/paths.h"
#include "base/readupto.h"
#include "cli/console.h"
#include "cli/options.h"
#include "wording/obstacle.h"
#include "wording/trouble.h"

#include <QCoreApplication>
#include <QFile>

#include <cerrno>
#include <csignal>
#include <fcntl.h>
#include <sys/signalfd.h>
#include <unistd.h>

namespace ringside::cli {

namespace {

using namespace Qt::StringLiterals;

constexpr qint64 largestSource = 1 << 20;

Session *currentSession = nullptr;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

/// The signals that end a command arrive as bytes on a descriptor, so that ending is ordinary code.
int openSignals()
{
    sigset_t signalsThatEnd;
    sigemptyset(&signalsThatEnd);
    for (const int signal : {SIGINT, SIGTERM, SIGHUP})
        sigaddset(&signalsThatEnd, signal);
    pthread_sigmask(SIG_BLOCK, &signalsThatEnd, nullptr);
    return ::signalfd(-1, &signalsThatEnd, SFD_CLOEXEC | SFD_NONBLOCK);
}

} // namespace

Session::Session()
{
    currentSession = this;
}

Session::~Session()
{
    closeSandbox();
    currentSession = nullptr;
}

Session &Session::current()
{
    return *currentSession;
}

const course::Course &Session::course()
{
    if (!m_course)
        m_course = course::loadCourse(dataFolder());
    return *m_course;
}

sandbox::Sandbox &Session::sandbox()
{
    if (!m_sandbox) {
        catchSignals();
        m_sandbox = std::make_unique<sandbox::Sandbox>();
    }
    return *m_sandbox;
}

/// From here on there is something to end before this process may die. Until then the kernel does
/// it: a read from a terminal, for one, must not survive Ctrl-C.
void Session::catchSignals()
{
    m_signals = std::make_unique<QSocketNotifier>(openSignals(), QSocketNotifier::Read);
    QObject::connect(m_signals.get(), &QSocketNotifier::activated, m_signals.get(),
        [this](QSocketDescriptor fd) {
            signalfd_siginfo info{};
            if (::read(fd, &info, sizeof info) == sizeof info)
                end(static_cast<int>(info.ssi_signo));
        });
}

void Session::closeSandbox()
{
    m_grader.reset();
    m_sandbox.reset(); // the supervisor leaves, and every box with it
}

grading::Grader &Session::grader()
{
    if (!m_grader)
        m_grader = std::make_unique<grading::Grader>(sandbox());
    return *m_grader;
}

void Session::end(int signal)
{
    Console::hideProgress();
    closeSandbox();
    // The same signal once more, so that whoever started us sees what ended us.
    std::signal(signal, SIG_DFL);
    std::raise(signal);
    sigset_t pending;
    sigemptyset(&pending);
    sigaddset(&pending, signal);
    pthread_sigmask(SIG_UNBLOCK, &pending, nullptr);
}

std::expected<QByteArray, QString> readNamedFile(const QString &path)
{
    const bool isInput = path == u"-";
    const QByteArray name = bytesOfWord(path);
    const QString shown = isInput ? Words::tr("standard input") : displayName(name);
    const FileDescriptor opened(
        isInput ? -1 : ::open(name.constData(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
    if (!isInput && !opened)
        return std::unexpected(Words::tr("cannot read %1: %2").arg(shown, qt_error_string(errno)));
    QFile file;
    if (!file.open(isInput ? STDIN_FILENO : opened.get(), QIODevice::ReadOnly))
        return std::unexpected(Words::tr("cannot read %1: %2").arg(shown, file.errorString()));
    const QByteArray content = readUpTo(file, largestSource + 1);
    if (file.error() != QFileDevice::NoError)
        return std::unexpected(Words::tr("cannot read %1: %2").arg(shown, file.errorString()));
    if (content.size() > largestSource)
        return std::unexpected(
            Words::tr("%1 is larger than 1 MiB: that is no Python file").arg(shown));
    return content;
}

/// Where there is no sandbox, in the words of `ringside doctor`.
static wording::Trouble troubleBehind(const Error &error)
{
    if (error.kind == Error::Kind::Unsupported) {
        Session &session = Session::current();
        const sandbox::StartupReport report = session.wait(session.sandbox().startupReport());
        if (!report.features && report.step == error.doing)
            return wording::explain(report);
    }
    return wording::explain(error);
}

int complain(const Error &error)
{
    const wording::Trouble trouble = troubleBehind(error);
    return complain(Impossible, trouble.what, trouble.remedy);
}

} // namespace ringside::cli
