#include "desktop/page/pageentry.h"

#include "desktop/playground/playgroundpage.h"
#include "desktop/progress/progresspage.h"

namespace ringside::desktop {

QList<PageEntry> registeredPages()
{
    return {
        // One line for each page: the function its folder offers.
        playgroundEntry(),
        progressEntry(),
    };
}

} // namespace ringside::desktop
