#include "content.h"
#include "course/exercise.h"

#include <sys/stat.h>

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

class TestExercise : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsEverything();
    void readsAProgram();
    void reportsWithFileAndLine_data();
    void reportsWithFileAndLine();
    void reportsEveryMistakeAtOnce();
    void followsNoLinkAndWaitsForNoPipe();
    void asksForTheJudgesFunctions();
    void spellsEveryKind();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder + u'/' + name; }

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
};

void TestExercise::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    QVERIFY(m_root->isValid());
    m_folder = m_root->filePath(u"list-files"_s);
    content::writeExercise(m_folder, content::names("list-files", "os-module", "E05.14"));
}

void TestExercise::readsEverything()
{
    content::replace(path(u"exercise.toml"_s), "needs = []",
        "needs = [\"lens\"]\n[limits]\nwall_ms = 4000\nmemory_mb = 64\ninodes = 100");
    const auto exercise = loadExercise(m_folder);
    QVERIFY2(exercise.has_value(),
        exercise ? ""
                 : qPrintable(content::described(exercise.error(), m_root->path()).join(u'\n')));
    QCOMPARE(exercise->slug, u"list-files"_s);
    QCOMPARE(exercise->code, u"E05.14"_s);
    QCOMPARE(exercise->level, Level::Beginner);
    QCOMPARE(exercise->needs, QStringList{u"lens"_s});
    QCOMPARE(exercise->contract.entry, u"list_files"_s);
    QCOMPARE(exercise->limits.wall, std::chrono::milliseconds(4000));
    QCOMPARE(exercise->limits.memoryBytes, 64 << 20);
    QCOMPARE(exercise->limits.inodes, 100);
    QCOMPARE(exercise->limits.cpu, std::nullopt);
    QCOMPARE(exercise->cases.size(), 3);
    QCOMPARE(exercise->cases.at(1).world, u"hostile"_s);
    QCOMPARE(exercise->cases.at(1).seeds, 2);
    QCOMPARE(exercise->cases.at(1).umask, 022U);
    QCOMPARE(exercise->checks.size(), 4);
    const Check &raises = exercise->checks.at(3);
    QCOMPARE(toString(raises.kind), u"raises"_s);
    QCOMPARE(raises.tier(), Tier::Engineering);
    QCOMPARE(raises.settings.value(u"errno"_s).value.toString(), u"ENOENT"_s);
    QCOMPARE(exercise->checks.at(0).tier(), Tier::Core);
    QCOMPARE(exercise->checks.at(1).after, QStringList{u"names"_s});
    QCOMPARE(exercise->worlds.size(), 2);
    QCOMPARE(exercise->worlds.at(0).name, u"plain"_s);
    QCOMPARE(exercise->worlds.at(1).extends, u"plain"_s);
    QCOMPARE(exercise->worlds.at(1).entries.at(1).keys.value(u"file"_s).value.toString(),
        u"tree/caf\\xe9.txt"_s);
    QCOMPARE(exercise->hints.size(), 3);
    QCOMPARE(exercise->hints.at(1).when, u"hostile-names"_s);
    QVERIFY(exercise->hints.at(1).text.startsWith(u"The method"_s));
    QCOMPARE(exercise->wrongSolutions.size(), 4);
    QVERIFY(exercise->solution.contains(u"def list_files(directory)"_s));
    QCOMPARE(exercise->folder, m_folder);
}

void TestExercise::readsAProgram()
{
    const QString manifest = path(u"exercise.toml"_s);
    content::replace(
        manifest, "kind = \"function\"\nentry = \"list_files\"\n", "kind = \"program\"\n");
    QByteArray text = content::read(manifest);
    text.replace("call = \"list_files('tree')\"",
        "argv = [\"tree\", \"\"]\nstdin = \"a\\n\"\numask = \"077\"\nagain = true\n"
        "env = { B = \"2\", A = \"1\" }\nlimits = { cpu_ms = 100 }");
    text.replace("call = \"list_files('nowhere')\"", "argv = [\"nowhere\"]\nseeds = 5");
    content::write(manifest, text);
    const auto exercise = loadExercise(m_folder);
    QVERIFY2(exercise.has_value(),
        exercise ? ""
                 : qPrintable(content::described(exercise.error(), m_root->path()).join(u'\n')));
    const Case &run = exercise->cases.first();
    QCOMPARE(exercise->contract.kind, Contract::Kind::Program);
    QCOMPARE(run.argv, (QStringList{u"tree"_s, QString()}));
    QCOMPARE(run.stdinBytes, "a\n"_ba);
    QCOMPARE(run.umask, 077U);
    QVERIFY(run.again);
    const QList<std::pair<QString, QString>> environment{{u"B"_s, u"2"_s}, {u"A"_s, u"1"_s}};
    QCOMPARE(run.environment, environment);
    QCOMPARE(run.limits.cpu, std::chrono::milliseconds(100));
    QCOMPARE(exercise->cases.last().seeds, 5);
}

