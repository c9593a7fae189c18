#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/codehighlighter.h"
#include "desktop/widgets/findbar.h"
#include "desktop/widgets/gotolinebar.h"
#include "desktoptest.h"

#include <QLineEdit>
#include <QSignalSpy>
#include <QTextBlock>
#include <QTextLayout>

using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestCodeEditor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void typingIndents();
    void tabIndentsUntilItMovesTheFocus();
    void commandsEdit();
    void readOnlyTextStaysAsItIs();
    void registryKeysAreNotSwallowed();
    void coloursFollowTheText();
    void coloursReachTheEndOfALongFile();
    void coloursSurviveReplacementInTheMiddle();
    void bracketsInStringsMatchNothing();
    void foldsByClickAndUnfoldsByGoingThere();
    void marksMoveWithTheirLines();
    void replacingAllIsOneUndo();
    void findsAndReplaces();
    void newColoursAreNoEdit();
    void goesToALine();
    void followsTheTheme();

private:
    [[nodiscard]] static QColor colorAt(const CodeEditor &editor, int position);

    DesktopTest m_look;
    std::unique_ptr<CodeEditor> m_editor;
};

void TestCodeEditor::init()
{
    m_editor = std::make_unique<CodeEditor>();
    m_editor->setLanguage(u"python"_s);
    m_editor->setAccessibleName(u"Code"_s);
    m_editor->resize(600, 400);
    m_editor->show();
    m_editor->setFocus();
    QVERIFY(QTest::qWaitForWindowActive(m_editor.get()));
}

QColor TestCodeEditor::colorAt(const CodeEditor &editor, int position)
{
    const QTextBlock block = editor.document()->findBlock(position);
    for (const QTextLayout::FormatRange &range : block.layout()->formats()) {
        const int column = position - block.position();
        if (range.start <= column && column < range.start + range.length)
            return range.format.foreground().color();
    }
    return {};
}

void TestCodeEditor::typingIndents()
{
    QTest::keyClicks(m_editor.get(), u"def f(x):"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"return x"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Return);
    QTest::keyClicks(m_editor.get(), u"f(1)"_s);
    QCOMPARE(m_editor->toPlainText(), u"def f(x):\n    return x\nf(1)"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Home);
    QTest::keyClick(m_editor.get(), Qt::Key_Tab);
    QCOMPARE(m_editor->toPlainText(), u"def f(x):\n    return x\n    f(1)"_s);
    QTest::keyClick(m_editor.get(), Qt::Key_Backspace);
    QCOMPARE(m_editor->toPlainText(), u"def f(x):\n    return x\nf(1)"_s);
}

void TestCodeEditor::tabIndentsUntilItMovesTheFocus()
{
    QWidget window;
    auto *first = new CodeEditor(CodeEditor::Side::Gutter, &window);
    auto *second = new QLineEdit(&window);
    window.show();
    QVERIFY(QTest::qWaitForWindowActive(&window));
    first->setFocus();
    QTest::keyClick(first, Qt::Key_Tab);
    QCOMPARE(first->toPlainText(), u"    "_s);
    QVERIFY(first->hasFocus());
    QSignalSpy told(first, &CodeEditor::tabMovesFocusChanged);
    first->perform(Command::TabMovesFocus);
    QCOMPARE(told.size(), 1);
    QTest::keyClick(first, Qt::Key_Tab);
    QVERIFY(second->hasFocus());
}

void TestCodeEditor::commandsEdit()
{
    m_editor->setPlainText(u"a\nb"_s);
    m_editor->perform(Command::MoveLineDown);
    QCOMPARE(m_editor->toPlainText(), u"b\na"_s);
    m_editor->perform(Command::MoveLineUp);
    m_editor->perform(Command::DuplicateLine);
    QCOMPARE(m_editor->toPlainText(), u"a\na\nb"_s);
    m_editor->perform(Command::ToggleComment);
    QCOMPARE(m_editor->toPlainText(), u"a\n# a\nb"_s);
}

void TestCodeEditor::readOnlyTextStaysAsItIs()
{
    m_editor->setPlainText(u"a\nb"_s);
    m_editor->setReadOnly(true);
    for (int command = 0; command < commandCount; ++command)
        m_editor->perform(Command(command));
    QTest::keyClick(m_editor.get(), Qt::Key_Return);
    QTest::keyClick(m_editor.get(), Qt::Key_Tab);
    QCOMPARE(m_editor->toPlainText(), u"a\nb"_s);
}

