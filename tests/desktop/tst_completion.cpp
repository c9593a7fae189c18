#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/completion.h"
#include "desktop/widgets/diffview.h"
#include "desktoptest.h"

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestCompletion : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_editor.reset(); }

    void wordsBeforeTheCursor_data();
    void wordsBeforeTheCursor();
    void candidates_data();
    void candidates();
    void pythonsNamesAreThere();

    void ctrlSpaceCompletesAtOnce();
    void itOpensByItself();
    void enterStaysANewLine();
    void tabTakesTheFirst();
    void arrowsAndEnterChoose();
    void escapeLeavesIt();
    void itCanBeKeptQuiet();

    void problemsAreUnderlined_data();
    void problemsAreUnderlined();

    void differences_data();
    void differences();
    void differencesAreShownInWords();

private:
    void type(const QString &text);
    void press(Qt::Key key, Qt::KeyboardModifiers modifiers = {});
    [[nodiscard]] QString text() const { return m_editor->toPlainText(); }

    DesktopTest m_look;
    NameList m_names{u"os\nos.replace(src, dst)\nos.remove(path)\nos.path\nos.path.join(a, *p)\n"
                     "pathlib.Path\npathlib.Path.read_text(encoding=None)\nprint(*args)\n"_s};
    std::unique_ptr<CodeEditor> m_editor;
};

void TestCompletion::init()
{
    m_editor = std::make_unique<CodeEditor>();
    m_editor->resize(600, 400);
    m_editor->setCompletion(m_names);
    m_editor->show();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
    m_editor->setFocus();
}

void TestCompletion::type(const QString &text)
{
    // As from a keyboard: to whatever has it, which is the list while that is open.
    for (const QChar c : text) {
        QWidget *popup = QApplication::activePopupWidget();
        QTest::keyClick(popup ? popup : m_editor.get(), c.toLatin1());
    }
}

void TestCompletion::press(Qt::Key key, Qt::KeyboardModifiers modifiers)
{
    QWidget *popup = QApplication::activePopupWidget();
    QTest::keyClick(popup ? popup : m_editor.get(), key, modifiers);
}

void TestCompletion::wordsBeforeTheCursor_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("word");
    QTest::newRow("a word") << u"    pri"_s << u"pri"_s;
    QTest::newRow("a dotted name") << u"x = os.path.jo"_s << u"os.path.jo"_s;
    QTest::newRow("just behind a dot") << u"os."_s << u"os."_s;
    QTest::newRow("in a call") << u"open(fil"_s << u"fil"_s;
    QTest::newRow("a number is no word") << u"x = 3.1"_s << u""_s;
    QTest::newRow("nothing") << u"x + "_s << u""_s;
}

void TestCompletion::wordsBeforeTheCursor()
{
    QFETCH(QString, line);
    QTEST(wordBefore(line, int(line.size())), "word");
}

void TestCompletion::candidates_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QStringList>("names");
    QTest::newRow("of a module") << u"os.re"_s << u""_s << QStringList{u"replace"_s, u"remove"_s};
    QTest::newRow("of a module in a module") << u"os.path.j"_s << u""_s << QStringList{u"join"_s};
    QTest::newRow("words of the file") << u"cou"_s << u"counter = 1\ncounts = {}"_s
                                       << QStringList{u"counter"_s, u"counts"_s};
    QTest::newRow("known names before words") << u"pri"_s << u"private = 1"_s
                                              << QStringList{u"print"_s, u"private"_s};
    QTest::newRow("right capitals first") << u"Pa"_s << u"pass_word Path"_s
                                          << QStringList{u"Path"_s, u"pass_word"_s};
    QTest::newRow("a member of something unknown") << u"p.read_t"_s << u""_s << QStringList{u"read_text"_s};
    QTest::newRow("what is complete completes no more") << u"os.replace"_s << u""_s << QStringList();
    QTest::newRow("nothing of a known module by chance") << u"os.cou"_s << u"counter"_s << QStringList();
}

void TestCompletion::candidates()
{
    QFETCH(QString, typed);
    QFETCH(QString, text);
    QStringList names;
    for (const NameList::Name &name : m_names.candidates(typed, text))
        names.append(name.name);
    QTEST(names, "names");
}

void TestCompletion::pythonsNamesAreThere()
{
    const auto found = NameList::python().candidates(u"os.repl"_s, {});
    QCOMPARE(found.size(), 1);
    QVERIFY(found.first().shown.startsWith(u"replace(src, dst"));
    QVERIFY(!NameList::python().candidates(u"shutil.copy"_s, {}).isEmpty());
    QVERIFY(!NameList::python().candidates(u"whil"_s, {}).isEmpty());
}

void TestCompletion::ctrlSpaceCompletesAtOnce()
{
    type(u"os.re"_s);
    m_editor->completion()->close();
    m_editor->perform(Command::Complete);
    QVERIFY(m_editor->completion()->isOpen());
    QCOMPARE(m_editor->completion()->shown(), (QStringList{u"replace"_s, u"remove"_s}));
    press(Qt::Key_Return);
    QCOMPARE(text(), u"os.replace"_s);
    QVERIFY(!m_editor->completion()->isOpen());
}

