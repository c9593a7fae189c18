#pragma once

#include <QByteArray>

#include <compare>

namespace ringside::filesystem {

/// One entry that could not be looked at while the rest of the tree was. An entry that vanished
/// between its listing and its use is no error: the tree as it is now does not have it.
struct EntryError
{
    QByteArray path; ///< relative to the root, "." the root itself
    int errnum = 0;

    auto operator<=>(const EntryError &other) const
    {
        if (const int order = QByteArrayView(path).compare(other.path); order != 0)
            return order <=> 0;
        return errnum <=> other.errnum;
    }
    bool operator==(const EntryError &) const = default;
};

} // namespace ringside::filesystem
