#include "desktop/lesson/examplerunner.h"

#include "grading/world.h"

#include <algorithm>
#include <functional>

using namespace Qt::StringLiterals;

namespace ringside::desktop {

namespace {

constexpr quint64 exampleSeed = 1; // a lesson shows one world; the tests check its output in the same

constexpr char mainPath[] = "/home/learner/main.py";

QString fileOf(const course::Example &example)
{
    return example.file.isEmpty() ? u"main.py"_s : example.file;
}

void put(filesystem::Tree &tree, const QByteArray &path, const QByteArray &content)
{
    tree.entries.removeIf([&](const filesystem::Entry &entry) { return entry.path == path; });
    filesystem::Entry file;
    file.path = path;
    file.content = content;
    file.size = content.size();
    file.modifiedNs = grading::worldTimeSeconds * 1'000'000'000;
    const auto at = std::ranges::lower_bound(tree.entries, path, {}, &filesystem::Entry::path);
    tree.entries.insert(at, file);
}

QFuture<RunAnswer> ready(RunAnswer answer)
{
    return QtFuture::makeReadyValueFuture(std::move(answer));
}

} // namespace

QByteArray examplePath(const ExampleContent &example)
{
    const QString file = fileOf(example.example);
    return file == u"main.py" ? QByteArray(mainPath) : file.toUtf8();
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
                const Result<filesystem::Tree> tree = worldTree(world);
                return tree ? runIn(*tree, u"main.py"_s, code) : ready(std::unexpected(tree.error()));
            },
        .limits = [this] { return m_limits; }};
}

Result<filesystem::Tree> ExampleRunner::worldTree(const QString &name) const
{
    if (name.isEmpty())
        return filesystem::Tree{};
    const grading::WorldBook book{m_lesson.folder + u"/worlds.toml"_s, m_lesson.worlds};
    return grading::buildWorld(book, name, exampleSeed)
        .transform([](const grading::World &world) { return world.tree; });
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

QFuture<RunAnswer> ExampleRunner::runIn(const filesystem::Tree &tree, const QString &file,
    const QString &code, const std::stop_token &stop, const std::optional<sandbox::TraceOptions> &trace)
{
    sandbox::RunRequest request;
    request.trace = trace;
    request.workspace = tree;
    request.limits = m_limits;
    put(request.workspace, file.toUtf8(), code.toUtf8());
    if (file != u"main.py") {
        put(request.workspace, "main.py",
            "import runpy\nrunpy.run_path(" + ('"' + file.toUtf8() + '"') + ", run_name=\"__main__\")\n");
        if (request.trace) { // runpy names the file as it was told
            request.trace->driverFiles = {mainPath};
            request.trace->codeRoots.append(file.toUtf8());
        }
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
    const Result<filesystem::Tree> tree
        = before ? m_left.value(before->block) : worldTree(content.example.world);
    if (!tree)
        return ready(std::unexpected(tree.error()));
    const QString file = fileOf(content.example);
    // Handed on through this step: a future has one continuation, and the caller's would take its place.
    return runIn(*tree, file, code, stop, trace)
        .then(this, [this, block = content.block](const RunAnswer &answer) {
            if (answer)
                m_left.insert(block, answer->tree);
            return answer;
        });
}

} // namespace ringside::desktop
