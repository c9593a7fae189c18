#pragma once

#include "classroom/intake.h"
#include "grading/verdict.h"

#include <QFile>

namespace ringside::tests {

/// How a made-up student does the exercise total-size, and what must come of it.
struct StudentKind
{
    QString name;
    QByteArray source;
    grading::Outcome outcome;
    double points; ///< of 100
};

inline QByteArray fileOf(const course::Exercise &exercise, const QString &name)
{
    QFile file(exercise.folder + u'/' + name);
    if (!file.open(QIODevice::ReadOnly))
        qFatal("cannot read %s", qPrintable(file.fileName()));
    return file.readAll();
}

inline QList<StudentKind> studentKinds(const course::Exercise &exercise)
{
    using namespace Qt::StringLiterals;
    using grading::Outcome;
    const QByteArray reference = exercise.solution.toUtf8();
    return {{u"right"_s, reference, Outcome::Mastered, 100},
        {u"textbook"_s, fileOf(exercise, u"wrong/follows.py"_s), Outcome::Passed, 40},
        {u"wrong"_s, fileOf(exercise, u"wrong/counts.py"_s), Outcome::Failed, 0},
        {u"hard-coded"_s, "def total_size(directory):\n    return 12345\n", Outcome::Failed, 0},
        {u"always-equal"_s,
            "class Any(int):\n    def __eq__(self, other):\n        return True\n"
            "def total_size(directory):\n    return Any()\n",
            Outcome::Failed, 0},
        {u"early-exit"_s, "import os\ndef total_size(directory):\n    os._exit(0)\n",
            Outcome::Failed, 0},
        {u"broken"_s, "def total_size(directory:\n", Outcome::Failed, 0},
        {u"empty"_s, "", Outcome::Failed, 0},
        {u"copied"_s, "# mine\n" + QByteArray(reference).replace("entry", "thing"),
            Outcome::Mastered, 100}};
}

inline QString studentName(int number)
{
    return QStringLiteral("s%1").arg(number, 4, 10, QLatin1Char('0'));
}

/// A class of that size, every kind in turn.
inline classroom::Intake syntheticClass(const course::Exercise &exercise, int size)
{
    const QList<StudentKind> kinds = studentKinds(exercise);
    classroom::Intake intake;
    for (int i = 0; i < size; ++i)
        intake.submissions.append({.student = studentName(i),
            .studentName = kinds[i % kinds.size()].name,
            .slug = exercise.slug,
            .content = kinds[i % kinds.size()].source,
            .submitted = 1'760'000'000 + i});
    return intake;
}

} // namespace ringside::tests
