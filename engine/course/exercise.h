#pragma once

#include "base/result.h"

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>
#include <QVariant>

#include <chrono>
#include <optional>

namespace ringside::course {

using ExerciseId = QString; ///< the UUID of exercise.toml: never a number, never a position

enum class Level : quint8 { Beginner, Intermediate, Advanced };
enum class Tier : quint8 { Core, Engineering };
enum class Group : quint8 { Visible, Adversarial, Behaviour, Robustness };
enum class Visibility : quint8 { Shown, NameOnly, Hidden };

enum class CheckKind : quint8 {
    Returns, Raises, Stdout, Tree, Modes, Unchanged, Idempotent, Budget, Order, DescriptorsClosed,
    ChildrenReaped, Pure, SurvivesKill, SurvivesPower, SurvivesFault, SurvivesRace, Memory, NoLeak, Judge,
};

/// The spelling of exercise.toml: "survives-kill".
[[nodiscard]] QString toString(CheckKind kind);
[[nodiscard]] std::optional<CheckKind> checkKindFromString(QStringView text);

/// One value of a check's own keys, with the line it stands on, so that whoever interprets it (the grader)
/// can still say where it is wrong. Lists and tables nest.
struct Setting
{
    QVariant value; ///< bool, qint64, double, QString, QVariantList, QVariantMap
    int line = 0;
};

struct LimitOverrides
{
    std::optional<std::chrono::milliseconds> wall;
    std::optional<std::chrono::milliseconds> cpu;
    std::optional<qint64> memoryBytes, outputBytes, diskBytes, fileBytes;
    std::optional<int> inodes, processes, descriptors;
};

struct Contract
{
    enum class Kind : quint8 { Function, Program };
    Kind kind = Kind::Function;
    QString entry;
    QString signature;
};

/// One run of the learner's code in one world.
struct Case
{
    QString id;
    QString world;
    QString call; ///< a Python expression; empty when `script` is set or the contract is a program
    QString script;
    QStringList argv;
    QByteArray stdinBytes;
    QList<std::pair<QString, QString>> environment;
    quint32 umask = 022;
    QString root; ///< empty: the whole workspace
    LimitOverrides limits;
    bool again = false;
    int seeds = 2;
    int line = 0;
};

struct Check
{
    QString id;
    QString title;
    CheckKind kind{};
    QStringList cases;
    Group group{};
    double points = 0;
    QStringList after;
    QString message;
    Visibility visibility{};
    std::optional<double> gate;
    QHash<QString, Setting> settings; ///< keys of the kind: "equals", "most", "paths" …
    int line = 0;

    [[nodiscard]] Tier tier() const { return group == Group::Visible ? Tier::Core : Tier::Engineering; }
};

/// One line of a world: {file = …, size = …}. Meaning is given to it by grading/world.
struct WorldEntry
{
    QHash<QString, Setting> keys;
    int line = 0;
};

struct WorldSpec
{
    QString name;
    QString extends;
    QList<WorldEntry> entries;
    QHash<QString, Setting> settings; ///< env, mounts, helpers, secret
    int line = 0;
};

struct Hint
{
    QString title;
    QString text; ///< Markdown
    QString when; ///< id of the check whose failure offers it first; may be empty
};

struct WrongSolution
{
    QString name;
    QString idea;
    QString source;
    QStringList fails;
    QStringList passes;
    QString says;
};

struct Exercise
{
    ExerciseId id;
    QString slug;
    QString code; ///< "E05.1"
    QString title;
    QString lesson; ///< id of the lesson
    Level level{};
    int minutes = 0;
    QStringList teaches;
    QStringList needs;
    Contract contract;
    LimitOverrides limits;
    QList<Case> cases;
    QList<Check> checks;
    QList<WorldSpec> worlds;
    QString task; ///< Markdown
    QString starter;
    QString solution;
    QString judge; ///< empty when there is no judge.py
    QList<Hint> hints;
    QList<WrongSolution> wrongSolutions;
    QString folder; ///< absolute path, for messages and figures
};

/// Reads one exercise folder. All errors found, not only the first, each with file and line. Links to other
/// parts of the course are checked by loadCourse().
[[nodiscard]] std::expected<Exercise, QList<Error>> loadExercise(const QString &folder);

} // namespace ringside::course
