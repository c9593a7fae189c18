#pragma once

#include <QJsonArray>
#include <QStringList>

namespace ringside::progress {

/// What `convert` makes of each.
[[nodiscard]] QJsonArray arrayOf(const auto &list, auto convert)
{
    QJsonArray array;
    for (const auto &item : list)
        array.append(convert(item));
    return array;
}

/// Empty when it is no array; an item that is no text is an empty one.
[[nodiscard]] inline QStringList textsOf(const QJsonValue &value)
{
    QStringList list;
    for (const QJsonValue &item : value.toArray())
        list.append(item.toString());
    return list;
}

} // namespace ringside::progress
