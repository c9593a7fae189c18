#include "desktop/page/pageentry.h"

#include "desktop/grading/gradingpage.h"
#include "desktop/interview/interviewpage.h"
#include "desktop/labs/labspage.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/progress/progresspage.h"
#include "desktop/reference/referencepage.h"

namespace ringside::desktop {

QList<PageEntry> registeredPages()
{
    return {
        // One line for each page: the function its folder offers.
        playgroundEntry(),
        interviewEntry(),
        progressEntry(),
        gradingEntry(),
        referenceEntry(),
        labsEntry(),
    };
}

} // namespace ringside::desktop
