#pragma once

#include "desktop/window/mainwindow.h"
#include "desktoptest.h"

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>

// What tests of the whole window share: its files, a real exercise for a small course, and what the machine must have.
namespace ringside::desktop {

/// All files of a window in one folder, beside the course of the project or one of the test's own.
inline WindowPaths pathsIn(const QString &folder, const QString &course = QStringLiteral(RINGSIDE_SOURCE_FOLDER))
{
    const auto file = [&folder](const char *name) { return folder + QLatin1Char('/') + QLatin1StringView(name); };
    return {course, file("settings.json"), file("window.json"), file("reading.json"), file("drafts"),
        file("records.json"), file("progress.sqlite")};
}

inline QString readFile(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QStringLiteral("(cannot be read)");
}

inline void writeFile(const QString &path, const QByteArray &content)
{
    QDir().mkpath(QFileInfo(path).path());
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

inline const QString exerciseFolder = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension");

/// Puts a real exercise into a course whose only lesson is called "small".
inline void addExercise(const QString &course)
{
    const QString to = course + QStringLiteral("/exercises/05-small/count-by-extension");
    QDirIterator files(exerciseFolder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString content = readFile(file).replace(
            QStringLiteral("lesson = \"os-module\""), QStringLiteral("lesson = \"small\""));
        writeFile(to + file.mid(exerciseFolder.size()), content.toUtf8());
    }
}

inline void refuse(const QString &what)
{
    if (qEnvironmentVariableIntValue("RINGSIDE_REQUIRE_SANDBOX"))
        QFAIL(qPrintable(what));
    QSKIP(qPrintable(what + QStringLiteral(". `ringside doctor` tells what to change")));
}

inline void requireSandbox(sandbox::Sandbox &sandbox)
{
    if (const auto features = sandbox::waitFor(sandbox.features()); !features)
        refuse(QStringLiteral("no sandbox here: ") + describe(features.error()));
}

inline void requireLens(sandbox::Sandbox &sandbox)
{
    requireSandbox(sandbox);
    if (const auto features = sandbox::waitFor(sandbox.features()); !features->trace)
        refuse(QStringLiteral("no lens here: ") + errnoName(features->traceErrnum));
}

} // namespace ringside::desktop
