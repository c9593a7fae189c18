#pragma once

#include "sandbox/protocol.h"

#include <QObject>
#include <QProcess>

namespace ringside::sandbox {

/// The supervisor as a child process: frames in, frames out.
class SupervisorProcess : public QObject
{
    Q_OBJECT

public:
    /// `command` is the program and its arguments.
    explicit SupervisorProcess(const QStringList &command, QObject *parent = nullptr);
    /// Ends it, and with it every box.
    ~SupervisorProcess() override;

    void start();
    [[nodiscard]] bool isRunning() const { return m_process.state() != QProcess::NotRunning; }

    template <typename Message> void send(const Message &message)
    {
        sendFrame(protocol::encode(message));
    }
    void sendFrame(const std::string &frame);

    /// Kills it: what it sends makes no sense.
    void abandon(const QString &what);

signals:
    /// `frame` is valid until the slot returns.
    void frameReceived(const ringside::sandbox::protocol::Frame &frame);
    /// It is gone, or has sent what is not a frame. `what` is for logs.
    void ended(const QString &what);

private:
    void readFrames();

    QProcess m_process;
    protocol::FrameBuffer m_received;
};

} // namespace ringside::sandbox
