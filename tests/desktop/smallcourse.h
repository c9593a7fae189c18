#pragma once

#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QFileInfo>
#include <QTest>

// A course in a folder of the test's own: one lesson, called "small", whose every word the test knows, and a real
// exercise.
namespace ringside::desktop {

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

/// Writes the lesson, whose text begins below its title.
inline void addLesson(const QString &course, const QByteArray &text, const QByteArray &questions = {})
{
    static const QByteArray head = R"(+++
id = "small"
number = 5
title = "A small lesson"
subtitle = "Enough to walk through"
level = "foundation"
minutes = 5
prerequisites = []
outcomes = ["walk"]
covers = []
+++

)";
    const QString folder = course + QStringLiteral("/lessons/05-small");
    writeFile(folder + QStringLiteral("/lesson.md"), head + text);
    if (!questions.isEmpty())
        writeFile(folder + QStringLiteral("/questions.toml"), questions);
}

inline const QString exerciseFolder = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/exercises/05-os-module/count-by-extension");

/// Puts the exercise of `folder` into the lesson.
inline void addExercise(const QString &course, const QString &folder = exerciseFolder)
{
    const QString to = course + QStringLiteral("/exercises/05-small/") + QFileInfo(folder).fileName();
    QDirIterator files(folder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext()) {
        const QString file = files.next();
        const QString content = readFile(file).replace(
            QStringLiteral("lesson = \"os-module\""), QStringLiteral("lesson = \"small\""));
        writeFile(to + file.mid(folder.size()), content.toUtf8());
    }
}

} // namespace ringside::desktop
