#include "course/manifest.h"

#include "course/suggestion.h"
#include "course/tablereader.h"

#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

constexpr int knownFormat = 1;

/// What a text of the manifest must look like. Made once: to compile an expression takes longer
/// than to read the file it is for.
struct Form
{
    QRegularExpression expression;
    QString name;

    Form(const QString &pattern, QString shown)
        : expression(QRegularExpression::anchoredPattern(pattern))
        , name(std::move(shown))
    {
    }
};

/// False, with a problem added, when the text of `key` is there and does not look as it must.
bool expectForm(TableReader &reader, const QString &key, const QString &text, const Form &form)
{
    const bool fine = text.isEmpty() || form.expression.match(text).hasMatch();
    if (!fine)
        reader.add(
            reader.line(key), u"`%1`: expected %2, found \"%3\""_s.arg(key, form.name, text));
    return fine;
}

/// The slug of a function or class: find_true_duplicates and FindTrueDuplicates are
/// find-true-duplicates.
QString slugOf(const QString &entry)
{
    static const QRegularExpression hump(u"(?<=[a-z0-9])(?=[A-Z])"_s);
    QString slug = entry;
    slug.replace(hump, u"-"_s);
    return slug.replace(u'_', u'-').toLower();
}

std::optional<int> toInt(std::optional<qint64> value)
{
    return value ? std::optional(static_cast<int>(*value)) : std::nullopt;
}