void TestCodeEditor::registryKeysAreNotSwallowed()
{
    // The text control would claim Ctrl+K (delete to the end of the line) before any action sees it.
    for (const QKeyCombination keys : {Qt::CTRL | Qt::Key_K, Qt::CTRL | Qt::Key_D, Qt::CTRL | Qt::Key_H}) {
        QKeyEvent event(QEvent::ShortcutOverride, keys.key(), keys.keyboardModifiers());
        event.ignore();
        QApplication::sendEvent(m_editor.get(), &event);
        QVERIFY(!event.isAccepted());
    }
    QKeyEvent copy(QEvent::ShortcutOverride, Qt::Key_C, Qt::ControlModifier);
    copy.ignore();
    QApplication::sendEvent(m_editor.get(), &copy);
    QVERIFY(copy.isAccepted());
}

void TestCodeEditor::coloursFollowTheText()
{
    m_editor->setPlainText(u"import os\nx = 'a'  # why"_s);
    const QColor keyword = colorAt(*m_editor, 0);
    QVERIFY(keyword.isValid());
    QVERIFY(colorAt(*m_editor, 15) != keyword); // a string
    QTextCursor cursor(m_editor->document());
    cursor.insertText(u"# "_s);
    QVERIFY(colorAt(*m_editor, 2) != keyword); // now a comment
}

