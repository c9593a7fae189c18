#include "base/errnos.h"

#include "base/result.h"

#include <cerrno>

namespace ringside {

std::optional<int> errnoNumber(const QString &name)
{
    if (!name.startsWith(u'E')) // "errno 41" is said of what has no name
        return std::nullopt;
    for (int number = 1; number <= EHWPOISON; ++number) // the last one
        if (errnoName(number) == name)
            return number;
    return std::nullopt;
}

} // namespace ringside