LimitOverrides readLimits(const TomlNode *table, Problems &problems)
{
    LimitOverrides limits;
    if (!table)
        return limits;
    TableReader reader(*table, problems, u"[limits]"_s);
    const auto integer = [&](const QString &key, qint64 most) {
        return reader.integer(key, Presence::Optional, 1, most);
    };
    const auto time = [&](const QString &key) {
        return integer(key, 600'000).transform([](qint64 ms) {
            return std::chrono::milliseconds(ms);
        });
    };
    const auto bytes = [&](const QString &key, qint64 most, qint64 unit) {
        return integer(key, most).transform([unit](qint64 count) { return count * unit; });
    };
    limits.wall = time(u"wall_ms"_s);
    limits.cpu = time(u"cpu_ms"_s);
    limits.memoryBytes = bytes(u"memory_mb"_s, 16'384, 1 << 20);
    limits.outputBytes = bytes(u"output_kb"_s, 65'536, 1 << 10);
    limits.diskBytes = bytes(u"disk_mb"_s, 4'096, 1 << 20);
    limits.fileBytes = bytes(u"file_mb"_s, 4'096, 1 << 20);
    limits.inodes = toInt(integer(u"inodes"_s, 1'000'000));
    limits.processes = toInt(integer(u"processes"_s, 4'096));
    limits.descriptors = toInt(integer(u"descriptors"_s, 65'536));
    reader.finish();
    return limits;
}

void readContract(const TomlNode *table, Exercise &exercise, Problems &problems)
{
    if (!table)
        return;
    TableReader reader(*table, problems, u"[contract]"_s);
    Contract &contract = exercise.contract;
    if (const auto kind = reader.choice(u"kind"_s, {u"function"_s, u"program"_s}))
        contract.kind = Contract::Kind(*kind);
    const bool program = contract.kind == Contract::Kind::Program;
    if (program && reader.has(u"entry"))
        reader.add(reader.line(u"entry"), u"a program has no `entry`: main.py is run as a whole"_s);
    contract.entry = reader.text(u"entry"_s, program ? Presence::Optional : Presence::Required);
    contract.signature
        = reader.text(u"signature"_s, program ? Presence::Optional : Presence::Required);
    reader.finish();
    static const Form pythonName(u"[A-Za-z_][A-Za-z0-9_]*"_s, u"a Python name"_s);
    if (!expectForm(reader, u"entry"_s, contract.entry, pythonName))
        contract.entry.clear();
    if (!program && !contract.entry.isEmpty() && slugOf(contract.entry) != exercise.slug)
        reader.add(reader.line(u"entry"),
            u"the folder of an exercise is named after its entry: expected folder `%1`, found `%2`"_s
                .arg(slugOf(contract.entry), exercise.slug));
}

void readWhatRuns(TableReader &reader, Case &run, Contract::Kind kind)
{
    run.call = reader.text(u"call"_s, Presence::Optional);
    run.script = reader.text(u"script"_s, Presence::Optional);
    run.argv = reader.anyTexts(u"argv"_s);
    run.stdinBytes = reader.anyText(u"stdin"_s).toUtf8();
    if (const TomlNode *environment = reader.table(u"env"_s)) {
        for (const TomlMember &member : environment->members) {
            if (const auto problem = shapeProblem(member.value, Shape::EmptyText))
                reader.add(member.line, u"`%1`: %2"_s.arg(member.key, *problem));
            run.environment.emplaceBack(member.key, member.value.scalar.toString());
        }
    }
    const bool function = kind == Contract::Kind::Function;
    const int starts = int(reader.has(u"call")) + int(reader.has(u"script"));
    if (function && starts != 1)
        reader.add(reader.line(),
            u"a case of a function has a `call` or a `script`, found %1"_s.arg(
                starts == 0 ? u"none"_s : u"both"_s));
    const QStringList foreign = function ? QStringList{u"argv"_s, u"stdin"_s, u"env"_s}
                                         : QStringList{u"call"_s, u"script"_s};
    for (const QString &key : foreign)
        if (reader.has(key))
            reader.add(reader.line(key),
                u"`%1` is for a %2, the contract says %3"_s.arg(key,
                    function ? u"program"_s : u"function"_s,
                    function ? u"function"_s : u"program"_s));
}

Case readCase(const TomlNode &table, Contract::Kind kind, Problems &problems)
{
    TableReader reader(table, problems, u"[[case]]"_s);
    Case run{.line = table.line};
    run.id = reader.text(u"id"_s);
    run.world = reader.text(u"world"_s);
    readWhatRuns(reader, run, kind);
    if (const QString umask = reader.text(u"umask"_s, Presence::Optional); !umask.isEmpty()) {
        static const Form octal(u"[0-7]{3,4}"_s, u"octal text such as \"022\""_s);
        if (expectForm(reader, u"umask"_s, umask, octal))
            run.umask = umask.toUInt(nullptr, 8);
    }
    run.root = reader.text(u"root"_s, Presence::Optional);
    if (run.root.startsWith(u'/') || run.root.split(u'/').contains(u".."_s))
        reader.add(reader.line(u"root"),
            u"`root`: expected a path below the working directory, found \"%1\""_s.arg(run.root));
    run.limits = readLimits(reader.table(u"limits"_s), problems);
    run.again = reader.boolean(u"again"_s, false);
    run.seeds = toInt(reader.integer(u"seeds"_s, Presence::Optional, 2, 1000)).value_or(2);
    reader.finish();
    static const Form identifier(
        u"[a-z0-9]+(-[a-z0-9]+)*"_s, u"small letters, digits and hyphens"_s);
    (void)expectForm(reader, u"id"_s, run.id, identifier);
    return run;
}

void readIdentity(TableReader &reader, Exercise &exercise)
{
    if (const auto format = reader.integer(u"format"_s, Presence::Required, 1);
        format && *format != knownFormat)
        reader.add(reader.line(u"format"),
            u"`format`: expected %1, found %2: made for another version of Ringside"_s
                .arg(knownFormat)
                .arg(*format));
    exercise.id = reader.text(u"id"_s);
    exercise.title = reader.text(u"title"_s);
    exercise.lesson = reader.text(u"lesson"_s);
    exercise.code = reader.text(u"code"_s);
    if (const auto level
        = reader.choice(u"level"_s, {u"beginner"_s, u"intermediate"_s, u"advanced"_s}))
        exercise.level = Level(*level);
    exercise.minutes = toInt(reader.integer(u"minutes"_s, Presence::Required, 1, 600)).value_or(0);
    exercise.teaches = reader.texts(u"teaches"_s, Presence::Required);
    exercise.needs = reader.texts(u"needs"_s);
    static const Form uuid(u"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"_s,
        u"a UUID in small letters, made once with uuidgen"_s);
    static const Form code(u"E\\d\\d\\.\\d+"_s, u"a number of the curriculum such as \"E05.1\""_s);
    (void)expectForm(reader, u"id"_s, exercise.id, uuid);
    (void)expectForm(reader, u"code"_s, exercise.code, code);
    const QStringList known{u"lens"_s, u"second-file-system"_s};
    for (const QString &need : std::as_const(exercise.needs))
        if (!known.contains(need))
            reader.add(reader.line(u"needs"), unknownWord(u"need", need, known));
}

void readCases(TableReader &reader, Exercise &exercise)
{
    for (const TomlNode *table : reader.tables(u"case"_s, Presence::Required)) {
        Case run = readCase(*table, exercise.contract.kind, reader.problems());
        const auto earlier = std::ranges::find(exercise.cases, run.id, &Case::id);
        if (!run.id.isEmpty() && earlier != exercise.cases.end())
            reader.add(
                run.line, u"case `%1` stands on line %2 already"_s.arg(run.id).arg(earlier->line));
        exercise.cases.append(std::move(run));
    }
}

} // namespace

void readManifest(const TomlNode &file, Exercise &exercise, Problems &problems)
{
    TableReader reader(file, problems);
    readIdentity(reader, exercise);
    readContract(reader.table(u"contract"_s, Presence::Required), exercise, problems);
    exercise.limits = readLimits(reader.table(u"limits"_s), problems);
    readCases(reader, exercise);
    (void)reader.tables(u"check"_s, Presence::Required);
    (void)reader.table(u"weights"_s);
    reader.finish();
    readChecks(file, exercise, problems);
}

} // namespace ringside::course
