#include "desktop/lesson/markdown.h"
#include "desktop/lesson/readercontent.h"

#include <QTest>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

QString kindOf(const markdown::Block &block);

QString kindsOf(const std::vector<markdown::Block> &blocks)
{
    QStringList kinds;
    for (const markdown::Block &block : blocks)
        kinds.append(kindOf(block));
    return kinds.join(u' ');
}

QString kindOf(const markdown::Block &block)
{
    if (const auto *text = std::get_if<markdown::Text>(&block.content)) {
        switch (text->kind) {
        case markdown::Text::Kind::Heading: return u"h%1"_s.arg(text->level);
        case markdown::Text::Kind::Paragraph: return u"p"_s;
        case markdown::Text::Kind::List: return u"list"_s;
        case markdown::Text::Kind::Table: return u"table"_s;
        case markdown::Text::Kind::Rule: return u"rule"_s;
        }
    }
    if (const auto *fence = std::get_if<markdown::Fence>(&block.content))
        return u"code:"_s + fence->language;
    const auto &quote = std::get<markdown::Quote>(block.content);
    return u"quote:%1(%2)"_s.arg(quote.kind, kindsOf(quote.blocks));
}

course::Lesson lessonOf(QList<course::Block> blocks)
{
    course::Lesson lesson;
    lesson.id = u"l"_s;
    lesson.title = u"Title"_s;
    lesson.blocks = std::move(blocks);
    return lesson;
}

course::Block heading(int level, const QString &text, const QString &anchor)
{
    return {0, course::Heading{level, text, anchor}};
}

} // namespace

class TestMarkdown : public QObject
{
    Q_OBJECT

private slots:
    void blocksAreTold_data();
    void blocksAreTold();
    void inlineMarkup_data();
    void inlineMarkup();
    void plainTextHasNoMarkup();
    void partsBeginAtSecondLevelHeadings();
    void aPartIsAPageOfItsOwn();
    void anchorsNameParts_data();
    void anchorsNameParts();
};

void TestMarkdown::blocksAreTold_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("kinds");
    QTest::newRow("nothing") << u""_s << u""_s;
    QTest::newRow("paragraphs") << u"a\n\nb"_s << u"p p"_s;
    QTest::newRow("headings") << u"# a\n### b"_s << u"h1 h3"_s;
    QTest::newRow("a nested list is one block") << u"- a\n  - b\n- c\n\np"_s << u"list p"_s;
    QTest::newRow("a list of paragraphs is one block") << u"1. a\n\n   b\n\n2. c"_s << u"list"_s;
    QTest::newRow("code in a list stays in it") << u"- a\n\n  ```\n  x\n  ```"_s << u"list"_s;
    QTest::newRow("a table") << u"| a | b |\n|---|---|\n| c | d |"_s << u"table"_s;
    QTest::newRow("code with its language") << u"```python\nx\n```"_s << u"code:python"_s;
    QTest::newRow("a rule") << u"a\n\n---\n\nb"_s << u"p rule p"_s;
    QTest::newRow("a quotation") << u"> a\n>\n> b"_s << u"quote:(p p)"_s;
    QTest::newRow("a callout") << u"> [!TIP]\n> a"_s << u"quote:tip(p)"_s;
    QTest::newRow("a callout of one word") << u"> [!WARNING]"_s << u"quote:warning()"_s;
    QTest::newRow("a callout with code") << u"> [!NOTE]\n> a\n>\n> ```\n> x\n> ```"_s
                                         << u"quote:note(p code:)"_s;
    QTest::newRow("raw HTML is text") << u"<div onclick=x>a</div>"_s << u"p"_s;
}

void TestMarkdown::blocksAreTold()
{
    QFETCH(QString, source);
    QFETCH(QString, kinds);
    QCOMPARE(kindsOf(markdown::parse(source)), kinds);
}

