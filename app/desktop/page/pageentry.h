#pragma once

#include "desktop/page/page.h"
#include "sandbox/run.h"

#include <QKeySequence>

#include <functional>

namespace ringside::sandbox {
class Sandbox;
}
namespace ringside::progress {
class StoreThread;
}

namespace ringside::desktop {

class Theme;

/// What every page may use. All of it outlives the pages.
struct PageServices
{
    Theme &theme;
    sandbox::Sandbox &sandbox;
    progress::StoreThread &store; ///< open: the learner's file, or memory when that could not be opened
    QString dataFolder; ///< for files of the learner's that are not in the store
    std::function<sandbox::Limits()> limits{}; ///< for programs the learner runs, as the settings are now
    std::function<QString()> externalEditor{}; ///< the command: see ExternalEditor::open()
};

/// A command only one page has. It is in the command list, the list of keys and the menu "Page" by itself.
struct PageCommand
{
    QString id; ///< "step": stable, for settings
    QString text;
    QList<QKeySequence> keys;
};

/// One page of the window, as the window knows it before it is made.
struct PageEntry
{
    QString id; ///< "playground": in links and in the session file
    QString title; ///< under the icon in the rail
    QString icon; ///< name of a file in resources/icons
    int position = 0; ///< in the rail, from its top: see railposition
    QList<QKeySequence> keys; ///< go to the page
    QList<PageCommand> commands;
    std::function<Page *(const PageServices &)> make; ///< called once, when the page is first wanted
};

/// Places in the rail. The window's own pages stand at Course, Lesson and Exercises; Settings is at the bottom.
namespace railposition {
inline constexpr int course = 10;
inline constexpr int lesson = 20;
inline constexpr int reference = 25;
inline constexpr int playground = 30;
inline constexpr int exercises = 40;
inline constexpr int interview = 50;
inline constexpr int progress = 60;
inline constexpr int grading = 70;
}

/// Every page beside the window's own: one line each in pages.cpp.
[[nodiscard]] QList<PageEntry> registeredPages();

} // namespace ringside::desktop
