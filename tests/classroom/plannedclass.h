#pragma once

#include "classroom/files.h"
#include "classroom/gradefolder.h"
#include "classroom/syntheticclass.h"
#include "sandbox/requests.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

#include <unistd.h>

namespace ringside::tests {

using namespace classroom;
using namespace Qt::StringLiterals;

/// What tests of a class that is graded share: a lab of one exercise, a folder, and the sandbox.
class PlannedClass : public QObject
{
protected:
    void prepare();
    void newFolder() { m_folder = std::make_unique<QTemporaryDir>(); }
    /// No child is left.
    void nothingIsLeft();
    void everyKindHasItsMark(const QList<GradedItem> &items) const;
    [[nodiscard]] GradeFolder planned(int size, const QString &name = u"g"_s) const;
    [[nodiscard]] Result<> runShard(const GradeFolder &folder, Shard shard, int jobs,
        const std::optional<Selection> &again = std::nullopt, qsizetype *open = nullptr);

    course::Course m_course;
    LabKey m_key = makeLabKey();
    QByteArray m_lab;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<QTemporaryDir> m_folder;
};

inline void PlannedClass::prepare()
{
    const auto exercise = course::loadExercise(QStringLiteral(TEST_DATA "/exercises/total-size"));
    if (!exercise)
        qFatal("%s", qPrintable(describe(exercise.error().first())));
    m_course.exercises = {*exercise};
    const auto lab = defineLab("title = 'Week 3'\n[[exercise]]\nslug = 'total-size'\n", {}, m_course, m_key);
    QVERIFY(lab.has_value());
    m_lab = packLab(*lab, m_key).value();
    m_sandbox = std::make_unique<sandbox::Sandbox>();
    if (const QString missing = tests::missingSandbox(*m_sandbox); !missing.isEmpty())
        QSKIP(qPrintable(missing));
}

inline void PlannedClass::nothingIsLeft()
{
    m_sandbox.reset();
    QFile children(u"/proc/self/task/%1/children"_s.arg(getpid()));
    QVERIFY(children.open(QIODevice::ReadOnly));
    QCOMPARE(children.readAll(), QByteArray());
}

inline GradeFolder PlannedClass::planned(int size, const QString &name) const
{
    auto folder = GradeFolder::plan(m_folder->filePath(name), m_lab, m_key,
        syntheticClass(m_course.exercises.first(), size), {});
    if (!folder)
        qFatal("%s", qPrintable(describe(folder.error())));
    return *folder;
}

inline Result<> PlannedClass::runShard(const GradeFolder &folder, Shard shard, int jobs,
    const std::optional<Selection> &again, qsizetype *open)
{
    const auto exercises = folder.exercises(m_course);
    if (!exercises)
        return std::unexpected(exercises.error());
    const auto work = folder.work(shard, *exercises, again).value();
    BatchRequest request{.exercises = *exercises, .jobs = jobs};
    for (const PlannedItem &item : work.open)
        request.items.append({item, folder.source(item.source).value()});
    if (open)
        *open = request.items.size();
    QList<GradedItem> items = work.done;
    BatchGrader grader(*m_sandbox);
    const auto graded = sandbox::waitFor(grader.grade(request, [&](const GradedItem &item) {
        QVERIFY(folder.keep(shard, item).has_value());
        items.append(item);
    }));
    return graded.and_then([&] { return folder.complete(shard, items); });
}

inline void PlannedClass::everyKindHasItsMark(const QList<GradedItem> &items) const
{
    const auto kinds = studentKinds(m_course.exercises.first());
    for (qsizetype i = 0; i < items.size(); ++i) {
        const auto &kind = kinds[i % kinds.size()];
        QVERIFY2(items[i].verdict.outcome == kind.outcome, qPrintable(kind.name));
        QVERIFY2(items[i].verdict.total.points == kind.points, qPrintable(kind.name));
        QCOMPARE(items[i].student, studentName(int(i)));
    }
}

} // namespace ringside::tests
