#include "desktop/lesson/lessonpdf.h"
#include "desktop/lesson/notebook.h"
#include "desktop/lesson/noteeditor.h"
#include "desktop/lesson/readerview.h"
#include "desktop/widgets/editlog.h"
#include "desktoptest.h"
#include "sandbox/sandbox.h"

#include <QPlainTextEdit>
#include <QSignalSpy>
#include <QTextCursor>
#include <QTextDocument>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestNotes : public QObject
{
    Q_OBJECT

private slots:
    void notesAreKeptInTheStore();
    void aNoteIsFoundInARewrittenText_data();
    void aNoteIsFoundInARewrittenText();
    void theEditorKeepsWhatIsTyped();
    void theEditorRemoves();

    void editsAreDoneAgain_data();
    void editsAreDoneAgain();
    void editsThatMissTheTextLeadToIt();
    void brokenEditsAreRefused_data();
    void brokenEditsAreRefused();
    void oldEditsBecomePartOfTheText();

    void aLessonOnPaper();

private:
    DesktopTest m_look;
};

void TestNotes::notesAreKeptInTheStore()
{
    progress::StoreThread store;
    QVERIFY(sandbox::waitFor(store.openInMemory()));
    NoteBook book;
    book.join(store);
    book.setLesson(u"os-module"_s);
    progress::Note note;
    note.part = u"P1"_s;
    note.quote = u"a passage"_s;
    note = book.keep(note);
    QVERIFY(!note.uid.isEmpty());
    note.body = u"remember"_s;
    book.keep(note);
    QCOMPARE(book.notes().size(), 1);
    QCOMPARE(book.notesOf(u"P1"_s).size(), 1);
    QVERIFY(book.notesOf(u"P2"_s).isEmpty());

    NoteBook again;
    again.join(store);
    again.setLesson(u"os-module"_s);
    QTRY_COMPARE_WITH_TIMEOUT(again.notes().size(), 1, 60'000);
    QCOMPARE(again.notes().first().body, u"remember"_s);
    again.remove(note.uid);
    QVERIFY(again.notes().isEmpty());
    NoteBook last;
    last.join(store);
    QSignalSpy changed(&last, &NoteBook::changed);
    last.setLesson(u"os-module"_s);
    QTRY_COMPARE_WITH_TIMEOUT(changed.size(), 2, 60'000); // cleared, then read
    QVERIFY(last.notes().isEmpty());
}

void TestNotes::aNoteIsFoundInARewrittenText_data()
{
    QTest::addColumn<QString>("page");
    QTest::addColumn<int>("part");
    QTest::addColumn<int>("start");
    QTest::newRow("where it was") << u"One.\n\nA passage here.\n\nThree."_s << 1 << 2;
    QTest::newRow("in another paragraph") << u"A passage here.\n\nTwo."_s << 0 << 2;
    QTest::newRow("further behind") << u"One.\n\nThis is a passage here."_s << 1 << 10;
    QTest::newRow("not any more") << u"One.\n\nTwo."_s << -1 << 0;
}

void TestNotes::aNoteIsFoundInARewrittenText()
{
    QFETCH(QString, page);
    QFETCH(int, part);
    QFETCH(int, start);
    ReaderView view(Density::Roomy, u"Lesson"_s);
    view.resize(600, 400);
    view.show();
    view.setBlocks(readMarkdown(page));
    view.column()->completeAll();
    progress::Note note;
    note.block = 1;
    note.start = 2;
    note.length = 7;
    note.quote = u"passage"_s;
    const NotePlace place = findNote(note, view.column()->parts());
    QCOMPARE(place.part, part);
    QCOMPARE(place.start, start);
}

void TestNotes::theEditorKeepsWhatIsTyped()
{
    QWidget page;
    page.resize(500, 400);
    NoteEditor editor(&page);
    page.show();
    QVERIFY(QTest::qWaitForWindowActive(&page));
    QSignalSpy kept(&editor, &NoteEditor::kept);
    progress::Note note;
    note.uid = u"n"_s;
    note.quote = u"a passage"_s;
    editor.open(note, {480, 390});
    QVERIFY(page.rect().contains(editor.geometry()));
    QVERIFY(unnamedFocusStops(&editor).isEmpty());
    QTest::keyClicks(editor.field(), u"mine"_s);
    QTest::keyClick(editor.field(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!editor.isVisible());
    QCOMPARE(kept.size(), 1);
    QCOMPARE(kept.first().first().value<progress::Note>().body, u"mine"_s);
}

void TestNotes::theEditorRemoves()
{
    QWidget page;
    page.resize(500, 400);
    NoteEditor editor(&page);
    page.show();
    QSignalSpy removed(&editor, &NoteEditor::removed);
    progress::Note note;
    note.uid = u"n"_s;
    note.body = u"old"_s;
    editor.open(note, {10, 10});
    QTest::keyClicks(editor.field(), u" and new"_s);
    for (auto *button : editor.findChildren<QAbstractButton *>()) {
        if (button->text() == u"Remove")
            QTest::mouseClick(button, Qt::LeftButton);
    }
    QCOMPARE(removed.size(), 1);
    const auto gone = removed.first().first().value<progress::Note>();
    QCOMPARE(gone.uid, u"n"_s);
    QCOMPARE(gone.body, u"old and new"_s); // all of it can come back
}

void TestNotes::editsAreDoneAgain_data()
{
    QTest::addColumn<QStringList>("texts"); // one after the other
    QTest::newRow("typing") << QStringList{u""_s, u"a"_s, u"ab"_s, u"ab\n"_s, u"ab\nc"_s};
    QTest::newRow("taking away") << QStringList{u"one two"_s, u"one "_s, u""_s};
    QTest::newRow("in the middle") << QStringList{u"one three"_s, u"one two three"_s, u"1 two three"_s};
    QTest::newRow("outside the first plane") << QStringList{u"x"_s, u"x\U0001F40D"_s, u"x\U0001F40Dé"_s};
}

void TestNotes::editsAreDoneAgain()
{
    QFETCH(QStringList, texts);
    QTextDocument document;
    document.setPlainText(texts.first());
    EditLog log(&document);
    for (const QString &text : std::as_const(texts)) {
        QTextCursor cursor(&document);
        cursor.select(QTextCursor::Document);
        if (document.toPlainText() != text)
            cursor.insertText(text);
    }
    QTextDocument fresh;
    EditLog restored(&fresh);
    QVERIFY(restored.restore(log.toBytes(), texts.last()));
    QCOMPARE(fresh.toPlainText(), texts.last());
    QCOMPARE(restored.count(), log.count());
    for (qsizetype i = 0; i < 20 && fresh.isUndoAvailable(); ++i)
        fresh.undo();
    QCOMPARE(fresh.toPlainText(), texts.first());
}

void TestNotes::editsThatMissTheTextLeadToIt()
{
    QTextDocument document;
    document.setPlainText(u"one"_s);
    EditLog log(&document);
    QTextCursor(&document).insertText(u"zero "_s);
    const QByteArray bytes = log.toBytes();
    QTextDocument fresh;
    EditLog restored(&fresh);
    QVERIFY(restored.restore(bytes, u"zero one two"_s)); // the draft was saved once more before the kill
    QCOMPARE(fresh.toPlainText(), u"zero one two"_s);
    fresh.undo();
    QCOMPARE(fresh.toPlainText(), u"zero one"_s);
    fresh.undo();
    QCOMPARE(fresh.toPlainText(), u"one"_s);
}

void TestNotes::brokenEditsAreRefused_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("cut off") << QByteArray(R"({"format":1,"text":"on)");
    QTest::newRow("of a later program") << QByteArray(R"({"format":2,"text":"one","edits":[]})");
    QTest::newRow("an edit of what is not there")
        << QByteArray(R"({"format":1,"text":"one","edits":[[0,"two","x"]]})");
    QTest::newRow("an edit beyond the end") << QByteArray(R"({"format":1,"text":"one","edits":[[9,"","x"]]})");
    QTest::newRow("an edit before the beginning")
        << QByteArray(R"({"format":1,"text":"one","edits":[[-3,"","x"]]})");
}

void TestNotes::brokenEditsAreRefused()
{
    QFETCH(QByteArray, bytes);
    QTextDocument document;
    document.setPlainText(u"as it was"_s);
    EditLog log(&document);
    QVERIFY(!log.restore(bytes, u"one"_s));
    QCOMPARE(document.toPlainText(), u"as it was"_s);
}

void TestNotes::oldEditsBecomePartOfTheText()
{
    QTextDocument document;
    EditLog log(&document);
    QTextCursor cursor(&document);
    for (int i = 0; i < EditLog::mostEdits + 50; ++i)
        cursor.insertText(u"\n"_s); // a new line is a step of its own
    QCOMPARE(log.count(), EditLog::mostEdits);
    QTextDocument fresh;
    EditLog restored(&fresh);
    QVERIFY(restored.restore(log.toBytes(), document.toPlainText()));
    QCOMPARE(fresh.toPlainText(), document.toPlainText());
}

void TestNotes::aLessonOnPaper()
{
    course::Lesson lesson;
    lesson.number = 2;
    lesson.title = u"Writing <files>"_s;
    course::Example example;
    example.language = u"python"_s;
    example.code = u"print(1 < 2)\n"_s;
    example.output = u"True\n"_s;
    course::Quiz quiz;
    quiz.question = u"What is printed?"_s;
    quiz.options = {{.text = u"`1`"_s}, {.text = u"nothing"_s}};
    lesson.blocks = {{1, course::Heading{1, u"Half a file"_s, u"half"_s}}, {2, course::Prose{u"Some *words*."_s}},
        {3, example}, {4, course::Callout{course::CalloutKind::Tip, u"Mind the gap."_s}}, {5, quiz},
        {6, course::Figure{u"/nowhere.svg"_s, u"Two boxes"_s, u"A caption"_s}}};
    QTextDocument document;
    fillDocument(document, lesson);
    const QString text = document.toPlainText();
    for (const QString &expected : {u"Writing <files>"_s, u"Half a file"_s, u"Some words."_s, u"print(1 < 2)"_s,
             u"True"_s, u"Mind the gap."_s, u"What is printed?"_s, u"nothing"_s, u"Two boxes"_s})
        QVERIFY2(text.contains(expected), qPrintable(expected + u" is not in: "_s + text));
}

QTEST_MAIN(TestNotes)
#include "tst_notes.moc"
