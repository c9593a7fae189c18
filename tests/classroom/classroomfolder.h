#pragma once

#include "base/paths.h"
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

#include <unistd.h>

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
        writeHandIns(u"moodle.zip"_s, 4);
    }

    /// An archive of Moodle's of that many students, four kinds in turn; each file begins with `before`.
    void writeHandIns(const QString &name, int students, const QByteArray &before = {}) const
    {
        const auto kinds = studentKinds(m_exercise);
        QList<classroom::ArchiveFile> handIns;
        for (int i = 0; i < students; ++i)
            handIns.append({.name = "Name " + kinds[i % 4].name.toUtf8() + '_' + QByteArray::number(i + 1)
                    + "_assignsubmission_file/total_size.py",
                .content = before + kinds[i % 4].source, .modified = 1'760'000'000});
        write(name, classroom::makeZip(handIns).value());
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

    /// What is called from here on is called by an ordinary user: where this is root, by that one, who gets the folder and
    /// copies of our programs, since nobody may look into root's home.
    void becomeOrdinary(uint user)
    {
        if (::getuid() != 0)
            return;
        m_user = user;
        QDir().mkpath(path(u"bin"_s));
        QDir().mkpath(path(u"libexec/ringside"_s));
        QFile::copy(QStringLiteral(RINGSIDE_PROGRAM), path(u"bin/ringside"_s));
        QFile::copy(helperProgram(u"ringside-supervisor"_s), path(u"libexec/ringside/ringside-supervisor"_s));
        setVariable(u"HOME"_s, m_folder.path());
        handOver();
    }

    /// To the ordinary user, what was written since.
    void handOver() const
    {
        QProcess process;
        process.start(u"chown"_s, {u"-R"_s, u"%1:%1"_s.arg(m_user), m_folder.path()});
        QVERIFY(m_user == 0 || (process.waitForFinished(60'000) && process.exitCode() == 0));
    }

    /// The words by which root calls something as that user; none for everybody else.
    [[nodiscard]] QStringList asOrdinary() const
    {
        if (m_user == 0)
            return {};
        return {u"setpriv"_s, u"--reuid=%1"_s.arg(m_user), u"--regid=%1"_s.arg(m_user), u"--clear-groups"_s, u"--"_s};
    }

    /// Our command as that user has it.
    [[nodiscard]] QString program() const { return m_user == 0 ? QStringLiteral(RINGSIDE_PROGRAM) : path(u"bin/ringside"_s); }
    void beOneself() { m_user = 0; }

    void start(QProcess &process, const QStringList &words, const QString &program = QStringLiteral(RINGSIDE_PROGRAM)) const
    {
        QProcessEnvironment variables = m_variables;
        variables.insert(u"RINGSIDE_DATA"_s, path(u"data"_s));
        variables.insert(u"XDG_DATA_HOME"_s, path(u"share"_s));
        process.setProcessEnvironment(variables);
        process.setWorkingDirectory(m_folder.path());
        const bool isOurs = program == QStringLiteral(RINGSIDE_PROGRAM);
        const QStringList command = asOrdinary() + QStringList{isOurs ? this->program() : program} + words;
        process.start(command.first(), command.sliced(1));
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
    uint m_user = 0; ///< that programs are called by; 0: whoever this is
};

} // namespace ringside::tests