void TestExercise::reportsWithFileAndLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const char *file, const QByteArray &before,
                         const QByteArray &after, const char *error) {
        QTest::newRow(name) << QString::fromUtf8(file) << before << after
                            << QString::fromUtf8(error);
    };

    const char *toml = "exercise.toml";
    row("a key is misspelled", toml, "message = \"Whoever", "mesage = \"Whoever",
        "exercise.toml:52: missing key `message` in [[check]]\n"
        "exercise.toml:59: unknown key `mesage`, did you mean `message`? in [[check]]");
    row("a key is missing", toml, "title = \"Changes nothing\"\n", "",
        "exercise.toml:52: missing key `title` in [[check]]");
    row("a value has the wrong type", toml, "minutes = 20", "minutes = \"20\"",
        "exercise.toml:7: `minutes`: expected an integer, found \"20\"");
    row("a list holds something else than strings", toml, "needs = []", "needs = [\"lens\", 1]",
        "exercise.toml:9: `needs`: expected a list of strings, found a list");
    row("a text is blank", toml, "title = \"Changes nothing\"", "title = \" \"",
        "exercise.toml:54: `title`: expected a string, found an empty string");
    row("not TOML at all", toml, "code = \"E05.14\"", "code = ",
        "exercise.toml:5: Error while parsing key-value pair: expected value, saw '\\n'");
    row("a key stands twice", toml, "minutes = 20", "minutes = 20\nminutes = 21",
        "exercise.toml:8: Error while parsing key-value pair: cannot redefine existing integer "
        "'minutes'");
    row("the format of a later version", toml, "format = 1", "format = 2",
        "exercise.toml:1: `format`: expected 1, found 2: made for another version of Ringside");
    row("an id that is no UUID", toml, "level = \"beginner\"", "id2 = 1\nlevel = \"beginner\"",
        "exercise.toml:6: unknown key `id2`, did you mean `id`?");
    row("a code without lesson", toml, "E05.14", "5.14",
        "exercise.toml:5: `code`: expected a number of the curriculum such as \"E05.1\", found "
        "\"5.14\"");
    row("a level that does not exist", toml, "\"beginner\"", "\"beginers\"",
        "exercise.toml:6: unknown level `beginers`, did you mean `beginner`?");
    row("a need that no machine has", toml, "needs = []", "needs = [\"lense\"]",
        "exercise.toml:9: unknown need `lense`, did you mean `lens`?");
    row("the entry is no name", toml, "entry = \"list_files\"", "entry = \"list files\"",
        "exercise.toml:13: `entry`: expected a Python name, found \"list files\"");
    row("the folder is named otherwise", toml, "entry = \"list_files\"", "entry = \"listFiles2\"",
        "exercise.toml:13: the folder of an exercise is named after its entry: expected folder "
        "`list-files2`, found `list-files`\n"
        "solution.py: expected a definition of the contract's entry `listFiles2`, found none");
    row("a limit that is none", toml, "needs = []", "needs = []\nlimits = { seconds = 3 }",
        "exercise.toml:10: unknown key `seconds`, expected one of: wall_ms, cpu_ms, memory_mb, "
        "output_kb, disk_mb, file_mb, inodes, processes, descriptors in [limits]");
    row("a limit below one", toml, "needs = []", "needs = []\nlimits = { wall_ms = 0 }",
        "exercise.toml:10: `wall_ms`: expected 1 to 600000, found 0");

    row("a case without world", toml, "id = \"plain\"\nworld = \"plain\"", "id = \"plain\"",
        "exercise.toml:17: missing key `world` in [[case]]");
    row("a case in a world that does not exist", toml, "world = \"hostile\"", "world = \"hostil\"",
        "exercise.toml:22: unknown world `hostil`, did you mean `hostile`?");
    row("a case that runs nothing", toml, "call = \"list_files('nowhere')\"", "",
        "exercise.toml:27: a case of a function has a `call` or a `script`, found none");
    row("a case that runs two things", toml, "call = \"list_files('nowhere')\"",
        "call = \"1\"\nscript = \"result = 1\"",
        "exercise.toml:27: a case of a function has a `call` or a `script`, found both");
    row("arguments for a function", toml, "call = \"list_files('nowhere')\"",
        "call = \"1\"\nargv = []",
        "exercise.toml:31: `argv` is for a program, the contract says function");
    row("one seed shows nothing", toml, "call = \"list_files('nowhere')\"",
        "call = \"1\"\nseeds = 1", "exercise.toml:31: `seeds`: expected 2 to 1000, found 1");
    row("a decimal umask", toml, "call = \"list_files('nowhere')\"", "call = \"1\"\numask = \"89\"",
        "exercise.toml:31: `umask`: expected octal text such as \"022\", found \"89\"");
    row("a root above the workspace", toml, "call = \"list_files('nowhere')\"",
        "call = \"1\"\nroot = \"../etc\"",
        "exercise.toml:31: `root`: expected a path below the working directory, found \"../etc\"");
    row("two cases of one name", toml, "id = \"missing\"\nworld", "id = \"hostile\"\nworld",
        "exercise.toml:27: case `hostile` stands on line 22 already\n"
        "exercise.toml:65: unknown case `missing`, expected one of: plain, hostile");

    row("two checks of one name", toml, "id = \"leaves-tree-alone\"", "id = \"names\"",
        "exercise.toml:53: check `names` stands on line 33 already\n…");
    row("a check id with capitals", toml, "id = \"leaves-tree-alone\"", "id = \"LeavesTree\"",
        "exercise.toml:53: `id`: expected small letters, digits and hyphens, found "
        "\"LeavesTree\"\n…");
    row("a check on a case that does not exist", toml, "case = \"missing\"", "case = \"mising\"",
        "exercise.toml:65: unknown case `mising`, did you mean `missing`?");
    row("a check on no case", toml, "case = \"missing\"", "case = []",
        "exercise.toml:65: `case`: expected at least one");
    row("a kind of check that does not exist", toml, "kind = \"unchanged\"", "kind = \"unchnaged\"",
        "exercise.toml:55: unknown kind `unchnaged`, did you mean `unchanged`?");
    row("a setting of another kind", toml, "kind = \"unchanged\"", "kind = \"unchanged\"\nmost = 3",
        "exercise.toml:56: unknown key `most`, expected one of: id, title, case, points, after, "
        "message, gate, group, visibility, kind, paths, except in [[check]]");
    row("an error number that does not exist", toml, "errno = \"ENOENT\"", "errno = \"ENOENTRY\"",
        "exercise.toml:67: `errno`: expected the name of an error number such as \"ENOENT\", found "
        "\"ENOENTRY\"");
    row("two sources of what is expected", toml, "case = \"plain\"\ngroup",
        "case = \"plain\"\nequals = \"[]\"\noracle = \"names\"\ngroup",
        "exercise.toml:39: `equals` and `oracle` exclude each other");
    row("a budget without a bound", toml, "kind = \"unchanged\"",
        "kind = \"budget\"\ncalls = [\"stat\"]",
        "exercise.toml:52: a budget has a `most` or a `least`, found none");
    row("a fault of no kind", toml, "kind = \"unchanged\"",
        "kind = \"survives-fault\"\ncalls = [\"write\"]",
        "exercise.toml:52: a fault has `errnos` or is `short`, found neither");
    row("a field of a tree that does not exist", toml, "kind = \"unchanged\"",
        "kind = \"tree\"\nfields = [\"mtimes\"]",
        "exercise.toml:56: unknown field `mtimes`, did you mean `mtime`?");
    row("two runs that are one", toml, "kind = \"unchanged\"", "kind = \"idempotent\"",
        "exercise.toml:56: case `hostile` needs `again = true`: this check compares two runs");
    row("after a check that does not exist", toml, "after = [\"names\"]", "after = [\"name\"]",
        "exercise.toml:42: unknown check `name`, did you mean `names`? in `after`");
    row("a check that waits for itself", toml, "after = [\"names\"]", "after = [\"hostile-names\"]",
        "exercise.toml:42: checks wait for each other in a circle: hostile-names after "
        "hostile-names");
    row("points that miss the sum", toml, "points = 30", "points = 29",
        "exercise.toml:33: the points of all checks sum to 99, expected 100");
    row("a gate above everything", toml, "points = 20", "points = 20\ngate = 101",
        "exercise.toml:59: `gate`: expected 0 to 100, found 101");
    row("weights that the points do not keep", toml, "needs = []",
        "needs = []\nweights = { visible = 40, adversarial = 30, behaviour = 30 }",
        "exercise.toml:34: the points of group `behaviour` sum to 20, expected 30\n"
        "exercise.toml:34: the points of group `robustness` sum to 10, expected 0");
    row("a visibility that does not exist", toml, "points = 20",
        "points = 20\nvisibility = \"hide\"",
        "exercise.toml:59: unknown visibility `hide`, expected one of: shown, name-only, hidden");

    const char *world = "world.toml";
    row("an entry of no kind", world, "{ dir = \"tree/folder\" }", "{ mode = \"0700\" }",
        "world.toml:5: expected one of these keys: dir, file, link, hard, fifo, socket, fixture, "
        "remove");
    row("an entry of a misspelled kind", world, "{ dir = \"tree/folder\" }",
        "{ dri = \"tree/folder\" }", "world.toml:5: unknown key `dri`, did you mean `dir`?");
    row("an entry of two kinds", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"tree/folder\", fifo = \"x\" }",
        "world.toml:5: an entry is one thing, found both `dir` and `fifo`");
    row("a key of another kind of entry", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"tree/folder\", to = \"x\" }",
        "world.toml:5: unknown key `to`, expected one of: dir, mode, count, mtime in an entry of "
        "kind `dir`");
    row("a mode without quotes", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"tree/folder\", mode = 755 }",
        "world.toml:5: `mode`: expected octal text such as \"0644\", found 755");
    row("a time that is none", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"tree/folder\", mtime = \"2024-13-01T12:00:00Z\" }",
        "world.toml:5: `mtime`: expected a number or a time such as 2024-05-01T12:00:00Z, found "
        "\"2024-13-01T12:00:00Z\"");
    row("a time in quotes is one", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"tree/folder\", mtime = \"2024-05-01T12:00:00Z\" }", "");
    row("a range backwards", world, "\"2..5\"", "\"5..2\"",
        "world.toml:4: `count`: expected an integer or a range such as \"3..6\", found \"5..2\"");
    row("a file with two contents", world, "size = \"0..2000\"", "size = 3, text = \"abc\"",
        "world.toml:4: a file has one content, found `size` and `text`");
    row("a path that leaves the workspace", world, "{ dir = \"tree/folder\" }",
        "{ dir = \"../x\" }", "world.toml:5: path `../x`: expected a path without `..`");
    row("an absolute path", world, "{ dir = \"tree/folder\" }", "{ dir = \"/etc\" }",
        "world.toml:5: path `/etc`: expected a path relative to the working directory, found an "
        "absolute one");
    row("an escape that is cut", world, "caf\\\\xe9", "caf\\\\xe",
        "world.toml:13: path `tree/caf\\xe.txt`: expected \\xNN after a backslash, two hexadecimal "
        "digits");
    row("a placeholder that does not exist", world, "{word}", "{wrod}",
        "world.toml:4: path `tree/{wrod}.txt`: unknown `{wrod}`, expected {word}, {n} or {hex}");
    row("a link to nothing named", world, ", to = \"nowhere\"", "",
        "world.toml:15: missing key `to` in an entry of kind `link`");
    row("a fixture that is not in the catalogue", world, "{ dir = \"tree/folder\" }",
        "{ fixture = \"FX-LOOPS\" }",
        "world.toml:5: unknown fixture `FX-LOOPS`, did you mean `FX-LOOP`?");
    row("a world on top of none", world, "extends = \"plain\"", "extends = \"plane\"",
        "world.toml:9: unknown world `plane`, did you mean `plain`?");
    row("a world on top of itself", world, "extends = \"plain\"", "extends = \"hostile\"",
        "world.toml:9: worlds extend each other in a circle: hostile -> hostile");
    row("an environment of numbers", world, "extends = \"plain\"",
        "extends = \"plain\"\nenv = { PORT = 1 }",
        "world.toml:11: `PORT`: expected a string, found an integer");
    row("a mount without a place", world, "extends = \"plain\"",
        "extends = \"plain\"\nmounts = [ { bytes = 65536 } ]",
        "world.toml:11: missing key `at` in a mount");

    row("a task without parts", "task.md", "", "Write it.\n",
        "task.md: expected one heading `## ` for each part, found none");
    row("a link that leads out of the course", "task.md", "special files", "[special](files.md)",
        "task.md:8: link to `files.md`: expected lesson:ID, exercise:SLUG, question:ID, #PART or "
        "an "
        "https address");
    row("a picture in a task", "task.md", "special files", "![special](files.svg)",
        "task.md:8: a figure stands in a paragraph of its own in lesson.md, found `files.svg` "
        "inside "
        "text");
    row("a hint for a check that does not exist", "hints.md", "when: hostile-names",
        "when: hostile",
        "hints.md:5: unknown check `hostile`, expected one of: names, hostile-names, "
        "leaves-tree-alone, missing-directory in `when`");
    row("a hint without text", "hints.md",
        "There are two functions in `os` that list a directory. One gives names, the other gives "
        "more.\n",
        "", "hints.md:1: hint `Which listing knows what an entry is?` has no text");
    row("a hint too few", "hints.md", "# What does the whole look like?\n", "",
        "hints.md: expected 3 hints, the most general first, found 2");
    row("text before the first hint", "hints.md", "# Which", "Look:\n# Which",
        "hints.md:1: expected a hint's title, a line that starts with `# `");
    row("a comment in a hint's code is no title", "hints.md", "One pass over",
        "```python\n# a comment\n```\nOne pass over", "");

    row("a reference without the entry", "solution.py", "def list_files", "def lists_files",
        "solution.py: expected a definition of the contract's entry `list_files`, found none");
    row("an entry that is called is not defined", "solution.py",
        "def list_files(directory):", "list_files(1)\ndef other(directory):",
        "solution.py: expected a definition of the contract's entry `list_files`, found none");
    row("an entry that is a value is defined", "solution.py",
        "def list_files(directory):", "list_files = len\ndef other(directory):", "");
    row("a longer name is another", "solution.py", "def list_files(", "def list_files2(",
        "solution.py: expected a definition of the contract's entry `list_files`, found none");
    row("an entry that is imported is defined", "solution.py", "def list_files(directory):",
        "from os import listdir as list_files\ndef other(directory):", "");

    row("a wrong solution that fails nothing known", "wrong/skips_hidden.toml",
        "fails = [\"hostile-names\"]", "fails = [\"hostile-name\"]",
        "wrong/skips_hidden.toml:2: unknown check `hostile-name`, did you mean `hostile-names`?");
    row("a wrong solution that fails nothing", "wrong/skips_hidden.toml",
        "fails = [\"hostile-names\"]", "fails = []",
        "wrong/skips_hidden.toml:2: `fails`: expected at least one check");
    row("a wrong solution that fails and passes one check", "wrong/skips_hidden.toml",
        "passes = [\"names\"", "passes = [\"hostile-names\"",
        "wrong/skips_hidden.toml:3: check `hostile-names` stands in `fails` and in `passes`");
    row("a wrong solution that must say nothing", "wrong/skips_hidden.toml", "says = ", "say = ",
        "wrong/skips_hidden.toml:1: missing key `says`\n"
        "wrong/skips_hidden.toml:4: unknown key `say`, did you mean `says`?");
}

