#include "desktop/window/windowstate.h"

#include "desktop/course/statefile.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

// What the file calls them. A registered page is there by its own name, and its screen by that of the first here.
constexpr std::array screenNames{std::pair(Screen::Course, "course"_L1), std::pair(Screen::Lesson, "lesson"_L1),
    std::pair(Screen::Exercises, "exercise"_L1), std::pair(Screen::Settings, "settings"_L1),
    std::pair(Screen::Shortcuts, "shortcuts"_L1)};

QString nameOf(Screen screen)
{
    const auto *found = std::ranges::find(screenNames, screen, &decltype(screenNames)::value_type::first);
    return found == screenNames.end() ? screenNames.front().second : found->second;
}

Screen screenNamed(const QString &name)
{
    const auto *found = std::ranges::find_if(screenNames, [&name](const auto &named) { return named.second == name; });
    return found == screenNames.end() ? Screen::Course : found->first;
}

} // namespace

WindowState loadWindowState(const QString &file)
{
    const QJsonObject stored = statefile::read(file);
    WindowState state{.geometry = QByteArray::fromBase64(stored[u"geometry"].toString().toLatin1()),
        .location = {screenNamed(stored[u"screen"].toString()), {}, {}},
        .lastExercise = stored[u"exercise"].toString(),
        .workbench = stored[u"workbench"].toString().toLatin1()};
    if (const QString page = stored[u"page"].toString(); !page.isEmpty())
        state.location = {Screen::Registered, {}, {}, page, stored[u"where"].toString()};
    else if (state.location.screen == Screen::Exercises)
        state.location.exercise = state.lastExercise;
    return state;
}

Result<> saveWindowState(const QString &file, const WindowState &state)
{
    return statefile::write(file,
        {{u"geometry"_s, QString::fromLatin1(state.geometry.toBase64())},
            {u"screen"_s, nameOf(state.location.screen)}, {u"exercise"_s, state.lastExercise},
            {u"workbench"_s, QString::fromLatin1(state.workbench)}, {u"page"_s, state.location.page},
            {u"where"_s, state.location.where}});
}

} // namespace ringside::desktop
