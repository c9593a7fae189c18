#pragma once

#include "base/result.h"

#include <QLocalServer>
#include <QObject>
#include <QStringList>

#include <memory>

namespace ringside::desktop {

/// One window for one learner: a second start hands its links to the window that is there, and ends.
class OneInstance : public QObject
{
    Q_OBJECT

public:
    /// `socket`: a path in a folder that belongs to the user alone.
    explicit OneInstance(QString socket, QObject *parent = nullptr);

    /// ringside/window.socket in $XDG_RUNTIME_DIR, or beside the window's state where no session made that folder.
    [[nodiscard]] static QString standardSocket();

    /// Whether a window was there and took the links. Waits some seconds for one that is busy.
    [[nodiscard]] bool handOver(const QStringList &links) const;
    /// From now on links of later starts arrive here. A socket that a killed window left is replaced. Errors: System.
    [[nodiscard]] Result<> listen();

signals:
    /// Somebody started the program again, with these links. `token`: what the compositor wants to see before a
    /// window may come to the front.
    void started(const QStringList &links, const QByteArray &token);

private:
    void receive();

    QString m_socket;
    QLocalServer m_server;
};

} // namespace ringside::desktop
