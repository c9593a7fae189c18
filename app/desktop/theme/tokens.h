#pragma once

#include <QByteArray>
#include <QColor>

namespace ringside::desktop {

/// What a colour is for. Widgets name roles, never colours.
enum class ColorRole : quint8 {
    Window, ///< chrome: rail, side lists, the ground between cards
    Surface, ///< pages and cards
    Raised, ///< headers of cards and tables
    Code,
    Border, ///< decoration only
    Control, ///< edges of things one can use
    Text,
    Secondary,
    Muted,
    Accent,
    AccentHover,
    OnAccent,
    AccentSoft, ///< ground of what is chosen
    Selection,
    FindMatch,
    CurrentLine,
    BracketMatch,
    Note,
    NoteGround,
    Tip, ///< also: passed
    TipGround,
    Warning,
    WarningGround,
    Danger, ///< also: failed
    DangerGround,
    Exercise,
    ExerciseGround,
};
inline constexpr int colorRoleCount = int(ColorRole::ExerciseGround) + 1;

enum class Scheme : quint8 { Light, Dark, HighContrast };

[[nodiscard]] QColor tokenColor(Scheme scheme, ColorRole role);

/// Contrast of two opaque colours, 1 to 21. Source: WCAG 2.2, relative luminance.
[[nodiscard]] double contrastRatio(const QColor &a, const QColor &b);

/// Replaces `var(--text)` and its relatives in an SVG figure by the scheme's colours; an unknown name
/// becomes the text colour, so that a figure is never invisible.
[[nodiscard]] QByteArray tintFigure(const QByteArray &svg, Scheme scheme);

} // namespace ringside::desktop
