#include "desktop/playground/startingpoints.h"

#include "grading/example.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

using course::Example;
using course::Exercise;
using course::Lesson;
using filesystem::Entry;
using filesystem::Tree;

namespace {

struct StartWords
{
    Q_DECLARE_TR_FUNCTIONS(StartWords)
};

constexpr quint64 shownSeed = 1; // the world an exercise is tried in
constexpr int titleLength = 60;

constexpr auto firstProgram = R"(import os
import pathlib

path = pathlib.Path("hello.txt")
path.write_text("Hello, kernel!\n")
os.chmod(path, 0o600)
print(path, "holds", path.stat().st_size, "bytes")
)";

void put(Tree &tree, const QByteArray &path, const QByteArray &content)
{
    tree.entries.removeIf([&](const Entry &entry) { return entry.path == path; });
    Entry file;
    file.path = path;
    file.content = content;
    file.size = content.size();
    file.modifiedNs = QDateTime::currentMSecsSinceEpoch() * 1'000'000;
    tree.entries.insert(std::ranges::lower_bound(tree.entries, path, {}, &Entry::path), file);
}

QFuture<Result<StartingPoint>> ready(Result<StartingPoint> point)
{
    return QtFuture::makeReadyValueFuture(std::move(point));
}

std::unexpected<Error> noSuchPlace(const QString &place)
{
    return contentError({}, 0, u"nothing to begin with is called %1"_s.arg(place));
}

const Example *exampleAt(const Lesson &lesson, qsizetype block)
{
    const auto *example = block >= 0 && block < lesson.blocks.size()
        ? std::get_if<Example>(&lesson.blocks[block].content)
        : nullptr;
    return example && example->run ? example : nullptr;
}

/// The example itself last, before it those it goes on from.
QList<Example> chainOf(const Lesson &lesson, qsizetype block)
{
    QList<Example> chain;
    for (; block >= 0; --block) {
        const Example *example = exampleAt(lesson, block);
        if (!example)
            continue;
        chain.prepend(*example);
        if (!example->continues)
            break;
    }
    return chain;
}

// The first line that says something.
QString titleOf(const Example &example)
{
    for (const QString &line : example.code.split(u'\n')) {
        static const QRegularExpression dull(u"^\\s*(import |from \\S+ import |#|$)"_s);
        if (!dull.match(line).hasMatch())
            return line.trimmed().left(titleLength);
    }
    return example.code.section(u'\n', 0, 0).left(titleLength);
}

/// Runs the examples one after the other, each in the world the one before left.
QFuture<Result<grading::World>> runChain(
    sandbox::Sandbox &sandbox, grading::World world, QList<Example> chain)
{
    using Left = Result<grading::World>;
    if (chain.isEmpty())
        return QtFuture::makeReadyValueFuture(Left(std::move(world)));
    const Example example = chain.takeFirst();
    return sandbox.run(grading::composeExample(world, example.file, example.code))
        .then(&sandbox,
            [&sandbox, world, chain](const Result<sandbox::RunReport> &report) {
                return report ? runChain(sandbox, grading::worldLeft(world, *report), chain)
                              : QtFuture::makeReadyValueFuture(Left(std::unexpected(report.error())));
            })
        .unwrap();
}

QFuture<Result<StartingPoint>> pointOfExample(sandbox::Sandbox &sandbox, const Lesson &lesson, qsizetype block)
{
    QList<Example> chain = chainOf(lesson, block);
    const Example example = chain.takeLast();
    const auto world = grading::lessonWorld(lesson, chain.isEmpty() ? example.world : chain.first().world);
    if (!world)
        return ready(std::unexpected(world.error()));
    const QString name = StartWords::tr("Lesson %1: %2").arg(lesson.number).arg(titleOf(example));
    return runChain(sandbox, *world, chain)
        .then(&sandbox, [example, name](const Result<grading::World> &left) -> Result<StartingPoint> {
            if (!left)
                return std::unexpected(left.error());
            StartingPoint point{.name = name, .files = left->tree, .mounts = left->mounts,
                .shown = grading::exampleFile(example.file), .environment = left->environment};
            put(point.files, point.shown, example.code.toUtf8());
            return point;
        });
}

