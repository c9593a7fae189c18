#pragma once

#include "course/exercise.h"
#include "lens/shortages.h"
#include "sandbox/sandbox.h"

#include <QList>
#include <QString>

#include <optional>

namespace ringside::grading {

/// How one check ended. The four never mix: the learner is never blamed for Ungraded.
enum class CheckOutcome : quint8 { Passed, Failed, NotRun, Ungraded };

/// Why a check failed. The app makes a sentence of it; `subject` and `figure` of the check go with
/// it.
enum class Cause : quint8 {
    None,
    Differs, ///< the run ended as it should and something is not as expected
    Raised, ///< the call raised where it should not, or the program ended by an exception
    SyntaxError, ///< subject: Python's text
    ImportFailed, ///< the learner's file raised while it was read; subject: the exception
    ExitedAtImport, ///< it ended the interpreter while it was read
    EntryMissing, ///< subject: the name the contract asks for
    EntryNotCallable, ///< subject: the name
    NoAnswer, ///< the program ended by itself, with status `figure`, before the call returned
    AnswerTooLarge, ///< figure: bytes that may cross
    AnswerUnreadable, ///< the value's own code failed when it was looked at
    AnswerForged, ///< something else was written to the channel
    Signalled, ///< figure: the signal
    WallLimit, ///< figure: milliseconds
    CpuLimit, ///< figure: milliseconds
    MemoryLimit, ///< figure: bytes
    OutputLimit, ///< figure: bytes
    CallLimit, ///< figure: system calls
};

/// "syntax-error": the spelling of the JSON.
[[nodiscard]] QString toString(Cause cause);

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
    QString message; ///< for the learner: what is wrong and why it matters; the exercise's words
    Cause cause = Cause::None;
    QString subject; ///< see Cause
    qint64 figure = 0; ///< see Cause
    QList<lens::Shortage> shortages; ///< Failed: what the failing run had none of any more
    QString expected;
    QString found;
    QString fixture; ///< the world of the failing run as a small tree, text
    std::optional<Where> where;
    QString caseId; ///< the failing run, else empty
    quint64 seed = 0; ///< of the failing run, else of the last
    course::Visibility visibility{};
    QString blockedBy; ///< NotRun: the check that had to pass first
    std::optional<Error> error; ///< why it is Ungraded
};

enum class Outcome : quint8 { Mastered, Passed, Failed, Ungraded };

struct Points
{
    double points = 0;
    double maxPoints = 0;

    bool operator==(const Points &) const = default;
};

/// What grading one solution of one exercise came to. The same solution, seed and version give the
/// same bytes of toJson().
struct Verdict
{
    course::ExerciseId exercise;
    QString slug;
    QString title;
    Outcome outcome = Outcome::Ungraded;
    Points total;
    Points core;
    Points engineering;
    QList<CheckResult> checks; ///< in the order of exercise.toml
    QList<quint64> seeds;
    Cause cause = Cause::None; ///< what ended every run (syntax error, endless loop …), else None
    QString subject; ///< see Cause
    qint64 figure = 0; ///< see Cause
    std::optional<Where> where;
    QString
        summary; ///< one sentence on `cause`, the app's words; empty when each check has its own
    sandbox::Features features;
};

/// Points and outcome from the checks: points of what passed, capped by every gate that failed. A
/// check that is Ungraded never counts against the learner: it leaves the outcome open where it
/// decides.
void sumUp(Verdict &verdict, const course::Exercise &exercise);

/// Who reads the verdict. An author sees all, a learner no expected values of name-only checks; in
/// a lab, hidden checks keep nothing but their kind and points.
enum class Reader : quint8 { Author, Learner, LabLearner };
[[nodiscard]] Verdict redacted(Verdict verdict, Reader reader);

/// The largest seed: what a JSON number holds exactly everywhere.
inline constexpr quint64 largestSeed = (quint64(1) << 53) - 1;

/// The object of `ringside check --json`, design.md section 6. Key names are stable.
[[nodiscard]] QByteArray toJson(const Verdict &verdict);

} // namespace ringside::grading
