#include "desktop/course/statefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QSaveFile>

#include <cerrno>

using namespace Qt::StringLiterals;

namespace ringside::desktop::statefile {

namespace {

// Only absolute paths count, says the XDG base directory specification.
QString folder(const char *variable, const QString &below)
{
    const QString set = qEnvironmentVariable(variable);
    return (QDir::isAbsolutePath(set) ? set : QDir::homePath() + below) + u"/ringside/"_s;
}

} // namespace

QString statePath(const QString &name)
{
    return folder("XDG_STATE_HOME", u"/.local/state"_s) + name;
}

QString configPath(const QString &name)
{
    return folder("XDG_CONFIG_HOME", u"/.config"_s) + name;
}

QString dataPath(const QString &name)
{
    return folder("XDG_DATA_HOME", u"/.local/share"_s) + name;
}

QJsonObject read(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonDocument document = QJsonDocument::fromJson(file.readAll());
    if (document.isObject())
        return document.object();
    file.close();
    QFile::remove(path + u".broken"_s);
    QFile::rename(path, path + u".broken"_s);
    qWarning("%s was not readable and is kept as %s.broken", qPrintable(path), qPrintable(path));
    return {};
}

Result<> write(const QString &path, const QJsonObject &object)
{
    if (!QDir().mkpath(QFileInfo(path).path()))
        return systemError(u"make the folder of "_s + path, errno);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(QJsonDocument(object).toJson()) < 0
        || !file.commit())
        return systemError(u"write "_s + path, errno);
    return {};
}

} // namespace ringside::desktop::statefile
