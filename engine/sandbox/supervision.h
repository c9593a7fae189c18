#pragma once

#include "base/result.h"
#include "sandbox/protocol.h"
#include "sandbox/startupreport.h"
#include "sandbox/supervisorprocess.h"

#include <QFuture>
#include <QObject>
#include <QTimer>

#include <map>
#include <vector>

namespace ringside::sandbox {

/// One conversation with the supervisor: all frames that carry its number.
class Exchange
{
public:
    virtual ~Exchange() = default;
    /// `frame` is valid until this returns. False: it makes no sense.
    [[nodiscard]] virtual bool receive(const protocol::Frame &frame) = 0;
    /// The supervisor is gone, and nothing more comes.
    virtual void abandoned(const Error &error) = 0;
};

/// Keeps the supervisor running while somebody needs it, and takes its frames to the exchange they belong to.
class Supervision : public QObject
{
    Q_OBJECT

public:
    using Id = quint32;

    explicit Supervision(const QStringList &command);
    ~Supervision() override;

    /// Starts the supervisor when there is none.
    [[nodiscard]] QFuture<StartupReport> startupReport();

    /// A number for a new exchange, which stays the caller's until remove(). Starts the supervisor when there is
    /// none; what is sent before it is ready waits in the pipe.
    [[nodiscard]] Id add(Exchange *exchange);
    void remove(Id id);

    template <typename Message> void send(const Message &message) { m_process.send(message); }
    void sendFrame(const std::string &frame) { m_process.sendFrame(frame); }

private:
    void start();
    [[nodiscard]] bool isReady() const { return m_startup && m_startup->features; }
    void tellStartup();
    void handle(const protocol::Frame &frame);
    [[nodiscard]] bool pass(const protocol::Frame &frame);
    void handleEnd(const QString &what);

    SupervisorProcess m_process;
    std::optional<StartupReport> m_startup; ///< once the supervisor has told
    std::vector<QPromise<StartupReport>> m_startupPromises;
    std::map<Id, Exchange *> m_exchanges;
    Id m_lastId = 0;
    QTimer m_patience; ///< runs while the supervisor starts
};

/// Why nothing can be run after such a report.
[[nodiscard]] Error errorOf(const StartupReport &report);

} // namespace ringside::sandbox
