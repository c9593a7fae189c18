#pragma once

#include "course/exercise.h"
#include "sandbox/sandbox.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringside::grading {

/// How one check ended. The four never mix: the learner is never blamed for Ungraded.
enum class CheckOutcome : quint8 { Passed, Failed, NotRun, Ungraded };

/// The place in the learner's code that shows what went wrong.
struct Where
{
    QString file;
    int line = 0; ///< 1-based
    int column = 0; ///< 0-based byte offset, as Python has it
    int endColumn = 0;
    QString call; ///< the system call as text, empty when the lens was not asked

    bool operator==(const Where &) const = default;
};

struct CheckResult
{
    QString id;
    QString title;
    course::CheckKind kind{};
    course::Tier tier{};
    CheckOutcome outcome = CheckOutcome::NotRun;
    double points = 0;
    double maxPoints = 0;
    QString message; ///< for the learner: what is wrong and why it matters
    QString expected;
    QString found;
    QString fixture; ///< the world of the failing run as a small tree, text
    std::optional<Where> where;
    quint64 seed = 0; ///< of the failing run, else of the last
    course::Visibility visibility{};
    std::optional<Error> error; ///< why it is Ungraded
};

enum class Outcome : quint8 { Mastered, Passed, Failed, Ungraded };

struct Points
{
    double points = 0;
    double maxPoints = 0;
};

/// What grading one solution of one exercise came to. The same solution, seed and version give the same
/// bytes of toJson().
struct Verdict
{
    course::ExerciseId exercise;
    Outcome outcome = Outcome::Ungraded;
    Points total;
    Points core;
    Points engineering;
    QList<CheckResult> checks; ///< in the order of exercise.toml
    QList<quint64> seeds;
    QString summary; ///< one sentence: empty, or what ended every run (syntax error, endless loop …)
    sandbox::Features features;
};

/// The object of `ringside check --json`, design.md section 6. Key names are stable.
[[nodiscard]] QByteArray toJson(const Verdict &verdict);

} // namespace ringside::grading
