#pragma once

// How the learner's code is run: the grader writes engine/python/driver.py into the workspace as
// main.py, the learner's file beside it as solution.py, and in .ringside which call to make. The
// driver's one message comes back through descriptor 3. It tells what the learner's code answered,
// never whether that is right: what is expected stays out here. Everything that comes back is
// hostile input. A program (contract "program") is run without the driver: it is main.py itself.

#include "grading/value.h"
#include "grading/verdict.h"
#include "grading/world.h"

namespace ringside::grading {

/// What one run of a solution came to. Observations only.
struct Observation
{
    Cause obstacle
        = Cause::None; ///< why it cannot be judged on its merits; never Differs or Raised
    QString subject; ///< see Cause
    qint64 figure = 0; ///< see Cause

    std::optional<Value> value; ///< what the call returned
    std::optional<Value> raised; ///< the exception it raised instead
    QList<Value> changes; ///< state of the process that the call changed: ("cwd", before, after) …
    qint64 memoryBytes = 0; ///< peak of the call above the interpreter's; a program has none
    QByteArray output;
    QByteArray errorOutput;
    int status = 0; ///< exit status; the negative number of the signal that ended it
    std::optional<Where> where; ///< the innermost line of the learner's file in the traceback
    filesystem::Tree tree; ///< workspace and mounts after the run, without what is ours
    QList<lens::Shortage> shortages; ///< what the run had none of any more

    bool operator==(const Observation &) const = default;
};

/// What to evaluate in a world: the learner's call, or a check's `equals`.
struct Task
{
    enum class Form : quint8 { Call, Script };
    Form form = Form::Call;
    QString code;
};

[[nodiscard]] Task taskOf(const course::Case &run);

/// The run of one solution in one world. Errors: Content (the world has a file of ours).
[[nodiscard]] Result<sandbox::RunRequest> composeRun(const course::Exercise &exercise,
    const course::Case &run, const Task &task, const World &world, const QByteArray &solution,
    quint64 seed);

/// The second run of an `again` case: the same request in the tree that the first run left. Errors:
/// Content (the tree is too large to be given back).
[[nodiscard]] Result<sandbox::RunRequest> composeAgain(
    const sandbox::RunRequest &first, const sandbox::RunReport &report);

[[nodiscard]] Observation observe(const course::Contract &contract,
    const sandbox::RunRequest &request, const sandbox::RunReport &report, const lens::Trace *trace = nullptr);

/// The tree of a world as the checks see it: mounts below their paths, nothing of ours.
[[nodiscard]] filesystem::Tree visibleTree(const World &world);

/// The same of a tree that was found while the program ran, or after it.
[[nodiscard]] filesystem::Tree visibleTree(const sandbox::RunRequest &request,
    const filesystem::Tree &workspace, const QList<filesystem::Tree> &mountTrees);

/// Whether everything in a tree was read, so that it can be made again.
[[nodiscard]] bool canBeRebuilt(const filesystem::Tree &tree);

/// Bytes that are equal for requests that run the same: the key under which a reference run is
/// remembered.
[[nodiscard]] QByteArray fingerprint(const sandbox::RunRequest &request);

} // namespace ringside::grading
