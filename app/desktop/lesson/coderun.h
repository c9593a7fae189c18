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
    /// An example of the lesson, with the text its editor holds. A stopped run still gives its report.
    std::function<QFuture<RunAnswer>(
        const ExampleContent &example, const QString &code, const std::stop_token &stop)>
        example;
    /// The code of a quiz, in a fresh workspace or the named world.
    std::function<QFuture<RunAnswer>(const QString &code, const QString &world)> quiz;
};

} // namespace ringside::desktop