/// A program that makes the call of a case, so that there is something to run.
QByteArray callerOf(const Exercise &exercise, const course::Case &run)
{
    if (exercise.contract.kind == course::Contract::Kind::Program)
        return exercise.starter.toUtf8();
    const QString body = run.call.isEmpty() ? run.script.trimmed() : u"print(%1)"_s.arg(run.call);
    return u"from solution import *\n\n%1\n"_s.arg(body).toUtf8();
}

QString quoted(const QString &argument)
{
    return argument.contains(u' ') || argument.isEmpty() ? u'"' + argument + u'"' : argument;
}

Result<StartingPoint> pointOfExercise(const Exercise &exercise)
{
    if (exercise.cases.isEmpty())
        return noSuchPlace(exercise.slug);
    const course::Case &run = exercise.cases.first();
    Result<grading::World> world = grading::buildWorld(exercise, run, shownSeed);
    if (!world)
        return std::unexpected(world.error());
    StartingPoint point{.name = StartWords::tr("Exercise %1: %2").arg(exercise.code, exercise.title),
        .files = world->tree, .mounts = world->mounts, .shown = "main.py", .environment = world->environment};
    put(point.files, "main.py", callerOf(exercise, run));
    if (exercise.contract.kind == course::Contract::Kind::Function) {
        point.shown = "solution.py";
        put(point.files, point.shown, exercise.starter.toUtf8());
    }
    QStringList arguments;
    for (const QString &argument : run.argv)
        arguments.append(quoted(argument));
    point.arguments = arguments.join(u' ');
    if (!run.stdinBytes.isEmpty())
        point.input = QString::fromUtf8(run.stdinBytes);
    for (const auto &[name, value] : run.environment)
        point.environment.append({name.toUtf8(), value.toUtf8()});
    return point;
}

} // namespace

StartingPoint firstStart()
{
    StartingPoint point{.shown = "main.py"};
    put(point.files, point.shown, firstProgram);
    return point;
}

QString examplePlace(const QString &lesson, qsizetype block)
{
    return u"example/%1/%2"_s.arg(lesson).arg(block);
}

QString exercisePlace(const QString &slug)
{
    return u"exercise/"_s + slug;
}

QList<StartingChoice> startingChoices(const course::Course &course)
{
    QList<StartingChoice> choices;
    for (const Lesson &lesson : course.lessons) {
        for (const Exercise *exercise : course.exercisesOf(lesson.id))
            choices.append({exercise->title, StartWords::tr("Exercise %1").arg(exercise->code),
                exercisePlace(exercise->slug)});
        for (qsizetype block = 0; block < lesson.blocks.size(); ++block) {
            if (const Example *example = exampleAt(lesson, block))
                choices.append({titleOf(*example), StartWords::tr("%1, lesson %2").arg(lesson.title).arg(lesson.number),
                    examplePlace(lesson.id, block)});
        }
    }
    return choices;
}

QFuture<Result<StartingPoint>> startingPoint(
    sandbox::Sandbox &sandbox, const course::Course &course, const QString &place)
{
    const QString name = place.section(u'/', 1, 1);
    if (place.startsWith(u"exercise/")) {
        const Exercise *exercise = course.exercise(name);
        return ready(exercise ? pointOfExercise(*exercise) : noSuchPlace(place));
    }
    bool isNumber = false;
    const qsizetype block = place.section(u'/', 2, 2).toLongLong(&isNumber);
    const Lesson *lesson = place.startsWith(u"example/") ? course.lesson(name) : nullptr;
    if (!lesson || !isNumber || !exampleAt(*lesson, block))
        return ready(noSuchPlace(place));
    return pointOfExample(sandbox, *lesson, block);
}

} // namespace ringside::desktop
