#include "content.h"
#include "course/lesson.h"

using namespace ringside;
using namespace ringside::course;
using namespace Qt::StringLiterals;

// A lesson with one block of every kind. The rows below bend it in one place each.
static const char *const goodLesson = R"md(+++
id = "os-module"
number = 5
title = "The os module"
subtitle = "From calls to system calls"
level = "foundation"
minutes = 30
prerequisites = ["reading-files"]
outcomes = ["choose between os and pathlib"]
covers = ["L05.P0", "C14", "Q05.1", "E05.1"]
+++
<!-- A comment for authors
with two lines. -->
# A key in the open

Prose with a [link](#P3) and `code ![not](an.image)`.

- a list
  ```text
  # not a heading
  ```
- its end

## Listing {#P3}

> [!TIP]
> Paths are
>
> for pathlib.

![A directory as two columns](columns.svg "Names and inodes")

```python run world=plain file=list.py
print(1)
```

```output match=glob
1*
```
```error
ValueError: no
```
```calls
openat  "my notes.txt"  O_RDONLY

close
```

### Inside the part

```python run continue
print(2)
```

```python clinic
# expect: prints nothing
print(3)
```

The repair:

```python fixed run
pass
```

~~~~text
```
shown
~~~~

```quiz
question = "What does it print? See [here](#P3)."
code = "print('/etc')"
[[option]]
text = "`/etc`"
prints = "/etc"
why = "It starts over."
[[option]]
text = "`/srv/etc`"
prints = "/srv/etc"
misconception = "join concatenates"
why = "It does not."
```

## Listing
| a | b |
|---|---|
| 1 | 2 |
)md";

static const char *const goodQuestions = R"([[question]]
id = "Q05.1"
level = "junior"
prompt = "What is the difference?"
key_points = [
  { text = "names and entries", words = ["DirEntry"] },
  { text = "one more", essential = false },
]
wrong = [ { belief = "sizes are free", why = "they are not", words = ["free"] } ]
follow_up = { prompt = "And on Windows?", answer = "They come along." }
lesson_part = "P3"
)";

class TestLesson : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void readsEveryKindOfBlock();
    void readsFrontMatterAndQuestions();
    void reportsWithFileAndLine_data();
    void reportsWithFileAndLine();

private:
    [[nodiscard]] QString path(const QString &name) const { return m_folder + u'/' + name; }
    Lesson load();

    std::unique_ptr<QTemporaryDir> m_root;
    QString m_folder;
};

void TestLesson::init()
{
    m_root = std::make_unique<QTemporaryDir>();
    QVERIFY(m_root->isValid());
    m_folder = m_root->filePath(u"05-os-module"_s);
    content::write(path(u"lesson.md"_s), goodLesson);
    content::write(path(u"questions.toml"_s), goodQuestions);
    content::write(path(u"worlds.toml"_s), "[plain]\nentries = [ { dir = \"tree\" } ]\n");
    content::write(path(u"columns.svg"_s), "<svg/>");
}

Lesson TestLesson::load()
{
    const auto lesson = loadLesson(m_folder);
    if (!lesson)
        qFatal("%s", qPrintable(content::described(lesson.error(), m_folder).join(u'\n')));
    return *lesson;
}

/// One line for each block: where it begins, what it is.
static QString outline(const Block &block)
{
    struct
    {
        QString operator()(const Heading &heading) const
        {
            return u"heading %1 %2 #%3"_s.arg(heading.level).arg(heading.text, heading.anchor);
        }
        QString operator()(const Prose &prose) const
        {
            return u"prose of %1 lines"_s.arg(prose.markdown.count(u'\n'));
        }
        QString operator()(const Callout &callout) const
        {
            return u"callout %1 of %2 lines"_s.arg(int(callout.kind))
                .arg(callout.markdown.count(u'\n'));
        }
        QString operator()(const Figure &figure) const
        {
            return u"figure %1 | %2"_s.arg(figure.alternative, figure.caption);
        }
        QString operator()(const Example &example) const
        {
            return u"%1%2%3%4%5"_s.arg(example.language, example.run ? u" run"_s : QString(),
                example.continues ? u" continue"_s : QString(),
                example.clinic ? u" clinic"_s : QString(), example.fixed ? u" fixed"_s : QString());
        }
        QString operator()(const Quiz &quiz) const
        {
            return u"quiz of %1 options"_s.arg(quiz.options.size());
        }
    } describeContent;
    return u"%1: "_s.arg(block.line) + std::visit(describeContent, block.content);
}

void TestLesson::readsEveryKindOfBlock()
{
    const Lesson lesson = load();
    QStringList found;
    for (const Block &block : lesson.blocks)
        found.append(outline(block));
    const QStringList expected{
        u"14: heading 1 A key in the open #a-key-in-the-open"_s,
        u"16: prose of 7 lines"_s,
        u"24: heading 2 Listing #P3"_s,
        u"26: callout 0 of 3 lines"_s,
        u"31: figure A directory as two columns | Names and inodes"_s,
        u"33: python run"_s,
        u"49: heading 3 Inside the part #inside-the-part"_s,
        u"51: python run continue"_s,
        u"55: python clinic"_s,
        u"60: prose of 1 lines"_s,
        u"62: python run fixed"_s,
        u"66: text"_s,
        u"71: quiz of 2 options"_s,
        u"85: heading 2 Listing #listing"_s,
        u"86: prose of 3 lines"_s,
    };
    QCOMPARE(found, expected);

    const auto &example = std::get<Example>(lesson.blocks.at(5).content);
    QCOMPARE(example.code, u"print(1)\n"_s);
    QCOMPARE(example.file, u"list.py"_s);
    QCOMPARE(example.world, u"plain"_s);
    QCOMPARE(example.output, u"1*\n"_s);
    QCOMPARE(example.match, OutputMatch::Glob);
    QCOMPARE(example.error, u"ValueError: no"_s);
    QCOMPARE(example.calls.size(), 2);
    QCOMPARE(example.calls.at(0).fields, (QStringList{u"my notes.txt"_s, u"O_RDONLY"_s}));
    QCOMPARE(example.calls.at(1).name, u"close"_s);
    QCOMPARE(example.calls.at(1).line, 46);
    QCOMPARE(
        std::get<Callout>(lesson.blocks.at(3).content).markdown, u"Paths are\n\nfor pathlib.\n"_s);
    QCOMPARE(std::get<Figure>(lesson.blocks.at(4).content).file, path(u"columns.svg"_s));
    QCOMPARE(std::get<Example>(lesson.blocks.at(11).content).code, u"```\nshown\n"_s);
    const auto &quiz = std::get<Quiz>(lesson.blocks.at(12).content);
    QCOMPARE(quiz.options.at(0).prints, u"/etc"_s);
    QCOMPARE(quiz.options.at(1).misconception, u"join concatenates"_s);
}

