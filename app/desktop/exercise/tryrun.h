#pragma once

#include "course/exercise.h"
#include "grading/driver.h"
#include "sandbox/sandbox.h"

#include <QFuture>

#include <stop_token>

namespace ringside::desktop {

/// What Run shows: the exercise's first case, run once with the learner's code, and no judgement.
struct TryReport
{
    QString invocation; ///< as one would type it: ">>> count('tree')" or "$ python3 main.py -v"
    QString worldPicture; ///< the tree it starts in
    grading::Observation observation;
    sandbox::RunRequest request;
    sandbox::RunReport report;
};

/// `trace`: have it watched. Errors: as Sandbox::run, and Content when the world cannot be built.
[[nodiscard]] QFuture<Result<TryReport>> tryRun(sandbox::Sandbox &sandbox,
    const course::Exercise &exercise, const QByteArray &solution, const std::stop_token &stop,
    const std::optional<sandbox::TraceOptions> &trace = {});

/// The same run, to be made in another way. Errors: Content, when the world cannot be built.
[[nodiscard]] Result<sandbox::RunRequest> tryRequest(const course::Exercise &exercise, const QByteArray &solution);

/// Where the learner's text is in the box, and which files there are ours.
[[nodiscard]] QByteArray solutionPath(const course::Exercise &exercise);
[[nodiscard]] QByteArrayList driverFiles(const course::Exercise &exercise);

} // namespace ringside::desktop
