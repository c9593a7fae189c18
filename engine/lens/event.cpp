#include "lens/event.h"

namespace ringside::lens {

QByteArray Event::name() const
{
    const sandbox::SystemCall *known = call();
    return known ? QByteArray(known->name.data(), static_cast<qsizetype>(known->name.size()))
                 : QByteArray::number(number);
}

QByteArray CallDetails::fullPath() const
{
    return path.isEmpty() ? base : joinedPath(base, path);
}

QByteArray CallDetails::otherFullPath() const
{
    return otherPath.isEmpty() ? otherBase : joinedPath(otherBase, otherPath);
}

QByteArray joinedPath(const QByteArray &directory, const QByteArray &path)
{
    QByteArray clean;
    const QByteArray whole = path.startsWith('/') ? path : directory + '/' + path;
    for (const QByteArray &part : whole.split('/'))
        if (!part.isEmpty() && part != ".")
            clean += '/' + part;
    return clean.isEmpty() ? QByteArray("/") : clean;
}

} // namespace ringside::lens
