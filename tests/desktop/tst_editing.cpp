#include "desktop/widgets/codeediting.h"

#include <QTest>
#include <QTextBlock>
#include <QTextDocument>

#include <algorithm>
#include <functional>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

// Texts are written with the cursor as | and, where something is selected, its other end as ^.
namespace {

struct Marked
{
    QTextDocument document;
    QTextCursor cursor;

    explicit Marked(QString text)
    {
        qsizetype position = text.indexOf(u'|');
        qsizetype anchor = text.indexOf(u'^');
        text.remove(u'|').remove(u'^');
        if (anchor >= 0 && anchor < position)
            --position;
        else if (anchor > position)
            --anchor;
        document.setPlainText(text);
        cursor = QTextCursor(&document);
        cursor.setPosition(int(anchor < 0 ? position : anchor));
        cursor.setPosition(int(position), QTextCursor::KeepAnchor);
    }

    [[nodiscard]] QString text() const { return document.toPlainText(); }
    [[nodiscard]] QString marked(const QTextCursor &at) const
    {
        QString shown = text();
        const auto [first, second] = std::minmax(
            {std::pair(at.position(), u'|'), std::pair(at.anchor(), u'^')});
        if (at.hasSelection())
            shown.insert(second.first, QChar(second.second));
        else
            return shown.insert(at.position(), u'|');
        return shown.insert(first.first, QChar(first.second));
    }
};

} // namespace

class TestEditing : public QObject
{
    Q_OBJECT

private slots:
    void commentsLines_data();
    void commentsLines();
    void indentsLines_data();
    void indentsLines();
    void movesLines_data();
    void movesLines();
    void duplicatesLines_data();
    void duplicatesLines();
    void breaksLines_data();
    void breaksLines();
    void takesBackIndentation_data();
    void takesBackIndentation();
    void goesHome_data();
    void goesHome();
    void findsBrackets_data();
    void findsBrackets();
    void foldsByIndentation_data();
    void foldsByIndentation();
    void revealsWhatIsFolded();
    void findsAllMatches_data();
    void findsAllMatches();
    void everyEditIsOneUndo();
};

void TestEditing::commentsLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("one line") << u"a =| 1"_s << u"# a = 1"_s;
    QTest::newRow("an indented line keeps its indentation") << u"    a| = 1"_s << u"    # a = 1"_s;
    QTest::newRow("several lines at the least indentation")
        << u"^if x:\n    y()|"_s << u"# if x:\n#     y()"_s;
    QTest::newRow("a selection that ends at a line start leaves that line")
        << u"^a\n|b"_s << u"# a\nb"_s;
    QTest::newRow("a comment is taken away") << u"# a| = 1"_s << u"a = 1"_s;
    QTest::newRow("a comment without a blank too") << u"#a|"_s << u"a"_s;
    QTest::newRow("only if all are comments") << u"^# a\nb|"_s << u"# # a\n# b"_s;
    QTest::newRow("empty lines do not count") << u"^# a\n\n# b|"_s << u"a\n\nb"_s;
    QTest::newRow("nothing to comment") << u"  |  "_s << u"    "_s;
}

void TestEditing::commentsLines()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const Marked text(before);
    editing::toggleComment(text.cursor);
    QCOMPARE(text.text(), after);
}

void TestEditing::indentsLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("in");
    QTest::addColumn<QString>("after");
    QTest::newRow("selected lines go in") << u"^a\nb|"_s << true << u"    a\n    b"_s;
    QTest::newRow("empty lines between stay empty") << u"^a\n\nb|"_s << true << u"    a\n\n    b"_s;
    QTest::newRow("lines go out by four") << u"^        a\n    b|"_s << false << u"    a\nb"_s;
    QTest::newRow("fewer than four all go") << u"  a|"_s << false << u"a"_s;
    QTest::newRow("a tab counts as one step") << u"\ta|"_s << false << u"a"_s;
    QTest::newRow("nothing to take") << u"a|"_s << false << u"a"_s;
}

void TestEditing::indentsLines()
{
    QFETCH(QString, before);
    QFETCH(bool, in);
    QFETCH(QString, after);
    const Marked text(before);
    in ? editing::indentLines(text.cursor) : editing::unindentLines(text.cursor);
    QCOMPARE(text.text(), after);
}

