#pragma once

#include "classroom/archive.h"
#include "classroom/files.h"
#include "classroom/syntheticclass.h"

#include <QDir>
#include <QDirIterator>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

namespace ringside::tests {

using namespace Qt::StringLiterals;

struct Answer
{
    int status = -1;
    QByteArray output;
    QByteArray errors;

    [[nodiscard]] QJsonObject object() const { return QJsonDocument::fromJson(output).object(); }
};

/// A folder with a course of one exercise, a lab, and what four students handed in; and the command
/// in it.
class ClassroomFolder
{
public:
    void prepare()
    {
        m_exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/total-size")).value();
        const QString from = m_exercise.folder;
        QDirIterator files(from, QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString file = files.next();
            write(u"data/exercises/01-checked/total-size"_s + file.sliced(from.size()), classroom::readFile(file).value());
        }
        for (const QString &name : {u"lesson.md"_s, u"worlds.toml"_s})
            write(u"data/lessons/01-checked/"_s + name, classroom::readFile(QStringLiteral(GRADING_DATA "/lessons/01-checked/") + name).value());
        write(u"week3.toml"_s, "title = 'Week 3'\ndue = 2036-11-09T23:59:00+01:00\n[late]\npercent = 10\n[[exercise]]\nslug = 'total-size'\npoints = 10\n");
        QCOMPARE(call({u"lab"_s, u"make"_s, u"week3.toml"_s}).status, 0);
        const auto kinds = studentKinds(m_exercise);
        QList<classroom::ArchiveFile> handIns;
        for (int i = 0; i < 4; ++i)
            handIns.append({.name = "Name " + kinds[i].name.toUtf8() + '_' + QByteArray::number(i + 1)
                    + "_assignsubmission_file/total_size.py",
                .content = kinds[i].source, .modified = 1'760'000'000});
        write(u"moodle.zip"_s, classroom::makeZip(handIns).value());
    }

    [[nodiscard]] const course::Exercise &exercise() const { return m_exercise; }
    [[nodiscard]] QString path(const QString &name) const { return m_folder.filePath(name); }

    void write(const QString &name, const QByteArray &bytes) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QVERIFY(classroom::writeFile(path(name), bytes).has_value());
    }

    /// More variables for what is called.
    void setVariable(const QString &name, const QString &value) { m_variables.insert(name, value); }

    void start(QProcess &process, const QStringList &words, const QString &program = QStringLiteral(RINGSIDE_PROGRAM)) const
    {
        QProcessEnvironment variables = m_variables;
        variables.insert(u"RINGSIDE_DATA"_s, path(u"data"_s));
        variables.insert(u"XDG_DATA_HOME"_s, path(u"share"_s));
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(m_folder.path());
        process.start(program, words);
    }

    [[nodiscard]] static Answer answerOf(QProcess &process)
    {
        if (!process.waitForFinished(300'000))
            qFatal("the command does not end: %s", qPrintable(process.errorString()));
        return {process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1,
            process.readAllStandardOutput(), process.readAllStandardError()};
    }

    [[nodiscard]] Answer call(const QStringList &words, const QString &program = QStringLiteral(RINGSIDE_PROGRAM)) const
    {
        QProcess process;
        start(process, words, program);
        return answerOf(process);
    }

private:
    QTemporaryDir m_folder;
    QProcessEnvironment m_variables = QProcessEnvironment::systemEnvironment();
    course::Exercise m_exercise;
};

} // namespace ringside::tests
