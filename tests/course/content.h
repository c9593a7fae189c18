#pragma once

#include "course/scaffold.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

// A course on disk that a test makes, bends, and loads.

namespace content {

inline void write(const QString &path, const QByteArray &text)
{
    QVERIFY(QDir().mkpath(QFileInfo(path).path()));
    QFile file(path);
    QVERIFY2(file.open(QIODevice::WriteOnly), qPrintable(path));
    QCOMPARE(file.write(text), text.size());
}

inline QByteArray read(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Replaces the one place where `before` stands. A row whose `before` is gone must fail, not pass.
inline void replace(const QString &path, const QByteArray &before, const QByteArray &after)
{
    const QByteArray text = read(path);
    QVERIFY2(text.count(before) == 1,
        qPrintable(path + QLatin1String(" does not hold once: ") + QString::fromUtf8(before)));
    write(path, QByteArray(text).replace(before, after));
}

inline void writeExercise(const QString &folder, const ringside::course::ScaffoldNames &names)
{
    for (const auto &file : ringside::course::exerciseScaffold(names))
        write(folder + u'/' + file.name, file.text);
}

/// The errors as an author sees them, paths relative to `root`.
inline QStringList described(const QList<ringside::Error> &errors, const QString &root)
{
    QStringList lines;
    for (const ringside::Error &error : errors)
        lines.append(ringside::describe(error).remove(root + u'/'));
    return lines;
}

inline ringside::course::ScaffoldNames names(const char *slug, const char *lesson, const char *code)
{
    static int made = 0;
    return {.slug = QString::fromUtf8(slug),
        .id = QStringLiteral("00000000-0000-4000-8000-%1").arg(++made, 12, 10, QChar(u'0')),
        .lesson = QString::fromUtf8(lesson),
        .code = QString::fromUtf8(code)};
}

} // namespace content