void TestCompletion::itOpensByItself()
{
    type(u"pr"_s);
    QVERIFY(!m_editor->completion()->isOpen());
    type(u"i"_s);
    QVERIFY(m_editor->completion()->isOpen());
    type(u" "_s);
    QVERIFY(!m_editor->completion()->isOpen());
    type(u"os."_s);
    QVERIFY(m_editor->completion()->isOpen());
    press(Qt::Key_Backspace);
    QCOMPARE(text(), u"pri os"_s);
}

void TestCompletion::enterStaysANewLine()
{
    type(u"pri"_s);
    QVERIFY(m_editor->completion()->isOpen());
    press(Qt::Key_Return);
    QCOMPARE(text(), u"pri\n"_s);
}

void TestCompletion::tabTakesTheFirst()
{
    type(u"os.rem"_s);
    press(Qt::Key_Tab);
    QCOMPARE(text(), u"os.remove"_s);
}

void TestCompletion::arrowsAndEnterChoose()
{
    type(u"os.re"_s);
    press(Qt::Key_Down);
    press(Qt::Key_Down);
    press(Qt::Key_Return);
    QCOMPARE(text(), u"os.remove"_s);
}

void TestCompletion::escapeLeavesIt()
{
    type(u"os.re"_s);
    press(Qt::Key_Escape);
    QVERIFY(!m_editor->completion()->isOpen());
    QCOMPARE(text(), u"os.re"_s);
}

void TestCompletion::itCanBeKeptQuiet()
{
    m_editor->completion()->setAutomatic(false);
    type(u"os.replac"_s);
    QVERIFY(!m_editor->completion()->isOpen());
}

void TestCompletion::problemsAreUnderlined_data()
{
    QTest::addColumn<int>("line");
    QTest::addColumn<int>("column");
    QTest::addColumn<int>("end");
    QTest::addColumn<QString>("underlined");
    QTest::newRow("a range") << 1 << 4 << 7 << u"one"_s;
    QTest::newRow("to the end of the line") << 2 << 4 << 4 << u"two(three"_s;
    QTest::newRow("beyond the end of the line") << 1 << 99 << 120 << u"e"_s;
    QTest::newRow("beyond the end of the text") << 99 << 0 << 0 << u"def two(three"_s;
}

void TestCompletion::problemsAreUnderlined()
{
    QFETCH(int, line);
    QFETCH(int, column);
    QFETCH(int, end);
    QFETCH(QString, underlined);
    m_editor->setPlainText(u"def one\ndef two(three"_s);
    m_editor->setProblem(line, column, end, u"expected ':'"_s);
    QStringList waves;
    for (const QTextEdit::ExtraSelection &selection : m_editor->extraSelections()) {
        if (selection.format.underlineStyle() == QTextCharFormat::WaveUnderline)
            waves.append(selection.cursor.selectedText());
    }
    QCOMPARE(waves, QStringList{underlined});
    m_editor->clearProblem();
    QVERIFY(m_editor->problem().isEmpty());
}

void TestCompletion::differences_data()
{
    QTest::addColumn<QString>("before");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("difference"); // a sign before each line
    QTest::newRow("the same") << u"a\nb"_s << u"a\nb"_s << u" a\n b"_s;
    QTest::newRow("nothing at all") << u""_s << u""_s << u""_s;
    QTest::newRow("from nothing") << u""_s << u"a\nb"_s << u"+a\n+b"_s;
    QTest::newRow("to nothing") << u"a"_s << u""_s << u"-a"_s;
    QTest::newRow("a line changed") << u"a\nb\nc"_s << u"a\nB\nc"_s << u" a\n-b\n+B\n c"_s;
    QTest::newRow("a line put in") << u"a\nc"_s << u"a\nb\nc"_s << u" a\n+b\n c"_s;
    QTest::newRow("two places") << u"a\nb\nc\nd"_s << u"a\nc\nd\ne"_s << u" a\n-b\n c\n d\n+e"_s;
    QTest::newRow("a line twice") << u"x\nx"_s << u"x"_s << u" x\n-x"_s;
    QTest::newRow("ended lines from nothing") << u""_s << u"a\n"_s << u"+a"_s;
    QTest::newRow("ended lines") << u"a\n"_s << u"a\n\n"_s << u" a\n+"_s;
    QTest::newRow("the end of a line put in") << u"a"_s << u"a\n"_s << u" a\n+"_s;
}

void TestCompletion::differences()
{
    QFETCH(QString, before);
    QFETCH(QString, after);
    QStringList shown;
    for (const DiffLine &line : diffLines(before, after)) {
        const QChar sign = line.kind == DiffLine::Kind::Same ? u' ' : line.kind == DiffLine::Kind::Added ? u'+' : u'-';
        shown.append(sign + line.text);
    }
    QTEST(shown.join(u'\n'), "difference");
}

void TestCompletion::differencesAreShownInWords()
{
    DiffView view(u"Difference"_s);
    view.showDifference(u"a\nb"_s, u"a\nc"_s);
    QCOMPARE(view.toPlainText(), u"  a\n− b\n+ c"_s);
    QCOMPARE(view.changedLines(), 2);
    QCOMPARE(view.extraSelections().size(), 2);
}

QTEST_MAIN(TestCompletion)
#include "tst_completion.moc"
