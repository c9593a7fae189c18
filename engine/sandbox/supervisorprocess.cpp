#include "sandbox/supervisorprocess.h"

namespace ringside::sandbox {

using namespace Qt::StringLiterals;

SupervisorProcess::SupervisorProcess(const QStringList &command, QObject *parent)
    : QObject(parent)
{
    m_process.setProgram(command.value(0));
    m_process.setArguments(command.mid(1));
    m_process.setProcessEnvironment(QProcessEnvironment()); // empty, so nothing of ours can leak into a box
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    // A session of its own: Ctrl-C in the terminal is for the command, which then ends the supervisor.
    m_process.setUnixProcessParameters(QProcess::UnixProcessFlag::CloseFileDescriptors
        | QProcess::UnixProcessFlag::ResetSignalHandlers | QProcess::UnixProcessFlag::CreateNewSession);
    connect(&m_process, &QProcess::readyReadStandardOutput, this, &SupervisorProcess::readFrames);
    connect(&m_process, &QProcess::finished, this, [this](int status) {
        emit ended(u"the supervisor ended with status %1"_s.arg(status));
    });
    // Queued: this error comes while start() still runs, every other end later.
    connect(
        &m_process, &QProcess::errorOccurred, this,
        [this](QProcess::ProcessError error) {
            if (error == QProcess::FailedToStart)
                emit ended(u"the supervisor cannot be started: "_s + m_process.errorString());
        },
        Qt::QueuedConnection);
}

SupervisorProcess::~SupervisorProcess()
{
    constexpr int patience = 1000;
    m_process.disconnect(this);
    m_process.closeWriteChannel(); // it leaves by itself when nobody is there
    if (isRunning() && !m_process.waitForFinished(patience)) {
        m_process.kill();
        m_process.waitForFinished(patience);
    }
}

void SupervisorProcess::start()
{
    m_received = {};
    m_process.start();
}

void SupervisorProcess::sendFrame(const std::string &frame)
{
    m_process.write(frame.data(), static_cast<qint64>(frame.size()));
}

void SupervisorProcess::readFrames()
{
    const QByteArray bytes = m_process.readAllStandardOutput();
    m_received.append({bytes.data(), static_cast<std::size_t>(bytes.size())});
    while (const std::optional<protocol::Frame> frame = m_received.next())
        emit frameReceived(*frame);
    if (!m_received.isValid())
        abandon(u"the supervisor sent what is not a frame"_s);
}

void SupervisorProcess::abandon(const QString &what)
{
    m_process.kill();
    emit ended(what);
}

} // namespace ringside::sandbox
