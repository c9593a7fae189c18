#include "desktop/window/oneinstance.h"

#include "desktop/course/statefile.h"

#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLocalSocket>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr int connectMs = 1000;
constexpr int answerMs = 5000; // somebody is there; two windows would contend for one store
constexpr qint64 mostBytes = 64 << 10; // nobody has more links than that
constexpr auto accepted = "ok\n";

} // namespace

OneInstance::OneInstance(QString socket, QObject *parent)
    : QObject(parent)
    , m_socket(std::move(socket))
{
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    connect(&m_server, &QLocalServer::newConnection, this, &OneInstance::receive);
}

QString OneInstance::standardSocket()
{
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return QDir::isAbsolutePath(runtime) && QFileInfo(runtime).isWritable()
        ? runtime + u"/ringside/window.socket"_s
        : statefile::statePath(u"window.socket"_s);
}

bool OneInstance::handOver(const QStringList &links) const
{
    if (m_socket.isEmpty())
        return false;
    QLocalSocket socket;
    socket.connectToServer(m_socket);
    if (!socket.waitForConnected(connectMs))
        return false;
    const QJsonObject request{{u"links"_s, QJsonArray::fromStringList(links)},
        {u"token"_s, qEnvironmentVariable("XDG_ACTIVATION_TOKEN")}};
    socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    // A window that hangs takes nothing: then this start goes on alone.
    return socket.waitForBytesWritten(connectMs) && socket.waitForReadyRead(answerMs)
        && socket.readAll() == accepted;
}

Result<> OneInstance::listen()
{
    if (m_socket.isEmpty())
        return {};
    if (!QDir().mkpath(QFileInfo(m_socket).path()))
        return systemError(u"make the folder of "_s + m_socket, errno);
    QFile::setPermissions(QFileInfo(m_socket).path(),
        QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner);
    QLocalServer::removeServer(m_socket); // nobody answered there: handOver() was asked first
    if (!m_server.listen(m_socket))
        return systemError(u"listen at "_s + m_socket, errno);
    return {};
}

void OneInstance::receive()
{
    while (QLocalSocket *socket = m_server.nextPendingConnection()) {
        connect(socket, &QLocalSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QLocalSocket::readyRead, this, [this, socket] {
            if (!socket->canReadLine()) {
                if (socket->bytesAvailable() > mostBytes)
                    socket->abort();
                return;
            }
            const QJsonObject request = QJsonDocument::fromJson(socket->readLine()).object();
            QStringList links;
            for (const QJsonValue link : request[u"links"].toArray())
                links.append(link.toString());
            socket->write(accepted);
            socket->flush();
            socket->disconnectFromServer();
            emit started(links, request[u"token"].toString().toUtf8());
        });
    }
}

} // namespace ringside::desktop