void TestExercise::reportsWithFileAndLine()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, error);
    if (before.isEmpty())
        content::write(path(file), after);
    else
        content::replace(path(file), before, after);
    const auto exercise = loadExercise(m_folder);
    const QStringList found
        = exercise ? QStringList() : content::described(exercise.error(), m_folder);
    QString all = found.join(u'\n');
    // "…": mistakes that follow from this one come after it.
    if (error.endsWith(u'…')) {
        error.chop(1);
        QVERIFY(all.size() > error.size());
        all.truncate(error.size());
    }
    QCOMPARE(all, error);
}

void TestExercise::reportsEveryMistakeAtOnce()
{
    content::replace(path(u"exercise.toml"_s), "minutes = 20", "minuts = 20");
    content::replace(path(u"world.toml"_s), "count = \"2..5\"", "coutn = 3");
    content::replace(path(u"wrong/skips_hidden.toml"_s), "idea", "idee");
    content::write(path(u"notes.txt"_s), "mine");
    content::write(path(u"solution.py~"_s), "left by an editor");
    content::write(path(u".task.md.swp"_s), "left by an editor");
    content::write(path(u"judge.py"_s), "def judge(): pass\n");
    content::write(path(u"starter.py"_s), " \n");
    content::write(path(u"task.md"_s), "## The task\ncaf\xe9\n");
    QVERIFY(QFile::remove(path(u"wrong/writes_a_log.py"_s)));
    QVERIFY(QFile::remove(path(u"hints.md"_s)));
    const auto exercise = loadExercise(m_folder);
    QVERIFY(!exercise);
    const QStringList expected{
        u"exercise.toml:1: missing key `minutes`"_s,
        u"exercise.toml:7: unknown key `minuts`, did you mean `minutes`?"_s,
        u"world.toml:4: unknown key `coutn`, did you mean `count`? in an entry of kind `file`"_s,
        u"task.md:2: is not UTF-8"_s,
        u"hints.md: cannot be read: No such file or directory (ENOENT)"_s,
        u"starter.py: is empty"_s,
        u"wrong/skips_hidden.toml:1: missing key `idea`"_s,
        u"wrong/skips_hidden.toml:1: unknown key `idee`, did you mean `idea`?"_s,
        u"wrong/writes_a_log.toml: expected `writes_a_log.py` beside it, found none"_s,
        u"judge.py: is a stray file: nothing reads it"_s,
        u"notes.txt: is a stray file: nothing reads it"_s,
    };
    QCOMPARE(content::described(exercise.error(), m_folder), expected);
}

