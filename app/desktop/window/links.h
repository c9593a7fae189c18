#pragma once

#include "course/course.h"
#include "desktop/page/pageentry.h"
#include "desktop/window/history.h"

namespace ringside::desktop {

/// Where a link leads: "ringside:lesson/ID#PART", "lesson:ID#PART", "ringside:exercise/SLUG", "exercise:SLUG",
/// "question:ID", "ringside:PAGE/PLACE" of one of `pages`, or a file or folder for the playground. None when it is no such
/// link. Without a course a question may be there.
[[nodiscard]] std::optional<Location> locationOf(
    const QString &link, const course::Course *course, const QList<PageEntry> &pages);

} // namespace ringside::desktop
