#include "desktop/window/windowpaths.h"

#include "base/paths.h"
#include "desktop/course/statefile.h"
#include "progress/store.h"

using namespace Qt::StringLiterals;

namespace ringside::desktop {

WindowPaths WindowPaths::standard()
{
    return {.course = dataFolder(), .preferences = statefile::configPath(u"settings.json"_s),
        .window = statefile::statePath(u"window.json"_s), .reading = statefile::statePath(u"reading.json"_s),
        .drafts = statefile::dataPath(u"drafts"_s), .records = statefile::dataPath(u"exercises.json"_s),
        .progress = progress::Store::defaultPath()};
}

} // namespace ringside::desktop