void TestExercise::followsNoLinkAndWaitsForNoPipe()
{
    QVERIFY(QFile::remove(path(u"task.md"_s)));
    QVERIFY(QFile::link(u"/etc/passwd"_s, path(u"task.md"_s)));
    QVERIFY(QFile::remove(path(u"hints.md"_s)));
    QCOMPARE(::mkfifo(qPrintable(path(u"hints.md"_s)), 0600), 0);
    content::write(path(u"starter.py"_s), QByteArray((1 << 20) + 1, '#'));
    content::write(path(u"solution.py"_s), "def list_files(directory):\r\n    return 1\r\n");
    content::write(path(u"wrong/skips_hidden.py"_s), "\xef\xbb\xbfimport os\n");
    content::write(path(u"wrong/lists_everything.py"_s), "import os\nx = '\0'\n"_ba);
    const auto exercise = loadExercise(m_folder);
    QVERIFY(!exercise);
    const QStringList expected{
        u"task.md: cannot be read: Too many levels of symbolic links (ELOOP)"_s,
        u"hints.md: is not a regular file"_s,
        u"starter.py: has 1048577 bytes, expected 1048576 at most"_s,
        u"solution.py:1: holds a carriage return, expected lines that end with LF alone"_s,
        u"wrong/lists_everything.py:2: holds a NUL byte, expected text"_s,
        u"wrong/skips_hidden.py:1: starts with a byte order mark, expected plain UTF-8"_s,
    };
    QCOMPARE(content::described(exercise.error(), m_folder), expected);
}