void TestMarkdown::inlineMarkup_data()
{
    QTest::addColumn<QString>("source");
    QTest::addColumn<QString>("html");
    QTest::newRow("code") << u"a `b<c`"_s << u"a <code>b&lt;c</code>"_s;
    QTest::newRow("stress") << u"*a* **b** ~~c~~"_s << u"<em>a</em> <strong>b</strong> <s>c</s>"_s;
    QTest::newRow("a link") << u"[a](lesson:x#P1)"_s << u"<a href=\"lesson:x#P1\">a</a>"_s;
    QTest::newRow("a link cannot break out") << u"[a](<x\"y>)"_s << u"<a href=\"x&quot;y\">a</a>"_s;
    QTest::newRow("tags are text") << u"<script>alert(1)</script>"_s
                                   << u"&lt;script&gt;alert(1)&lt;/script&gt;"_s;
    const QString table = u"<table width=\"100%\" cellspacing=\"0\"><tr><th align=\"left\">a</th></tr>"
                          "<tr><td align=\"left\">%1</td></tr></table>"_s;
    QTest::newRow("a bar in a table") << u"| a |\n|---|\n| b \\| c |"_s << table.arg(u"b | c");
    QTest::newRow("a bar in the code of a table") << u"| a |\n|---|\n| `b \\| c` |"_s
                                                  << table.arg(u"<code>b | c</code>");
    QTest::newRow("a backslash in code") << u"`b \\| c`"_s << u"<code>b \\| c</code>"_s;
    QTest::newRow("entities are kept") << u"a &amp; b"_s << u"a &amp; b"_s;
}

void TestMarkdown::inlineMarkup()
{
    QFETCH(QString, source);
    QFETCH(QString, html);
    QCOMPARE(markdown::inlineHtml(source), html);
}

void TestMarkdown::plainTextHasNoMarkup()
{
    QCOMPARE(markdown::plainText(u"`os.walk`, and *what* it <does>"_s), u"os.walk, and what it <does>"_s);
}

void TestMarkdown::partsBeginAtSecondLevelHeadings()
{
    const course::Lesson lesson = lessonOf({heading(1, u"Hook"_s, u"hook"_s), {0, course::Prose{u"a"_s}},
        heading(2, u"`os` first"_s, u"P0"_s), {0, course::Prose{u"b"_s}}, heading(3, u"Inside"_s, u"inside"_s),
        heading(2, u"Second"_s, u"P1"_s)});
    const QList<LessonPart> parts = partsOf(lesson);
    QCOMPARE(parts.size(), 3);
    QCOMPARE(parts[0].anchor, u"hook"_s);
    QCOMPARE(parts[0].title, u"Hook"_s);
    QCOMPARE(parts[0].blockCount, 2);
    QCOMPARE(parts[1].title, u"os first"_s);
    QCOMPARE(parts[1].firstBlock, 2);
    QCOMPARE(parts[1].blockCount, 3);
    QCOMPARE(parts[2].blockCount, 1);
    QVERIFY(partsOf(lessonOf({})).isEmpty());
    QCOMPARE(partsOf(lessonOf({{0, course::Prose{u"a"_s}}})).first().title, u"Title"_s);
}

void TestMarkdown::aPartIsAPageOfItsOwn()
{
    const course::Lesson lesson = lessonOf({heading(1, u"Hook"_s, u"hook"_s), heading(2, u"Part"_s, u"P0"_s),
        {0, course::Prose{u"a\n\nb"_s}}, {0, course::Callout{course::CalloutKind::Danger, u"c"_s}},
        heading(3, u"Inside"_s, u"in"_s), {0, course::Example{.language = u"python"_s, .code = u"x"_s}}});
    const ReaderBlocks page = readPart(lesson, partsOf(lesson)[1]);
    QCOMPARE(page.size(), 6U);
    QCOMPARE(std::get<HeadingContent>(page[0].content).level, 1);
    QCOMPARE(std::get<HeadingContent>(page[0].content).anchor, u"P0"_s);
    QCOMPARE(std::get<markdown::Text>(page[2].content).html, u"b"_s);
    QCOMPARE(std::get<std::shared_ptr<CalloutContent>>(page[3].content)->kind, CalloutContent::Kind::Danger);
    QCOMPARE(std::get<HeadingContent>(page[4].content).level, 2);
    QCOMPARE(std::get<ExampleContent>(page[5].content).block, 5); // in the lesson, not on the page
}

void TestMarkdown::anchorsNameParts_data()
{
    QTest::addColumn<QString>("anchor");
    QTest::addColumn<int>("part");
    QTest::newRow("of a part") << u"P0"_s << 1;
    QTest::newRow("of a heading inside") << u"in"_s << 1;
    QTest::newRow("of the hook") << u"hook"_s << 0;
    QTest::newRow("of nothing") << u"P9"_s << -1;
}

void TestMarkdown::anchorsNameParts()
{
    QFETCH(QString, anchor);
    QFETCH(int, part);
    const course::Lesson lesson = lessonOf({heading(1, u"Hook"_s, u"hook"_s), heading(2, u"Part"_s, u"P0"_s),
        heading(3, u"Inside"_s, u"in"_s)});
    QCOMPARE(partWithAnchor(lesson, anchor), part);
}

QTEST_MAIN(TestMarkdown)
#include "tst_markdown.moc"