void TestCodeEditor::coloursReachTheEndOfALongFile()
{
    QString text;
    for (int line = 0; line < 5000; ++line)
        text += u"value = 1\n"_s;
    m_editor->setPlainText(text);
    const int near = 20;
    const int far = int(text.size()) - 8;
    const QColor before = colorAt(*m_editor, far);
    QTextCursor cursor(m_editor->document());
    cursor.insertText(u"\"\"\"\n"_s); // everything below is a string now
    const QColor string = colorAt(*m_editor, near + 4);
    QVERIFY(string != before);
    QTRY_COMPARE_WITH_TIMEOUT(colorAt(*m_editor, far + 4), string, 60'000); // the rest follows in slices
    m_editor->undo();
    QTRY_COMPARE_WITH_TIMEOUT(colorAt(*m_editor, far), before, 60'000);
}

void TestCodeEditor::coloursSurviveReplacementInTheMiddle()
{
    // The stock highlighter kept handles of lines and crashed here.
    QString text;
    for (int line = 0; line < 3000; ++line)
        text += u"value = 1\n"_s;
    for (int round = 0; round < 5; ++round) {
        m_editor->setPlainText(text);
        QTextCursor cursor(m_editor->document());
        cursor.insertText(u"'''\n"_s);
        m_editor->setPlainText(u"short"_s);
        QTest::qWait(10);
    }
    QCOMPARE(m_editor->toPlainText(), u"short"_s);
}

void TestCodeEditor::bracketsInStringsMatchNothing()
{
    m_editor->setPlainText(u"f(')', 1)"_s);
    QTextCursor cursor(m_editor->document());
    cursor.setPosition(2);
    const auto pair = editing::bracketsAt(cursor);
    QVERIFY(pair);
    QCOMPARE(pair->partner, 8);
    cursor.setPosition(4); // beside the one in the string
    QVERIFY(!editing::bracketsAt(cursor));
}

void TestCodeEditor::foldsByClickAndUnfoldsByGoingThere()
{
    m_editor->setPlainText(u"def f():\n    a\n    b\nc"_s);
    QWidget *gutter = m_editor->childAt(m_editor->gutterWidth() - 8, 8);
    QVERIFY(gutter);
    QTest::mouseClick(gutter, Qt::LeftButton, {}, QPoint(m_editor->gutterWidth() - 8, 8));
    QVERIFY(!m_editor->document()->findBlockByNumber(1).isVisible());
    m_editor->goToLine(3);
    QVERIFY(m_editor->document()->findBlockByNumber(1).isVisible());
    m_editor->perform(Command::FoldAll);
    QVERIFY(!m_editor->document()->findBlockByNumber(1).isVisible());
    m_editor->perform(Command::UnfoldAll);
    QVERIFY(m_editor->document()->findBlockByNumber(1).isVisible());
}

void TestCodeEditor::marksMoveWithTheirLines()
{
    m_editor->setPlainText(u"a\nb\nc"_s);
    m_editor->setMark(2, CodeEditor::Mark::Failed, u"why"_s);
    m_editor->setMark(99, CodeEditor::Mark::Failed); // no such line
    QTextCursor cursor(m_editor->document());
    cursor.insertText(u"new\n"_s);
    QCOMPARE(m_editor->marks(), (QList<std::pair<int, CodeEditor::Mark>>{{3, CodeEditor::Mark::Failed}}));
    m_editor->clearMarks();
    QVERIFY(m_editor->marks().isEmpty());
}

void TestCodeEditor::replacingAllIsOneUndo()
{
    m_editor->setPlainText(u"before"_s);
    m_editor->replaceText(u"after"_s);
    QCOMPARE(m_editor->toPlainText(), u"after"_s);
    m_editor->undo();
    QCOMPARE(m_editor->toPlainText(), u"before"_s);
}

void TestCodeEditor::findsAndReplaces()
{
    auto *bar = new FindBar(FindBar::Rows::FindAndReplace, u"Find"_s, m_editor.get());
    EditorFind find(m_editor.get(), bar);
    m_editor->setPlainText(u"one two\nOne two\none"_s);
    find.open(true);
    QVERIFY(bar->isVisible());
    const auto fields = bar->findChildren<QLineEdit *>();
    QTest::keyClicks(fields[0], u"one"_s);
    QCOMPARE(m_editor->textCursor().selectionStart(), 0);
    QTest::keyClick(fields[0], Qt::Key_Return);
    QCOMPARE(m_editor->textCursor().selectionStart(), 8);
    QTest::keyClick(fields[0], Qt::Key_Return);
    QTest::keyClick(fields[0], Qt::Key_Return); // around the end
    QCOMPARE(m_editor->textCursor().selectionStart(), 0);
    QTest::keyClick(fields[0], Qt::Key_Return, Qt::ShiftModifier);
    QCOMPARE(m_editor->textCursor().selectionStart(), 16);

    fields[1]->setFocus();
    QTest::keyClicks(fields[1], u"1"_s);
    QTest::keyClick(fields[1], Qt::Key_Return); // replaces the chosen one
    QCOMPARE(m_editor->toPlainText(), u"one two\nOne two\n1"_s);
    emit bar->replaceAllRequested();
    QCOMPARE(m_editor->toPlainText(), u"1 two\n1 two\n1"_s);
    m_editor->undo();
    QCOMPARE(m_editor->toPlainText(), u"one two\nOne two\n1"_s);

    QTest::keyClick(fields[0], Qt::Key_Escape);
    QVERIFY(!bar->isVisible());
    QVERIFY(m_editor->hasFocus());
    QVERIFY(unnamedFocusStops(bar).isEmpty());
}

void TestCodeEditor::newColoursAreNoEdit()
{
    m_editor->setPlainText(u"x = 1"_s);
    QSignalSpy edited(m_editor.get(), &CodeEditor::edited);
    DesktopTest::theme().setScheme(Scheme::Dark);
    QCoreApplication::processEvents();
    DesktopTest::theme().setScheme(Scheme::Light);
    QCoreApplication::processEvents();
    QCOMPARE(edited.size(), 0);
    m_editor->selectAll();
    QTest::keyClicks(m_editor.get(), u"y"_s);
    QCOMPARE(edited.size(), 1);
    m_editor->undo();
    QCOMPARE(edited.size(), 2);
}

void TestCodeEditor::goesToALine()
{
    m_editor->setPlainText(u"a\nb\nc\nd"_s);
    auto *bar = new GoToLineBar(m_editor.get());
    bar->open();
    QTest::keyClicks(bar->findChild<QLineEdit *>(), u"3"_s);
    QTest::keyClick(bar->findChild<QLineEdit *>(), Qt::Key_Return);
    QCOMPARE(m_editor->textCursor().blockNumber(), 2);
    QVERIFY(m_editor->hasFocus());
    QVERIFY(!bar->isVisible());
}

void TestCodeEditor::followsTheTheme()
{
    Theme &theme = DesktopTest::theme();
    m_editor->setPlainText(u"import os"_s);
    const QColor light = colorAt(*m_editor, 0);
    const int small = m_editor->fontMetrics().height();
    theme.setScheme(Scheme::Dark);
    QVERIFY(colorAt(*m_editor, 0) != light);
    QCOMPARE(m_editor->palette().color(QPalette::Base), theme.color(ColorRole::Code));
    theme.setZoom(1.5);
    QVERIFY(m_editor->fontMetrics().height() > small);
    theme.setScheme(Scheme::Light);
    theme.setZoom(1);
    QCOMPARE(colorAt(*m_editor, 0), light);
}

QTEST_MAIN(TestCodeEditor)
#include "tst_codeeditor.moc"
