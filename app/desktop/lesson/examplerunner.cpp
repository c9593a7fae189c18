#include "desktop/lesson/examplerunner.h"

#include "grading/example.h"

#include <functional>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr char mainPath[] = "/home/learner/main.py";

QFuture<RunAnswer> ready(RunAnswer answer)
{
    return QtFuture::makeReadyValueFuture(std::move(answer));
}

} // namespace

QByteArray examplePath(const ExampleContent &example)
{
    const QByteArray file = grading::exampleFile(example.example.file);
    return file == "main.py" ? QByteArray(mainPath) : file;
}

ExampleRunner::ExampleRunner(sandbox::Sandbox &sandbox, QObject *parent)
    : QObject(parent)
    , m_sandbox(sandbox)
{
}

void ExampleRunner::setLesson(const course::Lesson &lesson)
{
    m_lesson = lesson;
    m_left.clear();
}

CodeRuns ExampleRunner::runs()
{
    return {.example = std::bind_front(&ExampleRunner::runExample, this),
        .quiz =
            [this](const QString &code, const QString &world) {
                const Result<grading::World> start = grading::lessonWorld(m_lesson, world);
                return start ? runIn(*start, u"main.py"_s, code) : ready(std::unexpected(start.error()));
            },
        .limits = [this] { return m_limits; }};
}

std::optional<ExampleContent> ExampleRunner::exampleBefore(qsizetype block) const
{
    for (qsizetype i = block - 1; i >= 0; --i) {
        const auto *example = std::get_if<course::Example>(&m_lesson.blocks[i].content);
        if (example && example->run)
            return ExampleContent{*example, i};
    }
    return std::nullopt;
}

QFuture<RunAnswer> ExampleRunner::runIn(const grading::World &world, const QString &file,
    const QString &code, const std::stop_token &stop, const std::optional<sandbox::TraceOptions> &trace)
{
    sandbox::RunRequest request = grading::composeExample(world, file, code);
    request.trace = trace;
    request.limits = m_limits;
    request.hashSeed = 0; // that of the warm interpreter, which a learner does not have to wait for
    if (const QByteArray name = grading::exampleFile(file); request.trace && name != "main.py") {
        request.trace->driverFiles = {mainPath};
        request.trace->codeRoots.append(name); // runpy names the file as it was told
    }
    return m_sandbox.run(std::move(request), stop);
}

QFuture<RunAnswer> ExampleRunner::runExample(
    const ExampleContent &content, const QString &code, const std::stop_token &stop,
    const std::optional<sandbox::TraceOptions> &trace)
{
    const auto before = content.example.continues ? exampleBefore(content.block) : std::nullopt;
    if (before && !m_left.contains(before->block)) { // not run yet: run it as the lesson has it
        return runExample(*before, before->example.code, stop, {})
            .then(this, [this, content, code, stop, trace](const RunAnswer &answer) {
                return answer ? runExample(content, code, stop, trace) : ready(answer);
            }).unwrap();
    }
    const Result<grading::World> world = before ? m_left.value(before->block)
                                                : grading::lessonWorld(m_lesson, content.example.world);
    if (!world)
        return ready(std::unexpected(world.error()));
    // Handed on through this step: a future has one continuation, and the caller's would take its place.
    return runIn(*world, content.example.file, code, stop, trace)
        .then(this, [this, block = content.block, world = *world](const RunAnswer &answer) {
            if (answer)
                m_left.insert(block, grading::worldLeft(world, *answer));
            return answer;
        });
}

} // namespace ringside::desktop
