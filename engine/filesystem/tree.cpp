#include "filesystem/tree.h"

#include <algorithm>

namespace ringside::filesystem {

const Entry *Tree::find(QByteArrayView path) const
{
    const auto found = std::ranges::lower_bound(entries, path, {}, [](const Entry &entry) {
        return QByteArrayView(entry.path);
    });
    return found != entries.end() && found->path == path ? &*found : nullptr;
}

} // namespace ringside::filesystem
