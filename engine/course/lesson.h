#pragma once

#include "base/result.h"
#include "course/exercise.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <optional>
#include <variant>

namespace ringside::course {

enum class CalloutKind : quint8 { Tip, Note, Warning, Danger };
enum class OutputMatch : quint8 { Exact, Glob, Lines };

struct Heading
{
    int level = 2; ///< 1 to 3
    QString text; ///< inline Markdown
    QString anchor; ///< "P4", or made from the text
};

/// Prose, lists, tables, quotations: Markdown that needs no machinery.
struct Prose
{
    QString markdown;
};

struct Callout
{
    CalloutKind kind{};
    QString markdown;
};

struct Figure
{
    QString file; ///< absolute path of the SVG
    QString alternative;
    QString caption;
};

struct ExpectedCall
{
    QString name;
    QStringList fields; ///< compared when given; "*" skips
    int line = 0;
};

/// A block of code. `run` tells whether it has a Run button and is run by the tests.
struct Example
{
    QString language; ///< "python", "sh", "text" …
    QString code;
    QString file; ///< "main.py" unless named
    bool run = false;
    bool continues = false; ///< starts in the tree the example before it left
    bool clinic = false; ///< broken on purpose
    bool fixed = false; ///< the repaired version of the clinic before it
    QString world;
    std::optional<QString> output;
    OutputMatch match{};
    std::optional<QString> error; ///< last line of the traceback; the example must end with status 1
    QList<ExpectedCall> calls;
};

struct QuizOption
{
    QString text;
    QString prints; ///< what the code prints when this option is right
    bool right = false; ///< only where nothing can be run
    QString misconception;
    QString why;
};

struct Quiz
{
    QString question;
    QString code; ///< empty where nothing can be run
    QString world;
    QList<QuizOption> options;
    QString documented;
};

struct Block
{
    int line = 0; ///< in lesson.md
    std::variant<Heading, Prose, Callout, Figure, Example, Quiz> content;
};

struct KeyPoint
{
    QString text;
    bool essential = true;
    QStringList words;
};

struct WrongBelief
{
    QString belief;
    QString why;
    QStringList words;
};

enum class QuestionLevel : quint8 { Junior, Mid, Senior };

struct Question
{
    QString id; ///< "Q05.1"
    QuestionLevel level{};
    QString prompt;
    QList<KeyPoint> keyPoints;
    QList<WrongBelief> wrong;
    QString followUpPrompt;
    QString followUpAnswer;
    QString lesson;
    QString part;
};

struct Lesson
{
    QString id;
    int number = 0;
    QString title;
    QString subtitle;
    QString level;
    int minutes = 0;
    QStringList prerequisites;
    QStringList outcomes;
    QStringList covers;
    QList<Block> blocks;
    QList<Question> questions;
    QList<WorldSpec> worlds;
    QString folder;
};

/// Reads one lesson folder. All errors found, each with file and line.
[[nodiscard]] std::expected<Lesson, QList<Error>> loadLesson(const QString &folder);

} // namespace ringside::course
