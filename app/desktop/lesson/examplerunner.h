#pragma once

#include "course/course.h"
#include "desktop/lesson/coderun.h"
#include "grading/world.h"
#include "sandbox/sandbox.h"

#include <QHash>
#include <QObject>

namespace ringside::desktop {

/// Runs the examples and quizzes of one lesson in the sandbox, each in the world the lesson says: an empty one, one of
/// worlds.toml, or what the example before it left.
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
    [[nodiscard]] QFuture<RunAnswer> runIn(const grading::World &world, const QString &file,
        const QString &code, const std::stop_token &stop = {},
        const std::optional<sandbox::TraceOptions> &trace = {});
    [[nodiscard]] std::optional<ExampleContent> exampleBefore(qsizetype block) const;

    sandbox::Sandbox &m_sandbox;
    sandbox::Limits m_limits;
    course::Lesson m_lesson;
    QHash<qsizetype, grading::World> m_left; ///< by block: the world an example left
};

} // namespace ringside::desktop
