#include "course/exercise.h"

#include "course/hints.h"
#include "course/loading.h"
#include "course/manifest.h"
#include "course/suggestion.h"
#include "course/tablereader.h"
#include "course/worldreader.h"

#include <QDir>
#include <QRegularExpression>

#include <algorithm>

namespace ringside::course {

using namespace Qt::StringLiterals;

namespace {

/// True when a top-level line of a Python file looks as if it made the name: a definition, an
/// assignment, an import. Whether it really does is seen when the file is run.
bool definesName(const QString &source, const QString &name)
{
    static const QRegularExpression makesNames(
        u"^(?:(?:async\\s+def|def|class)\\s+(\\w+)|(\\w+)\\s*[:=]|(?:from|import)\\s(.*))"_s,
        QRegularExpression::MultilineOption);
    static const QRegularExpression notWord(u"\\W+"_s);
    for (const auto &line : makesNames.globalMatch(source))
        if (line.capturedView(1) == name || line.capturedView(2) == name
            || line.captured(3).split(notWord).contains(name))
            return true;
    return false;
}

class ExerciseReader
{
public:
    explicit ExerciseReader(const ContentFolder &folder)
        : m_folder(folder)
    {
    }

    LoadedExercise read()
    {
        exercise().folder = QDir(m_folder.path()).absolutePath();
        exercise().slug = folderName(exercise().folder);
        readToml(u"exercise.toml"_s, [this](const TomlNode &file, Problems &problems) {
            readManifest(file, exercise(), problems);
        });
        readToml(u"world.toml"_s, [this](const TomlNode &file, Problems &problems) {
            exercise().worlds = readWorlds(file, problems);
        });
        checkSlug();
        checkWorldsOfCases();
        readTask();
        readHintLadder();
        readPrograms();
        readJudge();
        readWrongSolutions();
        checkNoStrayFile();
        return std::move(m_loaded);
    }

private:
    Exercise &exercise() { return m_loaded.exercise; }

    Problems problemsOf(const QString &name) { return {m_folder.pathOf(name), m_loaded.errors}; }

    void readToml(const QString &name, auto &&take) { readTomlIn(m_folder, name, take); }

    void readTomlIn(const ContentFolder &folder, const QString &name, auto &&take)
    {
        Problems problems(folder.pathOf(name), m_loaded.errors);
        const Result<TomlNode> file = folder.readBytes(name).and_then(
            [&](const QByteArray &bytes) { return parseToml(bytes, problems.file()); });
        if (!file)
            problems.add(file.error());
        else
            take(*file, problems);
    }

    QString readText(const QString &name)
    {
        const auto text = m_folder.readText(name, m_loaded.errors);
        if (text && text->trimmed().isEmpty())
            problemsOf(name).add(0, u"is empty"_s);
        return text.value_or(QString());
    }

    void checkSlug()
    {
        static const QRegularExpression form(u"\\A[a-z0-9]+(-[a-z0-9]+)*\\z"_s);
        if (!form.match(exercise().slug).hasMatch())
            Problems(m_folder.path(), m_loaded.errors)
                .add(0,
                    u"the folder's name is the slug: expected small letters, digits and hyphens, found \"%1\""_s
                        .arg(exercise().slug));
    }

    void checkWorldsOfCases()
    {
        QStringList names;
        for (const WorldSpec &world : std::as_const(exercise().worlds))
            names.append(world.name);
        if (names.isEmpty())
            return; // world.toml could not be read and says so itself
        Problems problems = problemsOf(u"exercise.toml"_s);
        for (const Case &run : std::as_const(exercise().cases))
            if (!run.world.isEmpty() && !names.contains(run.world))
                problems.add(run.line, unknownWord(u"world", run.world, names));
    }

    void readTask()
    {
        static const QRegularExpression part(u"^## "_s, QRegularExpression::MultilineOption);
        exercise().task = readText(u"task.md"_s);
        Problems problems = problemsOf(u"task.md"_s);
        if (!exercise().task.isEmpty() && !exercise().task.contains(part))
            problems.add(0, u"expected one heading `## ` for each part, found none"_s);
        collectLinks(exercise().task, 1, m_loaded.links, problems);
    }

    void readHintLadder()
    {
        const QString text = readText(u"hints.md"_s);
        if (text.isEmpty())
            return;
        Problems problems = problemsOf(u"hints.md"_s);
        const QStringList checks = checkIds();
        for (const HintRung &rung : readHints(text, problems)) {
            if (!rung.hint.when.isEmpty() && !checks.isEmpty() && !checks.contains(rung.hint.when))
                problems.add(
                    rung.line, unknownWord(u"check", rung.hint.when, checks) + u" in `when`"_s);
            collectLinks(rung.hint.text, rung.textLine, m_loaded.links, problems);
            exercise().hints.append(rung.hint);
        }
    }

    void readPrograms()
    {
        exercise().starter = readText(u"starter.py"_s);
        exercise().solution = readText(u"solution.py"_s);
        const QString entry = exercise().contract.entry;
        if (entry.isEmpty() || exercise().solution.isEmpty())
            return;
        if (!definesName(exercise().solution, entry))
            problemsOf(u"solution.py"_s)
                .add(0,
                    u"expected a definition of the contract's entry `%1`, found none"_s.arg(entry));
    }

