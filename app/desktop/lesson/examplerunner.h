#pragma once

#include "course/course.h"
#include "desktop/lesson/coderun.h"
#include "sandbox/sandbox.h"

#include <QHash>
#include <QObject>

namespace ringside::desktop {

/// Runs the examples and quizzes of one lesson in the sandbox, each in the tree the lesson says: a fresh one,
/// a world of worlds.toml, or what the example before it left.
class ExampleRunner : public QObject
{
    Q_OBJECT

public:
    explicit ExampleRunner(sandbox::Sandbox &sandbox, QObject *parent = nullptr);

    void setLimits(const sandbox::Limits &limits) { m_limits = limits; }
    void setLesson(const course::Lesson &lesson);
    [[nodiscard]] CodeRuns runs();

private:
    [[nodiscard]] QFuture<RunAnswer> runExample(
        const ExampleContent &content, const QString &code, const std::stop_token &stop,
        const std::optional<sandbox::TraceOptions> &trace);
    [[nodiscard]] QFuture<RunAnswer> runIn(const filesystem::Tree &tree, const QString &file,
        const QString &code, const std::stop_token &stop = {},
        const std::optional<sandbox::TraceOptions> &trace = {});
    [[nodiscard]] Result<filesystem::Tree> worldTree(const QString &name) const;
    [[nodiscard]] std::optional<ExampleContent> exampleBefore(qsizetype block) const;

    sandbox::Sandbox &m_sandbox;
    sandbox::Limits m_limits;
    course::Lesson m_lesson;
    QHash<qsizetype, filesystem::Tree> m_left; ///< by block: the tree an example left
};

} // namespace ringside::desktop
