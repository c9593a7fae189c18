#pragma once

#include "desktop/window/mainwindow.h"
#include "desktoptest.h"
#include "requirements.h"
#include "smallcourse.h"

// What tests of the whole window share.
namespace ringside::desktop {

/// All files of a window in one folder, beside the course of the project or one of the test's own.
inline WindowPaths pathsIn(const QString &folder, const QString &course = QStringLiteral(RINGSIDE_SOURCE_FOLDER))
{
    const auto file = [&folder](const char *name) { return folder + QLatin1Char('/') + QLatin1StringView(name); };
    return {course, file("settings.json"), file("window.json"), file("reading.json"), file("drafts"),
        file("records.json"), file("progress.sqlite")};
}

/// What is to be seen in the window under exactly these words.
template <typename T> T *visibleIn(const QWidget &window, const QString &text)
{
    for (T *candidate : window.findChildren<T *>()) {
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

} // namespace ringside::desktop