    /// judge.py is there exactly when a check asks for it, with a function for every such check.
    void readJudge()
    {
        const QString name = u"judge.py"_s;
        const auto asks = [](const Check &check) { return check.kind == CheckKind::Judge; };
        if (std::ranges::none_of(exercise().checks, asks))
            return;
        exercise().judge = readText(name);
        Problems problems = problemsOf(name);
        for (const Check &check : std::as_const(exercise().checks)) {
            const QString function = QString(check.id).replace(u'-', u'_');
            if (asks(check) && !exercise().judge.isEmpty()
                && !definesName(exercise().judge, function))
                problems.add(0,
                    u"expected a function `%1` for the check `%2`, found none"_s.arg(
                        function, check.id));
        }
    }

    void readWrongSolutions()
    {
        if (!m_folder.isFolder(u"wrong"_s)) {
            problemsOf(u"wrong"_s).add(0, u"expected a folder with wrong solutions, found none"_s);
            return;
        }
        const auto folder = m_folder.folder(u"wrong"_s);
        const auto names = folder ? folder->names() : std::unexpected(folder.error());
        if (!names) {
            m_loaded.errors.append(names.error());
            return;
        }
        for (const QString &name : *names)
            readWrongSolution(*folder, name, *names);
        if (exercise().wrongSolutions.isEmpty())
            problemsOf(u"wrong"_s).add(0, u"expected at least one wrong solution, found none"_s);
    }

    void readWrongSolution(
        const ContentFolder &folder, const QString &name, const QStringList &names)
    {
        const bool program = name.endsWith(u".py"_s);
        const QString stem = name.chopped(program ? 3 : name.endsWith(u".toml"_s) ? 5 : 0);
        const QString partner = stem + (program ? u".toml"_s : u".py"_s);
        Problems problems(folder.pathOf(name), m_loaded.errors);
        if (stem == name)
            problems.add(0, u"is a stray file: expected NAME.py and NAME.toml"_s);
        else if (!names.contains(partner))
            problems.add(0, u"expected `%1` beside it, found none"_s.arg(partner));
        else if (program)
            readWrongPair(folder, stem);
    }

    void readWrongPair(const ContentFolder &folder, const QString &stem)
    {
        WrongSolution wrong{.name = stem};
        wrong.source = folder.readText(stem + u".py"_s, m_loaded.errors).value_or(QString());
        readTomlIn(folder, stem + u".toml"_s, [&](const TomlNode &file, Problems &problems) {
            TableReader reader(file, problems);
            wrong.idea = reader.text(u"idea"_s);
            wrong.fails = reader.texts(u"fails"_s, Presence::Required);
            wrong.passes = reader.texts(u"passes"_s);
            wrong.says = reader.text(u"says"_s);
            reader.finish();
            checkNamedChecks(wrong, reader);
        });
        exercise().wrongSolutions.append(std::move(wrong));
    }

    void checkNamedChecks(const WrongSolution &wrong, TableReader &reader)
    {
        const QStringList known = checkIds();
        if (reader.has(u"fails") && wrong.fails.isEmpty())
            reader.add(reader.line(u"fails"), u"`fails`: expected at least one check"_s);
        if (known.isEmpty())
            return; // exercise.toml could not be read and says so itself
        for (const QString &id : wrong.fails) {
            if (!known.contains(id))
                reader.add(reader.line(u"fails"), unknownWord(u"check", id, known));
            if (wrong.passes.contains(id))
                reader.add(reader.line(u"passes"),
                    u"check `%1` stands in `fails` and in `passes`"_s.arg(id));
        }
        for (const QString &id : wrong.passes)
            if (!known.contains(id))
                reader.add(reader.line(u"passes"), unknownWord(u"check", id, known));
    }

    void checkNoStrayFile()
    {
        QStringList known{u"exercise.toml"_s, u"world.toml"_s, u"task.md"_s, u"hints.md"_s,
            u"starter.py"_s, u"solution.py"_s, u"wrong"_s};
        if (!exercise().judge.isEmpty())
            known.append(u"judge.py"_s);
        const auto names = m_folder.names();
        if (!names)
            m_loaded.errors.append(names.error());
        else
            for (const QString &name : *names)
                if (!known.contains(name))
                    problemsOf(name).add(0, u"is a stray file: nothing reads it"_s);
    }

    QStringList checkIds()
    {
        QStringList ids;
        for (const Check &check : std::as_const(exercise().checks))
            ids.append(check.id);
        ids.removeDuplicates();
        return ids;
    }

    const ContentFolder &m_folder;
    LoadedExercise m_loaded;
};

} // namespace

LoadedExercise readExercise(const ContentFolder &folder)
{
    return ExerciseReader(folder).read();
}

std::expected<Exercise, QList<Error>> loadExercise(const QString &folder)
{
    const auto opened = ContentFolder::open(QDir::cleanPath(folder));
    if (!opened)
        return std::unexpected(QList{opened.error()});
    LoadedExercise loaded = readExercise(*opened);
    if (!loaded.errors.isEmpty())
        return std::unexpected(std::move(loaded.errors));
    return std::move(loaded.exercise);
}

} // namespace ringside::course