void TestLesson::readsFrontMatterAndQuestions()
{
    const Lesson lesson = load();
    QCOMPARE(lesson.id, u"os-module"_s);
    QCOMPARE(lesson.number, 5);
    QCOMPARE(lesson.level, u"foundation"_s);
    QCOMPARE(lesson.prerequisites, QStringList{u"reading-files"_s});
    QCOMPARE(lesson.covers.size(), 4);
    QCOMPARE(lesson.worlds.size(), 1);
    QCOMPARE(lesson.questions.size(), 1);
    const Question &question = lesson.questions.first();
    QCOMPARE(question.level, QuestionLevel::Junior);
    QCOMPARE(question.keyPoints.size(), 2);
    QVERIFY(question.keyPoints.at(0).essential);
    QVERIFY(!question.keyPoints.at(1).essential);
    QCOMPARE(question.wrong.first().words, QStringList{u"free"_s});
    QCOMPARE(question.followUpAnswer, u"They come along."_s);
    QCOMPARE(question.lesson, u"os-module"_s);
    QCOMPARE(question.part, u"P3"_s);
}

void TestLesson::reportsWithFileAndLine_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QString>("error");
    const auto row = [](const char *name, const QByteArray &before, const QByteArray &after,
                         const char *error, const char *file = "lesson.md") {
        QTest::newRow(name) << QString::fromUtf8(file) << before << after
                            << QString::fromUtf8(error);
    };

    row("no front matter", "+++\nid", "id",
        "lesson.md:1: expected front matter: TOML between two lines `+++`\n…");
    row("front matter that is not TOML", "number = 5", "number = five",
        "lesson.md:3: Error while parsing boolean: expected 'false', saw 'fi'");
    row("a misspelled key in front matter", "subtitle", "subtile",
        "lesson.md:2: missing key `subtitle` in the front matter\n"
        "lesson.md:5: unknown key `subtile`, did you mean `subtitle`? in the front matter");
    row("a level of exercises", "\"foundation\"", "\"beginner\"",
        "lesson.md:6: unknown level `beginner`, expected one of: foundation, mid, engineering");
    row("the folder has another number", "number = 5", "number = 6",
        "lesson.md:2: a lesson's folder has its number and id: expected folder `06-os-module`, "
        "found "
        "`05-os-module`\n"
        "questions.toml:2: question `Q05.1` stands in lesson 6");
    row("a lesson that covers something unknown", "\"C14\"", "\"CK-T\"",
        "lesson.md:10: `covers`: expected pieces such as L05.P4, C14, Q05.1 or E05.1, found "
        "\"CK-T\"");
    row("no outcomes", "[\"choose between os and pathlib\"]", "[]",
        "lesson.md:9: `outcomes`: expected at least one");

    row("a comment that never ends", "two lines. -->", "two lines.",
        "lesson.md:12: this comment is never closed\n…");
    row("no title", "# A key in the open", "",
        "lesson.md: expected one heading `# `, the title of the hook, found 0");
    row("two titles", "## Listing\n|", "# Listing\n|",
        "lesson.md:85: the `# ` heading comes before every part\n"
        "lesson.md: expected one heading `# `, the title of the hook, found 2");
    row("a heading of the fourth level", "### Inside the part", "#### Inside the part",
        "lesson.md:49: a lesson has three levels of headings, found level 4");
    row("a small heading outside of every part", "# A key in the open\n",
        "# A key\n### In the open\n",
        "lesson.md:15: a `### ` heading stands inside a part, found before the first `## `");
    row("a heading without text", "### Inside the part", "###",
        "lesson.md:49: a heading without text");
    row("an anchor that stands twice", "### Inside the part", "### Inside the part {#P3}",
        "lesson.md:49: anchor `P3` stands on an earlier heading already");
    row("an anchor with a blank is text", "### Inside the part", "### Inside {#the part}", "");
    row("a heading by underlining", "The repair:\n", "The repair:\n---\n",
        "lesson.md:61: write a heading with `#`; a line across has empty lines around it");
    row("an indented heading", "The repair:", " ## The repair",
        "lesson.md:60: a heading begins in the first column");

    row("a link to a file", "](#P3) and", "](notes.md) and",
        "lesson.md:16: link to `notes.md`: expected lesson:ID, exercise:SLUG, question:ID, #PART "
        "or an "
        "https address");
    row("a link to an address is fine", "](#P3) and", "](https://man7.org/) and", "");
    row("a link that names no exercise", "](#P3) and", "](exercise:) and",
        "lesson.md:16: link to `exercise:`: expected lesson:ID, exercise:SLUG, question:ID, #PART "
        "or an "
        "https address");
    row("a link in the third line of a paragraph", "The repair:", "The\nrepair\n[x](y)",
        "lesson.md:62: link to `y`: expected lesson:ID, exercise:SLUG, question:ID, #PART or an "
        "https "
        "address");
    row("a link in a quiz", "See [here](#P3)", "See [here](there)",
        "lesson.md:72: link to `there`: expected lesson:ID, exercise:SLUG, question:ID, #PART or "
        "an "
        "https address");
    row("a link that is defined elsewhere", "The repair:", "[repair]: https://example.org",
        "lesson.md:60: write the address of a link in its place: definitions are not read");

    row("a callout of a kind GitHub has", "[!TIP]", "[!IMPORTANT]",
        "lesson.md:26: unknown callout `IMPORTANT`, expected one of: TIP, NOTE, WARNING, DANGER");
    row("a callout in small letters", "[!TIP]", "[!tip]",
        "lesson.md:26: unknown callout `tip`, expected one of: TIP, NOTE, WARNING, DANGER");
    row("a callout that begins at once", "[!TIP]", "[!TIP] Do this.",
        "lesson.md:26: the text of a callout begins on the next line");
    row("a callout without text", "> Paths are\n>\n> for pathlib.\n", "",
        "lesson.md:26: a callout without text");
    row("text right below a callout", "> for pathlib.\n", "> for pathlib.\nMore.\n",
        "lesson.md:30: expected an empty line after a callout");
    row("a run inside a callout", "> Paths are\n", "> ```python run\n> ```\n",
        "lesson.md:27: a block that is run or compared begins in the first column, outside of "
        "lists "
        "and quotations");

    row("a figure that is not there", "](columns.svg \"Names", "](column.svg \"Names",
        "lesson.md:31: figure `column.svg` is not in the lesson's folder\n"
        "columns.svg: is a stray file: nothing reads it");
    row("a figure of another folder", "](columns.svg \"Names", "](../columns.svg \"Names",
        "lesson.md:31: figure `../columns.svg`: expected the name of an SVG file beside lesson.md");
    row("a figure for those who see alone", "![A directory as two columns]", "![]",
        "lesson.md:31: a figure has a text alternative for those who cannot see it");
    row("a figure inside a sentence", "The repair:", "See ![x](columns.svg).",
        "lesson.md:60: a figure stands in a paragraph of its own in lesson.md, found `columns.svg` "
        "inside text");

    row("a fence that never ends", "~~~~\n\n```quiz", "~~~\n\n```quiz",
        "lesson.md:66: this fence is never closed");
    row("a fence without a language", "```python run continue", "```",
        "lesson.md:51: a fence names its language, expected ```text for none");
    row("a misspelled language", "```python run continue", "```pyhton run continue",
        "lesson.md:51: unknown language `pyhton`, did you mean `python`?");
    row("a misspelled word", "```python run continue", "```python run continues",
        "lesson.md:51: unknown word `continues`, did you mean `continue`?");
    row("a misspelled key", "world=plain", "wordl=plain",
        "lesson.md:33: unknown key `wordl`, did you mean `world`?");
    row("a key without a value", "world=plain",
        "world=", "lesson.md:33: `world=`: expected a value");
    row("a key twice", "world=plain", "world=plain world=plain",
        "lesson.md:33: `world=` stands twice");
    row("a shown block that runs", "~~~~text", "~~~~text run",
        "lesson.md:66: unknown word `run`, expected none");
    row("a world that does not exist", "world=plain", "world=plane",
        "lesson.md:33: unknown world `plane`, did you mean `plain`? in worlds.toml");
    row("a file above the workspace", "file=list.py", "file=../list.py",
        "lesson.md:33: `file=`: expected a path below the working directory");
    row("a block without code", "```python run continue\nprint(2)\n", "```python run continue\n",
        "lesson.md:51: a block without code");
    row("a continuation that does not run", "```python run continue", "```python continue",
        "lesson.md:51: `continue`, `fixed` and `world=` go with `run`");
    row("a continuation in a new world", "```python run continue",
        "```python run continue world=plain",
        "lesson.md:51: `continue` starts in the tree that was left, `world=` in a new one");
    row("a continuation of nothing", "```python run world=plain", "```python run continue",
        "lesson.md:33: `continue` follows an example that runs, found none");
    row("an indented example", "```python run continue\nprint(2)\n```",
        " ```python run continue\n print(2)\n ```",
        "lesson.md:51: a block that is run or compared begins in the first column, outside of "
        "lists "
        "and quotations");
    row("an example in a list", "  ```text\n", "  ```python run\n",
        "lesson.md:19: a block that is run or compared begins in the first column, outside of "
        "lists "
        "and quotations");

    row("a clinic that does not say what should happen", "# expect: prints nothing\n", "",
        "lesson.md:55: a clinic says what should happen in a line `# expect: …`");
    row("a clinic without its repair", "```python fixed run", "```python run",
        "lesson.md:55: a clinic is followed by ```python fixed run, found none");
    row("a repair of nothing", "```python clinic", "```python",
        "lesson.md:62: `fixed` follows the clinic it repairs, found none");
    row("broken and repaired at once", "```python clinic", "```python clinic fixed run",
        "lesson.md:55: `clinic` is broken code, `fixed` its repair: expected one of them");

    row("output of nothing", "The repair:\n", "The repair:\n\n```output\n1\n```\n",
        "lesson.md:62: `output` stands directly after the example that runs, found none");
    row("output of code that does not run",
        "```python clinic\n# expect: prints nothing\nprint(3)\n```\n",
        "```python\nprint(3)\n```\n```output\n3\n```\n",
        "lesson.md:58: `output` stands directly after the example that runs, found none\n"
        "lesson.md:64: `fixed` follows the clinic it repairs, found none");
    row("two outputs", "```error\nValueError: no\n```", "```output\n1\n```",
        "lesson.md:40: this example has an `output` already");
    row("a way to match that does not exist", "match=glob", "match=regex",
        "lesson.md:37: unknown match `regex`, expected one of: exact, glob, lines");
    row("an error of two lines", "ValueError: no\n", "Traceback\nValueError: no\n",
        "lesson.md:40: `error` is the last line of the traceback: expected one line");
    row("no calls", "openat  \"my notes.txt\"  O_RDONLY\n\nclose\n", "\n",
        "lesson.md:43: `calls` names at least one system call, found none");
    row("a call with brackets", "\nclose\n", "\nclose(3)\n",
        "lesson.md:46: expected the name of a system call, found `close(3)`");

    row("a quiz that is not TOML", "code = \"print('/etc')\"", "code = print('/etc')",
        "lesson.md:73: Error while parsing value: could not determine value type");
    row("a misspelled key in a quiz", "why = \"It does not.\"", "wy = \"It does not.\"",
        "lesson.md:78: missing key `why` in an option\n"
        "lesson.md:82: unknown key `wy`, did you mean `why`? in an option");
    row("a wrong option without its misconception", "misconception = \"join concatenates\"\n", "",
        "lesson.md:71: one option is right and has no `misconception`, every other has one: found "
        "2 "
        "without");
    row("no right option", "prints = \"/etc\"\n", "prints = \"/etc\"\nmisconception = \"x\"\n",
        "lesson.md:71: one option is right and has no `misconception`, every other has one: found "
        "0 "
        "without");
    row("a right option that a run should decide", "prints = \"/etc\"\n",
        "prints = \"/etc\"\nright = true\n",
        "lesson.md:77: the run of the code decides what is right: expected `prints`, found "
        "`right`");
    row("an option that says not what it prints", "prints = \"/srv/etc\"\n", "",
        "lesson.md:78: missing key `prints`: what the code prints if this option is right");
    row("two options that print the same", "prints = \"/srv/etc\"", "prints = \"/etc\\n\"",
        "lesson.md:71: two options print `/etc`: only one can be right");
    row("a quiz without code and proof", "code = \"print('/etc')\"\n", "",
        "lesson.md:75: `prints` goes with `code`, found none\n"
        "lesson.md:79: `prints` goes with `code`, found none\n"
        "lesson.md:71: a quiz without code has one option `right = true`, found 0\n"
        "lesson.md:71: a quiz without code says in `documented` where the fact is from");
    row("one option is no choice",
        "[[option]]\ntext = \"`/srv/etc`\"\nprints = \"/srv/etc\"\nmisconception = \"join "
        "concatenates\"\nwhy = \"It does not.\"\n",
        "", "lesson.md:71: a quiz has at least two options, found 1");
    row("a quiz in a world that does not exist", "code = \"print('/etc')\"",
        "world = \"none\"\ncode = \"print('/etc')\"",
        "lesson.md:71: unknown world `none`, expected one of: plain in worlds.toml");

    const char *questions = "questions.toml";
    row("a question of another lesson", "Q05.1", "Q06.1",
        "questions.toml:2: question `Q06.1` stands in lesson 5", questions);
    row("a question with a number that is none", "Q05.1", "5.1",
        "questions.toml:2: `id`: expected a number such as \"Q05.1\", found \"5.1\"", questions);
    row("a question in a part that does not exist", "\"P3\"", "\"P4\"",
        "questions.toml:11: unknown part `P4`, did you mean `P3`?", questions);
    row("a question without anything essential", "text = \"names and entries\",",
        "text = \"names and entries\", essential = false,",
        "questions.toml:5: at least one key point is essential, found none", questions);
    row("a key point without text", "{ text = \"one more\",", "{ txt = \"one more\",",
        "questions.toml:7: missing key `text` in a key point\n"
        "questions.toml:7: unknown key `txt`, did you mean `text`? in a key point",
        questions);
    row("two questions of one number", "lesson_part = \"P3\"\n",
        "[[question]]\nid = \"Q05.1\"\nlevel = \"mid\"\nprompt = \"?\"\nkey_points = [{ text = "
        "\"x\" }]\n",
        "questions.toml:11: question `Q05.1` stands in this file already", questions);
    row("a world with a mistake", "dir", "dri",
        "worlds.toml:2: unknown key `dri`, did you mean `dir`?", "worlds.toml");
    row("a stray file", "", "x", "notes.txt: is a stray file: nothing reads it", "notes.txt");
}

void TestLesson::reportsWithFileAndLine()
{
    QFETCH(QString, file);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QString, error);
    if (before.isEmpty())
        content::write(path(file), after);
    else
        content::replace(path(file), before, after);
    const auto lesson = loadLesson(m_folder);
    QString found = lesson ? QString() : content::described(lesson.error(), m_folder).join(u'\n');
    // "…": mistakes that follow from this one come after it.
    if (error.endsWith(u'…')) {
        error.chop(1);
        QVERIFY2(found.size() > error.size(), qPrintable(found));
        found.truncate(error.size());
    }
    QCOMPARE(found, error);
}

QTEST_GUILESS_MAIN(TestLesson)
#include "tst_lesson.moc"
