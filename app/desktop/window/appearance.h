#pragma once

#include "desktop/theme/systemscheme.h"
#include "desktop/window/preferences.h"

namespace ringside::desktop {

class Theme;

/// Makes the program look as the preferences say, and as the desktop does where they leave it to that.
class Appearance : public QObject
{
    Q_OBJECT

public:
    /// `remembered`: what the desktop said last time.
    Appearance(Theme &theme, Scheme remembered, QObject *parent = nullptr);

    /// Asks the desktop, and follows it from now on.
    void start();
    void apply(const Preferences &preferences);

signals:
    void systemSchemeChanged(Scheme scheme);

private:
    void applyScheme();
    void applyMotion();

    Theme &m_theme;
    SystemScheme m_system;
    ThemeChoice m_choice = ThemeChoice::System;
    bool m_stillWanted = false;
    bool m_isStill = false;
    int m_flashTime = 0; ///< of the caret, for when it may blink again
};

} // namespace ringside::desktop
