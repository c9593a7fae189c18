#include "desktop/page/pageentry.h"

namespace ringside::desktop {

QList<PageEntry> registeredPages()
{
    return {
        // One line for each page: the function its folder offers.
    };
}

} // namespace ringside::desktop
