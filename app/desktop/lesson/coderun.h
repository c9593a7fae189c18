#pragma once

#include "desktop/lesson/readercontent.h"
#include "sandbox/run.h"

#include <QFuture>

#include <functional>
#include <stop_token>

namespace ringside::desktop {

using RunAnswer = Result<sandbox::RunReport>;

/// How the reader's blocks run code.
struct CodeRuns
{
    /// An example of the lesson, with the text its editor holds. A stopped run still gives its report. `trace`: have
    /// it watched; which files are the learner's is filled in.
    std::function<QFuture<RunAnswer>(const ExampleContent &example, const QString &code,
        const std::stop_token &stop, const std::optional<sandbox::TraceOptions> &trace)>
        example;
    /// The code of a quiz, in a fresh workspace or the named world.
    std::function<QFuture<RunAnswer>(const QString &code, const QString &world)> quiz;
    /// What both may use, as the settings are now.
    std::function<sandbox::Limits()> limits = [] { return sandbox::Limits(); };
};

/// Where the text of an example is in the box, in the words of lens::Site::file.
[[nodiscard]] QByteArray examplePath(const ExampleContent &example);

} // namespace ringside::desktop