void TestEditing::movesLines_data()
{
    using editing::Direction;
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("up");
    QTest::addColumn<QString>("after");
    QTest::newRow("one line up") << u"a\nb|c\nd"_s << true << u"b|c\na\nd"_s;
    QTest::newRow("one line down") << u"a|\nb\nc"_s << false << u"b\na|\nc"_s;
    QTest::newRow("to the last line") << u"a\n|b\nc"_s << false << u"a\nc\n|b"_s;
    QTest::newRow("a selection goes along") << u"a\n^b\nc|\nd"_s << true << u"^b\nc|\na\nd"_s;
    QTest::newRow("not above the first") << u"a|\nb"_s << true << u"a|\nb"_s;
    QTest::newRow("not below the last") << u"a\nb|"_s << false << u"a\nb|"_s;
}

void TestEditing::movesLines()
{
    QFETCH(QString, before);
    QFETCH(bool, up);
    QFETCH(QString, after);
    const Marked text(before);
    const QTextCursor moved = editing::moveLines(
        text.cursor, up ? editing::Direction::Up : editing::Direction::Down);
    QCOMPARE(text.marked(moved), after);
}

void TestEditing::duplicatesLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("one line") << u"a\nb|c"_s << u"a\nbc\nb|c"_s;
    QTest::newRow("selected lines") << u"^a\nb|\nc"_s << u"a\nb\n^a\nb|\nc"_s;
    QTest::newRow("an empty text") << u"|"_s << u"\n|"_s;
}

void TestEditing::duplicatesLines()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    const Marked text(before);
    const QTextCursor copy = editing::duplicateLines(text.cursor);
    QCOMPARE(text.marked(copy), after);
}

void TestEditing::breaksLines_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::newRow("keeps the indentation") << u"    a|"_s << u"    a\n    |"_s;
    QTest::newRow("goes in after a colon") << u"if x:|"_s << u"if x:\n    |"_s;
    QTest::newRow("a colon before a comment counts") << u"if x:  # why|"_s << u"if x:  # why\n    |"_s;
    QTest::newRow("goes in after an open bracket") << u"f(|"_s << u"f(\n    |"_s;
    QTest::newRow("goes out after return") << u"    return x|"_s << u"    return x\n|"_s;
    QTest::newRow("a name that begins like one stays") << u"    returned = 1|"_s << u"    returned = 1\n    |"_s;
    QTest::newRow("in the middle of the blanks") << u"  |  a"_s << u"  \n  |  a"_s;
    QTest::newRow("replaces a selection") << u"a^bc|d"_s << u"a\n|d"_s;
}

void TestEditing::breaksLines()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    Marked text(before);
    editing::breakLine(text.cursor);
    QCOMPARE(text.marked(text.cursor), after);
}

void TestEditing::takesBackIndentation_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<bool>("taken");
    QTest::addColumn<QString>("after");
    QTest::newRow("one step") << u"        |a"_s << true << u"    |a"_s;
    QTest::newRow("to the last stop") << u"      |a"_s << true << u"    |a"_s;
    QTest::newRow("not behind text") << u"    a|"_s << false << u"    a|"_s;
    QTest::newRow("not at the start") << u"|a"_s << false << u"|a"_s;
    QTest::newRow("not with a selection") << u"^    |a"_s << false << u"^    |a"_s;
}

void TestEditing::takesBackIndentation()
{
    QFETCH(QString, before);
    QFETCH(bool, taken);
    QFETCH(QString, after);
    Marked text(before);
    QCOMPARE(editing::removeIndent(text.cursor), taken);
    QCOMPARE(text.marked(text.cursor), after);
}

void TestEditing::goesHome_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<int>("column");
    QTest::newRow("to the text first") << u"    ab|c"_s << 4;
    QTest::newRow("then to the line") << u"    |abc"_s << 0;
    QTest::newRow("and back") << u"|    abc"_s << 4;
}

void TestEditing::goesHome()
{
    QFETCH(QString, before);
    QFETCH(int, column);
    const Marked text(before);
    QCOMPARE(editing::smartHome(text.cursor), column);
}

void TestEditing::findsBrackets_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("at");
    QTest::addColumn<int>("partner");
    QTest::newRow("behind an opening one") << u"f(|a, b)"_s << 1 << 6;
    QTest::newRow("behind a closing one") << u"f(a, b)|"_s << 6 << 1;
    QTest::newRow("before one") << u"f|(a)"_s << 1 << 3;
    QTest::newRow("nested") << u"f(|g(x), [1])"_s << 1 << 11;
    QTest::newRow("over lines") << u"x = [|\n1,\n]"_s << 4 << 9;
    QTest::newRow("without a partner") << u"f(|a"_s << 1 << -1;
    QTest::newRow("none there") << u"a|b"_s << -2 << -2;
}

