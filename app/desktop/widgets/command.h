#pragma once

#include <QFlags>

namespace ringside::desktop {

/// What a person can tell the window to do. Texts and keys are in window/actionregistry.
enum class Command : quint8 {
    GoCourse,
    GoLesson,
    GoExercises,
    GoSettings,
    GoTo,
    CommandList,
    Shortcuts,
    Back,
    Forward,
    NextPane,
    PreviousPane,
    ZoomIn,
    ZoomOut,
    ZoomReset,
    FullScreen,
    MenuBar,
    ThemeSystem,
    ThemeLight,
    ThemeDark,
    ThemeHighContrast,
    Quit,
    ToggleList,
    SavePdf,
    PreviousPart,
    NextPart,
    Highlight,
    AddNote,
    NextHeading,
    PreviousHeading,
    Find,
    FindNext,
    FindPrevious,
    Replace,
    Run,
    Stop,
    Check,
    Save,
    Restart,
    NextHint,
    ShowAttempts,
    CompareReference,
    CallsOfLine,
    NextCall,
    PreviousCall,
    GoToLine,
    ToggleComment,
    MoveLineUp,
    MoveLineDown,
    DuplicateLine,
    ToggleFold,
    FoldAll,
    UnfoldAll,
    Complete,
    TabMovesFocus,
    GoPage, ///< to a registered page
    OfPage, ///< one of a registered page's own
};
inline constexpr int commandCount = int(Command::TabMovesFocus) + 1; // of the window itself

/// Where a command can be given.
enum class CommandContext : quint8 {
    Anywhere = 1,
    Lesson = 2,
    Exercise = 4,
    Code = 8, ///< the focus is in an editor one can write in
    Program = 16, ///< the page has something to run and to stop
    Search = 32, ///< the page can be searched
    Editor = 64, ///< an editor is a main part of the page
};
Q_DECLARE_FLAGS(CommandContexts, CommandContext)
Q_DECLARE_OPERATORS_FOR_FLAGS(CommandContexts)

} // namespace ringside::desktop
