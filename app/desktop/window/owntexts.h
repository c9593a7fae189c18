#pragma once

#include "course/course.h"
#include "desktop/course/searchindex.h"
#include "progress/store.h"

namespace ringside::desktop {

/// What the learner wrote, to be searched.
struct OwnTexts
{
    QList<progress::Attempt> attempts;
    QList<progress::Note> notes;
};

/// For the store's thread. Errors: those of the store.
[[nodiscard]] Result<OwnTexts> readOwnTexts(const progress::Store &store);

/// Has them found beside the course. Attempts at exercises that it no longer has are left out.
void addOwnTexts(SearchIndex &index, const OwnTexts &own, const course::Course &course);

} // namespace ringside::desktop