void TestExercise::asksForTheJudgesFunctions()
{
    content::replace(path(u"exercise.toml"_s), "kind = \"unchanged\"", "kind = \"judge\"");
    const auto found = [this] {
        const auto exercise = loadExercise(m_folder);
        return exercise ? QStringList{exercise->judge}
                        : content::described(exercise.error(), m_folder);
    };
    QCOMPARE(
        found(), QStringList{u"judge.py: cannot be read: No such file or directory (ENOENT)"_s});
    content::write(path(u"judge.py"_s), "def leaves_tree(run): pass\n");
    QCOMPARE(found(),
        QStringList{u"judge.py: expected a function `leaves_tree_alone` for the check "
                    "`leaves-tree-alone`, found none"_s});
    content::write(path(u"judge.py"_s), "def leaves_tree_alone(run): pass\n");
    QCOMPARE(found(), QStringList{u"def leaves_tree_alone(run): pass\n"_s});
}

void TestExercise::spellsEveryKind()
{
    for (int kind = 0; kind <= int(CheckKind::Judge); ++kind)
        QVERIFY(checkKindFromString(toString(CheckKind(kind))) == CheckKind(kind));
    QCOMPARE(toString(CheckKind::SurvivesKill), u"survives-kill"_s);
    QCOMPARE(toString(CheckKind::DescriptorsClosed), u"descriptors-closed"_s);
    QVERIFY(!checkKindFromString(u"survives"));
}

QTEST_GUILESS_MAIN(TestExercise)
#include "tst_exercise.moc"
