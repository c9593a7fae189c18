#include "desktop/window/preferences.h"

#include "desktop/course/statefile.h"

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr std::pair<ThemeChoice, QStringView> names[]{{ThemeChoice::System, u"system"},
    {ThemeChoice::Light, u"light"}, {ThemeChoice::Dark, u"dark"},
    {ThemeChoice::HighContrast, u"high-contrast"}};

} // namespace

QString toString(ThemeChoice choice)
{
    return names[std::size_t(choice)].second.toString();
}

std::optional<ThemeChoice> themeChoiceFromString(QStringView text)
{
    for (const auto &[choice, name] : names) {
        if (name == text)
            return choice;
    }
    return std::nullopt;
}

Preferences loadPreferences(const QString &file)
{
    const QJsonObject stored = statefile::read(file);
    Preferences preferences;
    preferences.theme
        = themeChoiceFromString(stored[u"theme"].toString()).value_or(ThemeChoice::System);
    preferences.lastSystemScheme
        = stored[u"system_theme"].toString() == u"dark" ? Scheme::Dark : Scheme::Light;
    preferences.zoom = qBound(0.7, stored[u"zoom"].toDouble(1), 2.5);
    preferences.interfaceFamily = stored[u"interface_font"].toString();
    preferences.codeFamily = stored[u"code_font"].toString();
    preferences.menuBar = stored[u"menu_bar"].toBool(false);
    preferences.letterKeys = stored[u"letter_keys"].toBool(true);
    return preferences;
}

void savePreferences(const QString &file, const Preferences &preferences)
{
    const bool dark = preferences.lastSystemScheme == Scheme::Dark;
    const Result<> written = statefile::write(file,
        {{u"theme"_s, toString(preferences.theme)}, {u"system_theme"_s, dark ? u"dark"_s : u"light"_s},
            {u"zoom"_s, preferences.zoom}, {u"interface_font"_s, preferences.interfaceFamily},
            {u"code_font"_s, preferences.codeFamily}, {u"menu_bar"_s, preferences.menuBar},
            {u"letter_keys"_s, preferences.letterKeys}});
    if (!written)
        qWarning("%s", qPrintable(describe(written.error())));
}

} // namespace ringside::desktop
