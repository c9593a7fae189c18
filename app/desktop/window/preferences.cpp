#include "desktop/window/preferences.h"

#include "desktop/course/statefile.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr std::pair<ThemeChoice, QStringView> names[]{{ThemeChoice::System, u"system"},
    {ThemeChoice::Light, u"light"}, {ThemeChoice::Dark, u"dark"},
    {ThemeChoice::HighContrast, u"high-contrast"}};

// A scheme is called what the choice of it is.
QString toString(Scheme scheme)
{
    return toString(scheme == Scheme::HighContrast ? ThemeChoice::HighContrast
            : scheme == Scheme::Dark               ? ThemeChoice::Dark
                                                   : ThemeChoice::Light);
}

Scheme schemeFromString(QStringView text)
{
    const auto choice = themeChoiceFromString(text);
    return choice == ThemeChoice::HighContrast ? Scheme::HighContrast
        : choice == ThemeChoice::Dark          ? Scheme::Dark
                                               : Scheme::Light;
}

constexpr int mostSeconds = 60;
constexpr int leastMebibytes = 64;
constexpr int mostMebibytes = 4096;

QHash<QString, QList<QKeySequence>> keysFrom(const QJsonObject &stored)
{
    QHash<QString, QList<QKeySequence>> keys;
    for (auto it = stored.begin(); it != stored.end(); ++it) {
        QList<QKeySequence> &sequences = keys[it.key()]; // none: the command has no key
        for (const QJsonValue text : it->toArray())
            sequences.append(QKeySequence(text.toString(), QKeySequence::PortableText));
    }
    return keys;
}

QJsonObject toJson(const QHash<QString, QList<QKeySequence>> &keys)
{
    QJsonObject stored;
    for (auto it = keys.cbegin(); it != keys.cend(); ++it) {
        QJsonArray texts;
        for (const QKeySequence &sequence : *it)
            texts.append(sequence.toString(QKeySequence::PortableText));
        stored[it.key()] = texts;
    }
    return stored;
}

} // namespace

sandbox::Limits Preferences::limits() const
{
    sandbox::Limits limits;
    limits.wall = limits.cpu = std::chrono::seconds(runSeconds);
    limits.memoryBytes = qint64(runMebibytes) << 20;
    return limits;
}

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
    preferences.lastSystemScheme = schemeFromString(stored[u"system_theme"].toString());
    preferences.zoom = qBound(0.7, stored[u"zoom"].toDouble(1), 2.5);
    preferences.interfaceFamily = stored[u"interface_font"].toString();
    preferences.codeFamily = stored[u"code_font"].toString();
    preferences.still = stored[u"still"].toBool(false);
    preferences.menuBar = stored[u"menu_bar"].toBool(false);
    preferences.letterKeys = stored[u"letter_keys"].toBool(true);
    preferences.checkOnSave = stored[u"check_on_save"].toBool(false);
    preferences.completeWhileTyping = stored[u"complete_while_typing"].toBool(true);
    preferences.externalEditor = stored[u"external_editor"].toString();
    preferences.runSeconds = qBound(1, stored[u"run_seconds"].toInt(preferences.runSeconds), mostSeconds);
    preferences.runMebibytes
        = qBound(leastMebibytes, stored[u"run_mebibytes"].toInt(preferences.runMebibytes), mostMebibytes);
    preferences.keys = keysFrom(stored[u"keys"].toObject());
    return preferences;
}

Result<> savePreferences(const QString &file, const Preferences &preferences)
{
    return statefile::write(file,
        {{u"theme"_s, toString(preferences.theme)}, {u"system_theme"_s, toString(preferences.lastSystemScheme)},
            {u"zoom"_s, preferences.zoom}, {u"still"_s, preferences.still}, {u"interface_font"_s, preferences.interfaceFamily},
            {u"code_font"_s, preferences.codeFamily}, {u"menu_bar"_s, preferences.menuBar},
            {u"letter_keys"_s, preferences.letterKeys}, {u"check_on_save"_s, preferences.checkOnSave},
            {u"complete_while_typing"_s, preferences.completeWhileTyping},
            {u"external_editor"_s, preferences.externalEditor},
            {u"run_seconds"_s, preferences.runSeconds}, {u"run_mebibytes"_s, preferences.runMebibytes},
            {u"keys"_s, toJson(preferences.keys)}});
}

} // namespace ringside::desktop
