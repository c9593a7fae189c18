#include "base/result.h"

#include <cstring>
#include <utility>

namespace ringside {

std::unexpected<Error> systemError(QString doing, int errnum)
{
    return std::unexpected(
        Error{.kind = Error::Kind::System, .doing = std::move(doing), .errnum = errnum});
}

std::unexpected<Error> contentError(QString file, int line, QString what)
{
    return std::unexpected(Error{.kind = Error::Kind::Content,
        .doing = std::move(what),
        .file = std::move(file),
        .line = line});
}

std::unexpected<Error> unsupported(QString what)
{
    return std::unexpected(Error{.kind = Error::Kind::Unsupported, .doing = std::move(what)});
}

std::unexpected<Error> internalError(QString what)
{
    return std::unexpected(Error{.kind = Error::Kind::Internal, .doing = std::move(what)});
}

QString describe(const Error &error)
{
    QString text;
    if (!error.file.isEmpty())
        text = error.file + u':' + (error.line > 0 ? QString::number(error.line) + u':' : QString())
            + u' ';
    text += error.doing;
    if (error.kind == Error::Kind::System)
        text += QStringLiteral(": %1 (%2)")
                    .arg(QString::fromLocal8Bit(strerror(error.errnum)), errnoName(error.errnum));
    return text;
}

QString errnoName(int errnum)
{
    if (const char *name = strerrorname_np(errnum))
        return QString::fromLatin1(name);
    return QStringLiteral("errno %1").arg(errnum);
}

} // namespace ringside
