#include "course/scaffold.h"

#include "course/suggestion.h"

#include <QDir>
#include <QDirIterator>
#include <QRegularExpression>
#include <QSaveFile>
#include <QUuid>

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

// The files of the folder `scaffold` beside this one, kept in the program. In them, @…@ stands for
// what differs between exercises.
const QString scaffoldFolder = u":/ringside/scaffold/"_s;

QStringList scaffoldFileNames()
{
    QStringList names;
    QDirIterator files(scaffoldFolder, QDir::Files, QDirIterator::Subdirectories);
    while (files.hasNext())
        names.append(files.next().sliced(scaffoldFolder.size()));
    names.sort();
    return names;
}

QString titleOf(const QString &slug)
{
    QString title = QString(slug).replace(u'-', u' ');
    title[0] = title[0].toUpper();
    return title;
}

/// "E05.14" when E05.13 is the last one of lesson 5, broken exercises not counted.
QString nextCode(const Course &course, const Lesson &lesson)
{
    int last = 0;
    for (const Exercise *exercise : course.exercisesOf(lesson.id))
        last = std::max(last, exercise->code.section(u'.', 1).toInt());
    return u"E%1.%2"_s.arg(lesson.number, 2, 10, QChar(u'0')).arg(last + 1);
}

Result<> writeFile(const QString &path, const QByteArray &text)
{
    QSaveFile file(path);
    if (file.open(QIODevice::WriteOnly) && file.write(text) == text.size() && file.commit())
        return {};
    return systemError(u"write %1"_s.arg(path), errno);
}

Result<> writeScaffold(const QString &folder, const QList<ScaffoldFile> &files)
{
    if (!QDir().mkpath(QFileInfo(folder).path()))
        return systemError(u"make %1"_s.arg(QFileInfo(folder).path()), errno);
    // mkdir itself says whether the name was free: looking first could be outrun.
    for (const QString &path : {folder, folder + u"/wrong"_s})
        if (::mkdir(QFile::encodeName(path).constData(), 0777) != 0)
            return systemError(u"make %1"_s.arg(path), errno);
    for (const ScaffoldFile &file : files)
        if (const auto written = writeFile(folder + u'/' + file.name, file.text); !written)
            return written;
    return {};
}

} // namespace

QList<ScaffoldFile> exerciseScaffold(const ScaffoldNames &names)
{
    const QString entry = QString(names.slug).replace(u'-', u'_');
    const std::pair<const char *, QString> replacements[]
        = {{"@ID@", names.id}, {"@LESSON@", names.lesson}, {"@CODE@", names.code},
            {"@TITLE@", titleOf(names.slug)}, {"@ENTRY@", entry}};
    QList<ScaffoldFile> files;
    for (const QString &name : scaffoldFileNames()) {
        QFile file(scaffoldFolder + name);
        if (!file.open(QIODevice::ReadOnly))
            qFatal("%s is not in this program", qPrintable(file.fileName()));
        QByteArray text = file.readAll();
        for (const auto &[mark, value] : replacements)
            text.replace(mark, value.toUtf8());
        files.append({.name = name, .text = std::move(text)});
    }
    return files;
}

Result<QString> createExercise(
    const Course &course, const QString &dataFolder, const QString &slug, const QString &lesson)
{
    // It begins with a letter, because the function in it is named after it.
    static const QRegularExpression form(u"\\A[a-z][a-z0-9]*(-[a-z0-9]+)*\\z"_s);
    if (!form.match(slug).hasMatch())
        return contentError({}, 0,
            u"slug: expected small letters, digits and hyphens, a letter first, found \"%1\""_s.arg(
                slug));
    if (const Exercise *taken = course.exercise(slug))
        return contentError(
            {}, 0, u"slug `%1`: there is one already in %2"_s.arg(slug, taken->folder));
    const Lesson *home = course.lesson(lesson);
    if (!home) {
        QStringList ids;
        for (const Lesson &known : course.lessons)
            ids.append(known.id);
        return contentError({}, 0, unknownWord(u"lesson", lesson, ids));
    }
    const QString folder = u"%1/exercises/%2/%3"_s.arg(
        QDir(dataFolder).absolutePath(), home->folder.section(u'/', -1), slug);
    const ScaffoldNames names{.slug = slug,
        .id = QUuid::createUuid().toString(QUuid::WithoutBraces),
        .lesson = home->id,
        .code = nextCode(course, *home)};
    return writeScaffold(folder, exerciseScaffold(names)).transform([&] { return folder; });
}

} // namespace ringside::course
