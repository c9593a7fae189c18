#include "desktop/window/appearance.h"

#include "desktop/theme/theme.h"

#include <QApplication>

namespace ringside::desktop {

Appearance::Appearance(Theme &theme, Scheme remembered, QObject *parent)
    : QObject(parent)
    , m_theme(theme)
    , m_system(remembered, sessionBusIfRunning())
{
    connect(&m_system, &SystemScheme::schemeChanged, this, [this](Scheme scheme) {
        emit systemSchemeChanged(scheme);
        applyScheme();
    });
    connect(&m_system, &SystemScheme::motionChanged, this, &Appearance::applyMotion);
}

void Appearance::start()
{
    m_system.start();
}

void Appearance::apply(const Preferences &preferences)
{
    m_theme.setFamilies(preferences.interfaceFamily, preferences.codeFamily);
    m_theme.setZoom(preferences.zoom);
    m_choice = preferences.theme;
    m_stillWanted = preferences.still;
    applyScheme();
    applyMotion();
}

void Appearance::applyScheme()
{
    switch (m_choice) {
    case ThemeChoice::System: m_theme.setScheme(m_system.scheme()); break;
    case ThemeChoice::Light: m_theme.setScheme(Scheme::Light); break;
    case ThemeChoice::Dark: m_theme.setScheme(Scheme::Dark); break;
    case ThemeChoice::HighContrast: m_theme.setScheme(Scheme::HighContrast); break;
    }
}

// The caret is all that ever moves by itself: nothing here slides or fades, see installTheme().
void Appearance::applyMotion()
{
    const bool isStill = m_stillWanted || m_system.isMotionReduced();
    if (std::exchange(m_isStill, isStill) == isStill)
        return;
    if (isStill)
        m_flashTime = QApplication::cursorFlashTime();
    QApplication::setCursorFlashTime(isStill ? 0 : m_flashTime);
}

} // namespace ringside::desktop
