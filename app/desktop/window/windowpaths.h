#pragma once

#include <QString>

namespace ringside::desktop {

/// Where the window reads and writes.
struct WindowPaths
{
    QString course; ///< the folder that holds lessons/ and exercises/
    QString preferences, window, reading; ///< files
    QString drafts; ///< folder
    QString records; ///< file
    QString progress; ///< file: the learner's store

    /// The user's XDG folders, and the course beside the program.
    [[nodiscard]] static WindowPaths standard();
};

} // namespace ringside::desktop