void TestEditing::findsBrackets()
{
    QFETCH(QString, text);
    QFETCH(int, at);
    QFETCH(int, partner);
    const Marked marked(text);
    const auto found = editing::bracketsAt(marked.cursor);
    QCOMPARE(found ? found->at : -2, at);
    QCOMPARE(found ? found->partner : -2, partner);
}

void TestEditing::foldsByIndentation_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("end"); // -1: nothing to fold
    QTest::newRow("a function") << u"def f():\n    a\n    b\nc"_s << 0 << 2;
    QTest::newRow("a blank line inside belongs to it") << u"def f():\n    a\n\n    b\nc"_s << 0 << 3;
    QTest::newRow("blank lines behind do not") << u"def f():\n    a\n\n\nc"_s << 0 << 1;
    QTest::newRow("to the end of the text") << u"def f():\n    a"_s << 0 << 1;
    QTest::newRow("a plain line") << u"a\nb"_s << 0 << -1;
    QTest::newRow("an empty line") << u"\n    a"_s << 0 << -1;
}

void TestEditing::foldsByIndentation()
{
    QFETCH(QString, text);
    QFETCH(int, line);
    QFETCH(int, end);
    QTextDocument document(text);
    const QTextBlock block = document.findBlockByNumber(line);
    QCOMPARE(editing::startsFold(block), end >= 0);
    QCOMPARE(editing::foldEnd(block).isValid() && end >= 0 ? editing::foldEnd(block).blockNumber() : -1, end);
}

void TestEditing::revealsWhatIsFolded()
{
    QTextDocument document(u"class A:\n    def f():\n        a\n    b\nc"_s);
    const auto line = [&](int number) { return document.findBlockByNumber(number); };
    editing::setFolded(line(0), true);
    QVERIFY(editing::isFolded(line(0)));
    QVERIFY(!line(2).isVisible() && !line(3).isVisible());
    QVERIFY(line(4).isVisible());
    editing::reveal(line(2));
    QVERIFY(line(2).isVisible());
    QVERIFY(!editing::isFolded(line(0)));
}

void TestEditing::findsAllMatches_data()
{
    using editing::MatchCase;
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("needle");
    QTest::addColumn<bool>("exact");
    QTest::addColumn<QList<int>>("found");
    QTest::newRow("all of them") << u"aXax"_s << u"ax"_s << false << QList<int>{0, 2};
    QTest::newRow("with their case") << u"aXax"_s << u"ax"_s << true << QList<int>{2};
    QTest::newRow("without overlap") << u"aaa"_s << u"aa"_s << true << QList<int>{0};
    QTest::newRow("nothing is found by nothing") << u"abc"_s << u""_s << true << QList<int>{};
}

void TestEditing::findsAllMatches()
{
    QFETCH(QString, text);
    QFETCH(QString, needle);
    QFETCH(bool, exact);
    QFETCH(QList<int>, found);
    QCOMPARE(editing::findAll(text, needle, exact ? editing::MatchCase::Yes : editing::MatchCase::No), found);
}

void TestEditing::everyEditIsOneUndo()
{
    const QString before = u"a\nb\nc"_s;
    const QList<std::function<void(QTextCursor)>> edits{
        [](QTextCursor cursor) { editing::toggleComment(cursor); },
        [](QTextCursor cursor) { editing::indentLines(cursor); },
        [](QTextCursor cursor) { editing::breakLine(cursor); },
        [](QTextCursor cursor) { (void)editing::duplicateLines(cursor); },
        [](QTextCursor cursor) { (void)editing::moveLines(cursor, editing::Direction::Down); },
    };
    for (const auto &edit : edits) {
        QTextDocument document(before);
        QTextCursor cursor(&document);
        cursor.setPosition(3, QTextCursor::KeepAnchor);
        edit(cursor);
        QVERIFY(document.toPlainText() != before);
        document.undo();
        QCOMPARE(document.toPlainText(), before);
    }
}

QTEST_MAIN(TestEditing)
#include "tst_editing.moc"
