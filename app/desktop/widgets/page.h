#pragma once

#include <QFlags>
#include <QList>
#include <QWidget>

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
    PreviousPart,
    NextPart,
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
    GoToLine,
    ToggleComment,
    MoveLineUp,
    MoveLineDown,
    DuplicateLine,
    ToggleFold,
    FoldAll,
    UnfoldAll,
    TabMovesFocus,
};
inline constexpr int commandCount = int(Command::TabMovesFocus) + 1;

/// Where a command can be given.
enum class CommandContext : quint8 {
    Anywhere = 1,
    Lesson = 2,
    Exercise = 4,
    Code = 8, ///< the focus is in an editor one can write in
};
Q_DECLARE_FLAGS(CommandContexts, CommandContext)
Q_DECLARE_OPERATORS_FOR_FLAGS(CommandContexts)

/// One screen of the window.
class Page : public QWidget
{
    Q_OBJECT

public:
    using QWidget::QWidget;

    [[nodiscard]] virtual CommandContexts contexts() const { return {}; }
    virtual void perform(Command) { }
    /// What F6 walks through, in reading order.
    [[nodiscard]] virtual QList<QWidget *> panes() const = 0;
};

} // namespace ringside::desktop
