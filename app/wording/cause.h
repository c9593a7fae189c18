#pragma once

#include "grading/verdict.h"
#include "sandbox/run.h"

#include <QString>

namespace ringside::wording {

/// What ended a run, as sentences: "The run was stopped after 5 s. Is there a loop that does not
/// end?". Empty for Cause::None and Cause::Differs: there the check speaks for itself.
[[nodiscard]] QString sentence(grading::Cause cause, const QString &subject, qint64 figure);

/// How a program ended that was only run, not graded; empty when it ended with status 0.
[[nodiscard]] QString sentence(const sandbox::RunReport &report);

/// Fills in what the engine leaves to the app: the summary, and in front of a check's own message
/// the sentences on what ended its run and on what that had used up.
void addSentences(grading::Verdict &verdict);

/// "passed", "mastered" …
[[nodiscard]] QString outcomeName(grading::Outcome outcome);

/// "SIGSEGV"; the number where there is no name.
[[nodiscard]] QString signalName(int signal);

/// "512 MiB", "1.5 KiB".
[[nodiscard]] QString sizeText(qint64 bytes);

/// "5 s", "1.5 s", "40 ms".
[[nodiscard]] QString durationText(std::chrono::milliseconds duration);

/// At most three digits after the point, and only as many as there are: "8", "2.5".
[[nodiscard]] QString pointsText(double points);

} // namespace ringside::wording
