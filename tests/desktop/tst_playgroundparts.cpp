// What the playground is made of, without a box: the terminal's screen, the model of the files, what changes are called.

#include "course/course.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/environmentmodel.h"
#include "desktop/playground/modeswitches.h"
#include "desktop/playground/playgroundbox.h"
#include "desktop/playground/playgroundstate.h"
#include "desktop/playground/runmodel.h"
#include "desktop/playground/startingpoints.h"
#include "desktop/playground/terminalview.h"
#include "desktop/playground/treechanges.h"
#include "desktop/playground/workspacemodel.h"
#include "desktop/playground/workspaceview.h"
#include "desktop/widgets/button.h"
#include "desktoptest.h"

#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QDir>
#include <QLineEdit>
#include <QScrollBar>
#include <QSignalSpy>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;
using filesystem::Entry;
using filesystem::EntryType;
using filesystem::Tree;

namespace {

Entry entry(const QByteArray &path, EntryType type = EntryType::File, quint32 mode = 0644, const QByteArray &content = {},
    quint64 inode = 0)
{
    Entry made;
    made.path = path;
    made.type = type;
    made.mode = mode;
    made.content = content;
    made.size = content.size();
    made.inode = inode;
    return made;
}

Tree treeOf(QList<Entry> entries)
{
    std::ranges::sort(entries, {}, &Entry::path);
    return {.entries = entries};
}

QStringList names(const QAbstractItemModel &model, const QModelIndex &parent = {})
{
    QStringList all;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        all.append(index.data().toString());
        for (const QString &below : names(model, index))
            all.append(index.data().toString() + u'/' + below);
    }
    return all;
}

} // namespace

class TestPlaygroundParts : public QObject
{
    Q_OBJECT

private slots:
    void theScreenShowsWhatIsWritten_data();
    void theScreenShowsWhatIsWritten();
    void coloursAndLooksAreKept();
    void linesThatLeaveAreHistory();
    void historyComesBackOnALargerScreen();
    void keysAreBytes_data();
    void keysAreBytes();
    void aPasteIsBracketed();
    void theViewTypesAndCopies();
    void theViewAnswersDuringAFlood();
    void linesKeepTheirLastLettersWhenTheBarComes();
    void theTerminalIsReadAloud();

    void filesAreATree();
    void theModelFollowsChanges_data();
    void theModelFollowsChanges();
    void renamingAsksFirst();
    void clickingALetterAsksForAMode_data();
    void clickingALetterAsksForAMode();
    void switchesAskForAMode();

    void changesAreToldAsTheyHappened_data();
    void changesAreToldAsTheyHappened();
    void theListOfChangesIsAModel();

    void filesKeepTheirBytes_data();
    void filesKeepTheirBytes();
    void commandsAreAsTyped();

    void ownVariablesLieOverTheBoxs();
    void namesOfVariablesAreChecked_data();
    void namesOfVariablesAreChecked();
    void runsShareWhatDidNotChange();
    void oldRunsAreForgotten();
    void theStateIsKept();
    void brokenFilesAreNoState_data();
    void brokenFilesAreNoState();
    void everythingThatRunsIsAStart();

private:
    DesktopTest m_look;
};

void TestPlaygroundParts::theScreenShowsWhatIsWritten_data()
{
    QTest::addColumn<QByteArray>("written");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QPoint>("cursor");
    QTest::newRow("plain text") << "hello"_ba << u"hello"_s << QPoint(5, 0);
    QTest::newRow("lines") << "one\r\ntwo"_ba << u"one\ntwo"_s << QPoint(3, 1);
    QTest::newRow("a line that is written over") << "one\rtwo!"_ba << u"two!"_s << QPoint(4, 0);
    QTest::newRow("a line that is erased") << "one two\r\x1b[K"_ba << QString() << QPoint(0, 0);
    QTest::newRow("letters beyond ASCII") << "na\xc3\xafve \xe2\x82\xac"_ba << u"naïve €"_s << QPoint(7, 0);
    QTest::newRow("letters as wide as two") << "\xe6\xbc\xa2\xe5\xad\x97!"_ba << u"漢字!"_s << QPoint(5, 0);
    QTest::newRow("a mark that combines") << "e\xcc\x81!"_ba << u"e\u0301!"_s << QPoint(2, 0);
    QTest::newRow("bytes that are no UTF-8") << "a\xff" "b"_ba << u"a\uFFFDb"_s << QPoint(3, 0);
    QTest::newRow("the cursor moved away") << "\x1b[3;5Hx"_ba << u"\n\n    x"_s << QPoint(5, 2);
    QTest::newRow("a screen of its own, left again") << "one\x1b[?1049hfull\x1b[?1049l"_ba << u"one"_s << QPoint(3, 0);
    QTest::newRow("an unfinished escape") << "one\x1b[3"_ba << u"one"_s << QPoint(3, 0);
}

void TestPlaygroundParts::theScreenShowsWhatIsWritten()
{
    QFETCH(QByteArray, written);
    TerminalScreen screen;
    screen.feed(written);
    QTEST(screen.allText(), "text");
    QTEST(screen.cursor(), "cursor");
    TerminalScreen bytewise;
    for (const char byte : written)
        bytewise.feed(QByteArray(1, byte));
    QTEST(bytewise.allText(), "text");
}

void TestPlaygroundParts::coloursAndLooksAreKept()
{
    TerminalScreen screen;
    screen.feed("\x1b[1;31mred\x1b[0m \x1b[38;2;1;2;3mown\x1b[0m \x1b[4;7munder");
    const TerminalLine line = screen.line(0);
    QCOMPARE(line[0].foreground, 2U); // the theme's second colour
    QCOMPARE(line[0].attributes, TerminalCell::Bold);
    QCOMPARE(line[3].foreground, 0U);
    QCOMPARE(line[4].foreground, qRgb(1, 2, 3));
    QCOMPARE(line[8].attributes, TerminalCell::Underline | TerminalCell::Reverse);
    QVERIFY(!line[0].looksLike(line[4]));
}

void TestPlaygroundParts::linesThatLeaveAreHistory()
{
    TerminalScreen screen;
    screen.resize(5, 40);
    for (int i = 1; i <= 6000; ++i)
        screen.feed("line " + QByteArray::number(i) + "\r\n");
    QCOMPARE(screen.historySize(), int(TerminalScreen::mostHistory));
    QCOMPARE(screen.text(screen.lineCount() - 2), u"line 6000"_s);
    QCOMPARE(screen.text(0), u"line 997"_s); // 6000 lines, four on the screen above an empty one, 5000 kept
    screen.clear();
    QCOMPARE(screen.allText(), QString());
    QCOMPARE(screen.historySize(), 0);
}

void TestPlaygroundParts::historyComesBackOnALargerScreen()
{
    TerminalScreen screen;
    screen.resize(4, 40);
    screen.feed("\x1b[32mone\x1b[0m\r\ntwo\r\n\xe6\xbc\xa2\r\nfour\r\nfive\r\nsix");
    QCOMPARE(screen.historySize(), 2);
    screen.resize(10, 40);
    QCOMPARE(screen.historySize(), 0);
    QCOMPARE(screen.allText(), u"one\ntwo\n漢\nfour\nfive\nsix"_s);
    QCOMPARE(screen.line(0)[0].foreground, 3U);
    screen.resize(0, 0); // a pane that is folded away
    QVERIFY(screen.rows() > 0 && screen.columns() > 0);
    screen.feed("still here");
}

void TestPlaygroundParts::keysAreBytes_data()
{
    QTest::addColumn<int>("key");
    QTest::addColumn<Qt::KeyboardModifiers>("modifiers");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const Qt::KeyboardModifiers none;
    QTest::newRow("a letter") << int(Qt::Key_A) << none << u"a"_s << "a"_ba;
    QTest::newRow("a letter beyond ASCII") << 0 << none << u"é"_s << "\xc3\xa9"_ba;
    QTest::newRow("Enter") << int(Qt::Key_Return) << none << u"\r"_s << "\r"_ba;
    QTest::newRow("Shift+Enter is Enter") << int(Qt::Key_Return) << Qt::KeyboardModifiers(Qt::ShiftModifier) << u"\r"_s << "\r"_ba;
    QTest::newRow("Backspace") << int(Qt::Key_Backspace) << none << u"\b"_s << "\x7f"_ba;
    QTest::newRow("Tab") << int(Qt::Key_Tab) << none << u"\t"_s << "\t"_ba;
    QTest::newRow("Up") << int(Qt::Key_Up) << none << QString() << "\x1b[A"_ba;
    QTest::newRow("Ctrl+C interrupts") << int(Qt::Key_C) << Qt::KeyboardModifiers(Qt::ControlModifier) << u"\x03"_s << "\x03"_ba;
    QTest::newRow("Ctrl+D ends the input") << int(Qt::Key_D) << Qt::KeyboardModifiers(Qt::ControlModifier) << u"\x04"_s << "\x04"_ba;
    QTest::newRow("Ctrl+\\ quits") << int(Qt::Key_Backslash) << Qt::KeyboardModifiers(Qt::ControlModifier) << u"\x1c"_s << "\x1c"_ba;
    QTest::newRow("Alt+B") << int(Qt::Key_B) << Qt::KeyboardModifiers(Qt::AltModifier) << u"b"_s << "\x1b" "b"_ba;
    QTest::newRow("F2") << int(Qt::Key_F2) << none << QString() << "\x1bOQ"_ba;
    QTest::newRow("a key no terminal has") << int(Qt::Key_VolumeUp) << none << QString() << QByteArray();
}

void TestPlaygroundParts::keysAreBytes()
{
    QFETCH(int, key);
    QFETCH(Qt::KeyboardModifiers, modifiers);
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);
    TerminalScreen screen;
    QByteArray typed;
    connect(&screen, &TerminalScreen::typed, this, [&](const QByteArray &part) { typed += part; });
    QCOMPARE(screen.press(key, modifiers, text), !bytes.isEmpty());
    QCOMPARE(typed, bytes);
}

void TestPlaygroundParts::aPasteIsBracketed()
{
    TerminalScreen screen;
    QByteArray typed;
    connect(&screen, &TerminalScreen::typed, this, [&](const QByteArray &part) { typed += part; });
    screen.paste(u"one\ntwo"_s);
    QCOMPARE(typed, "one\rtwo"_ba);
    typed.clear();
    screen.feed("\x1b[?2004h");
    screen.paste(u"a\x1b[201~b"_s); // nothing pasted gets out of the bracket
    QCOMPARE(typed, "\x1b[200~a[201~b\x1b[201~"_ba);
}

void TestPlaygroundParts::theViewTypesAndCopies()
{
    TerminalView view;
    view.resize(500, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowActive(&view));
    QSignalSpy typed(&view, &TerminalView::typed);
    QTest::keyClick(&view, Qt::Key_A);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier);
    QCOMPARE(typed.size(), 2);
    QCOMPARE(typed[0][0].toByteArray(), "a"_ba);
    QCOMPARE(typed[1][0].toByteArray(), "\x03"_ba);
    view.feed("some words here");
    const QFontMetricsF metrics(view.font());
    const QPoint inWords(10 + int(metrics.horizontalAdvance(u'M') * 6.5), 10 + int(metrics.height() / 2));
    QTest::mouseDClick(view.viewport(), Qt::LeftButton, {}, inWords);
    QCOMPARE(view.selectedText(), u"words"_s);
    QTest::keyClick(&view, Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(QApplication::clipboard()->text(), u"words"_s);
    QTest::mousePress(view.viewport(), Qt::LeftButton, {}, {10, inWords.y()});
    QTest::mouseMove(view.viewport(), inWords);
    QTest::mouseRelease(view.viewport(), Qt::LeftButton, {}, inWords);
    QVERIFY(u"some words"_s.startsWith(view.selectedText()) && view.selectedText().size() > 4);
    typed.clear();
    QTest::keyClick(&view, Qt::Key_V, Qt::ControlModifier | Qt::ShiftModifier);
    QCOMPARE(typed[0][0].toByteArray(), "words"_ba);
    typed.clear();
    for (const int key : {Qt::Key_F6, Qt::Key_F1, Qt::Key_F8})
        QTest::keyClick(&view, Qt::Key(key));
    QTest::keyClick(&view, Qt::Key_Period, Qt::ControlModifier);
    QVERIFY(typed.isEmpty()); // these are the window's
}

void TestPlaygroundParts::theViewAnswersDuringAFlood()
{
    TerminalView view;
    view.resize(500, 200);
    QByteArray flood;
    for (int i = 0; i < 20'000; ++i)
        flood += "line " + QByteArray::number(i) + "\r\n";
    view.feed(flood);
    QVERIFY(view.pending() > 0); // it came back before all was taken in
    QTRY_COMPARE_WITH_TIMEOUT(view.pending(), 0, 60'000);
    QVERIFY(view.screen().allText(5).contains(u"line 19999"_s));
    view.feed(flood);
    view.clear();
    QCOMPARE(view.pending(), 0);
    QCOMPARE(view.screen().allText(), QString());
}

void TestPlaygroundParts::linesKeepTheirLastLettersWhenTheBarComes()
{
    TerminalView view;
    view.resize(500, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const QByteArray line = QByteArray("x").repeated(view.screen().columns() - 1) + "!";
    const QSignalSpy resized(&view, &TerminalView::sizeChanged);
    view.feed((line + "\r\n").repeated(100));
    QTRY_VERIFY_WITH_TIMEOUT(view.verticalScrollBar()->isVisible(), 60'000);
    QVERIFY(resized.isEmpty()); // no program is told another size for it either
    QVERIFY(!view.screen().allText(200).contains(u"x\n"_s));
}

void TestPlaygroundParts::theTerminalIsReadAloud()
{
    TerminalView view;
    view.feed("one\r\ntwo");
    QAccessibleInterface *interface = QAccessible::queryAccessibleInterface(&view);
    QCOMPARE(interface->role(), QAccessible::Terminal);
    QVERIFY(!interface->text(QAccessible::Name).isEmpty());
    QAccessibleTextInterface *text = interface->textInterface();
    QVERIFY(text);
    QCOMPARE(text->text(0, text->characterCount()), u"one\ntwo"_s);
    QCOMPARE(text->cursorPosition(), 7);
}

void TestPlaygroundParts::filesAreATree()
{
    WorkspaceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.begin(treeOf({entry("z.py", EntryType::File, 0640, "12345"), entry("a", EntryType::Directory, 01777),
        entry("a/b", EntryType::Directory, 0755), entry("a/b/c.txt"), entry("bad\xffname")}));
    QCOMPARE(names(model), QStringList({u"a"_s, u"a/b"_s, u"a/b/c.txt"_s, u"bad\\xffname"_s, u"z.py"_s}));
    const QModelIndex file = model.indexOf("z.py");
    QCOMPARE(file.siblingAtColumn(WorkspaceModel::Mode).data().toString(), u"-rw-r-----"_s);
    QCOMPARE(file.siblingAtColumn(WorkspaceModel::Owner).data().toString(), u"learner"_s);
    QVERIFY(file.siblingAtColumn(WorkspaceModel::Size).data().toString().startsWith(u'5'));
    QCOMPARE(model.indexOf("a").siblingAtColumn(WorkspaceModel::Mode).data().toString(), u"drwxrwxrwt"_s);
    QVERIFY(file.data(Qt::AccessibleTextRole).toString().contains(u"rw-r-----"_s));
    QVERIFY(!model.indexOf("a/b/nothing").isValid());
    QCOMPARE(model.entry(model.indexOf("a/b/c.txt"))->path, "a/b/c.txt"_ba);
}

void TestPlaygroundParts::theModelFollowsChanges_data()
{
    QTest::addColumn<Tree>("after");
    QTest::addColumn<int>("inserted");
    QTest::addColumn<int>("removed");
    const Entry folder = entry("d", EntryType::Directory, 0755);
    const Entry inner = entry("d/in", EntryType::File, 0644, "x", 5);
    const Entry file = entry("f", EntryType::File, 0644, "y", 6);
    QTest::newRow("nothing happened") << treeOf({folder, inner, file}) << 0 << 0;
    QTest::newRow("a file came") << treeOf({folder, inner, file, entry("e")}) << 1 << 0;
    QTest::newRow("a file came into a folder") << treeOf({folder, inner, file, entry("d/another")}) << 1 << 0;
    QTest::newRow("a file went") << treeOf({folder, inner}) << 0 << 1;
    QTest::newRow("a folder went with all in it") << treeOf({file}) << 0 << 1;
    QTest::newRow("a mode changed") << treeOf({folder, inner, entry("f", EntryType::File, 0600, "y", 6)}) << 0 << 0;
    QTest::newRow("a file became a folder") << treeOf({folder, inner, entry("f", EntryType::Directory), entry("f/g")}) << 1 << 1;
    QTest::newRow("all went") << Tree() << 0 << 2;
}

void TestPlaygroundParts::theModelFollowsChanges()
{
    QFETCH(Tree, after);
    WorkspaceModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.begin(treeOf({entry("d", EntryType::Directory, 0755), entry("d/in", EntryType::File, 0644, "x", 5),
        entry("f", EntryType::File, 0644, "y", 6)}));
    const QPersistentModelIndex inner = model.indexOf("d/in");
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    QSignalSpy removed(&model, &QAbstractItemModel::rowsRemoved);
    QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
    model.update(after);
    QTEST(int(inserted.size()), "inserted");
    QTEST(int(removed.size()), "removed");
    QVERIFY(reset.isEmpty());
    QCOMPARE(inner.isValid(), after.find("d/in") != nullptr);
    WorkspaceModel fresh;
    fresh.begin(after);
    QCOMPARE(names(model), names(fresh));
    for (const Entry &one : after.entries)
        QCOMPARE(*model.entry(model.indexOf(one.path)), one);
}

void TestPlaygroundParts::renamingAsksFirst()
{
    WorkspaceModel model;
    model.begin(treeOf({entry("d", EntryType::Directory, 0755), entry("d/old")}));
    QSignalSpy asked(&model, &WorkspaceModel::renameRequested);
    QVERIFY(!model.setData(model.indexOf("d/old"), u"old"_s, Qt::EditRole));
    QVERIFY(!model.setData(model.indexOf("d/old"), QString(), Qt::EditRole));
    QVERIFY(asked.isEmpty());
    QVERIFY(!model.setData(model.indexOf("d/old"), u"näw"_s, Qt::EditRole));
    QCOMPARE(asked[0][0].toByteArray(), "d/old"_ba);
    QCOMPARE(asked[0][1].toByteArray(), "d/n\xc3\xa4w"_ba);
    QCOMPARE(model.indexOf("d/old").data().toString(), u"old"_s); // until it happened
}

void TestPlaygroundParts::clickingALetterAsksForAMode_data()
{
    QTest::addColumn<int>("letter");
    QTest::addColumn<quint32>("mode");
    for (int i = 0; i < modeBits().size(); ++i)
        QTest::addRow("letter %d", i) << i << (0640U ^ modeBits()[i].bit);
}

void TestPlaygroundParts::clickingALetterAsksForAMode()
{
    QFETCH(int, letter);
    WorkspaceModel model;
    model.begin(treeOf({entry("f", EntryType::File, 0640), entry("link", EntryType::SymbolicLink, 0777)}));
    WorkspaceView view(&model);
    view.resize(420, 200);
    view.show();
    QVERIFY(QTest::qWaitForWindowExposed(&view));
    const auto letterPlace = [&](const QByteArray &path) {
        const QRect cell = view.visualRect(model.indexOf(path).siblingAtColumn(WorkspaceModel::Mode));
        for (int x = cell.left(); x < cell.right(); ++x) {
            const QPoint point(x, cell.center().y());
            if (WorkspaceDelegate::bitAt(cell, point, &view) == letter)
                return point + QPoint(2, 0);
        }
        return QPoint();
    };
    QSignalSpy asked(&view, &WorkspaceView::modeRequested);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, letterPlace("link")); // has no mode of its own
    QVERIFY(asked.isEmpty());
    QTest::mouseClick(view.viewport(), Qt::LeftButton, {}, letterPlace("f"));
    QCOMPARE(asked.size(), 1);
    QCOMPARE(asked[0][0].toByteArray(), "f"_ba);
    QTEST(asked[0][1].toUInt(), "mode");
}

void TestPlaygroundParts::switchesAskForAMode()
{
    ModeSwitches switches;
    switches.show();
    QVERIFY(QTest::qWaitForWindowActive(&switches));
    QVERIFY(!switches.switches().first()->isEnabled());
    switches.setEntry(entry("link", EntryType::SymbolicLink, 0777));
    QVERIFY(!switches.switches().first()->isEnabled());
    switches.setEntry(entry("f", EntryType::File, 0640));
    QVERIFY(unnamedFocusStops(&switches).isEmpty());
    QSignalSpy asked(&switches, &ModeSwitches::modeRequested);
    switches.switches()[4]->setFocus();
    QTest::keyClick(switches.switches()[4], Qt::Key_Space);
    QCOMPARE(asked.takeLast()[1].toUInt(), 0660U);
    QVERIFY(!switches.switches()[4]->isChecked()); // not before it is so
    switches.octal()->setFocus();
    switches.octal()->selectAll();
    QTest::keyClicks(switches.octal(), u"4711"_s);
    QTest::keyClick(switches.octal(), Qt::Key_Return);
    QCOMPARE(asked.takeLast()[1].toUInt(), 04711U);
    QTest::keyClicks(switches.octal(), u"89x"_s); // no octal digits
    QCOMPARE(switches.octal()->text(), u"4711"_s);
    QCOMPARE(chmodCall("d/f", 0640), u"os.chmod(\"d/f\", 0o640)"_s);
    QCOMPARE(chmodCall("a\"b", 04), u"os.chmod(\"a\\\"b\", 0o004)"_s);
}

void TestPlaygroundParts::changesAreToldAsTheyHappened_data()
{
    QTest::addColumn<Tree>("before");
    QTest::addColumn<Tree>("after");
    QTest::addColumn<QStringList>("told"); // sign, path: detail
    const Entry f = entry("f", EntryType::File, 0644, "abc", 7);
    const auto row = [](const char *name, const Tree &before, const Tree &after, const QStringList &told) {
        QTest::newRow(name) << before << after << told;
    };
    row("nothing", treeOf({f}), treeOf({f}), {});
    Entry elsewhere = entry("f", EntryType::File, 0644, "abc", 8);
    elsewhere.device = 1;
    row("as it is on another file system", treeOf({f}), treeOf({elsewhere}), {});
    row("a new file", {}, treeOf({entry("f", EntryType::File, 0600, "abc", 7)}), {u"+ f: created, mode 0600, 3 bytes"_s});
    row("a new folder", {}, treeOf({entry("d", EntryType::Directory, 0700)}), {u"+ d: folder, mode 0700"_s});
    row("a file is gone", treeOf({f}), {}, {u"\u2212 f: removed"_s});
    row("a rename", treeOf({f}), treeOf({entry("g", EntryType::File, 0644, "abc", 7)}), {u"\u2192 g: renamed, was f"_s});
    row("a file took another's place", treeOf({f}), treeOf({entry("f", EntryType::File, 0644, "abc", 8)}),
        {u"\u2192 f: replaced: inode 7 became 8"_s});
    row("a mode", treeOf({f}), treeOf({entry("f", EntryType::File, 0600, "abc", 7)}), {u"~ f: mode 0644 became 0600"_s});
    row("more bytes", treeOf({f}), treeOf({entry("f", EntryType::File, 0644, "abcd", 7)}), {u"~ f: 3 bytes became 4 bytes"_s});
    row("other bytes", treeOf({f}), treeOf({entry("f", EntryType::File, 0644, "abd", 7)}), {u"~ f: other content, same size"_s});
    Entry touched = f;
    touched.modifiedNs = 5;
    row("its time", treeOf({f}), treeOf({touched}), {u"~ f: time changed"_s});
    Entry folder = entry("d", EntryType::Directory, 0755, {}, 3);
    Entry written = folder;
    written.modifiedNs = 5;
    written.size = 60;
    row("a file in a folder", treeOf({folder}), treeOf({written, entry("d/x", EntryType::File, 0644, {}, 9)}),
        {u"+ d/x: created, mode 0644, 0 bytes"_s});
    Entry twin = f;
    twin.linkCount = 2;
    Entry other = twin;
    other.path = "g";
    row("a second name", treeOf({f}), treeOf({twin, other}), {u"~ f: 2 names"_s, u"+ g: created, mode 0644, 3 bytes"_s});
}

void TestPlaygroundParts::changesAreToldAsTheyHappened()
{
    QFETCH(Tree, before);
    QFETCH(Tree, after);
    QStringList told;
    for (const TreeChange &change : changesBetween(before, after))
        told.append(u"%1 %2: %3"_s.arg(signText(change.kind), QString::fromUtf8(change.path), detailText(change)));
    QTEST(told, "told");
}

void TestPlaygroundParts::theListOfChangesIsAModel()
{
    const Tree one = treeOf({entry("f", EntryType::File, 0644, "abc", 7)});
    QVERIFY(changesBetween(one, treeOf({entry("f", EntryType::File, 0644, "abc", 8)}), Identities::Ignored).isEmpty());
    const auto grown = changesBetween(one, treeOf({entry("f", EntryType::File, 0644, "abcd", 8)}), Identities::Ignored);
    QCOMPARE(detailText(grown.at(0)), u"3 bytes became 4 bytes"_s);
    TreeChangeModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QList<TreeChange> some = changesBetween({}, treeOf({entry("a"), entry("b")}));
    model.add(some, 1000);
    model.add(changesBetween({}, treeOf({entry("c")})), 2000);
    QCOMPARE(names(model), QStringList({u"c"_s, u"b"_s, u"a"_s})); // newest first
    for (int i = 0; i < 300; ++i)
        model.add(some, i);
    QCOMPARE(model.rowCount(), int(TreeChangeModel::mostRows));
    model.setChanges(some);
    QCOMPARE(names(model), QStringList({u"a"_s, u"b"_s}));
    model.clear();
    QCOMPARE(model.rowCount(), 0);
}

void TestPlaygroundParts::filesKeepTheirBytes_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<FileText::Kind>("kind");
    using enum FileText::Kind;
    QTest::newRow("empty") << ""_ba << Text;
    QTest::newRow("lines") << "a\nb\n"_ba << Text;
    QTest::newRow("no line end at the end") << "a\nb"_ba << Text;
    QTest::newRow("line ends of Windows") << "a\r\nb\r\n"_ba << Text;
    QTest::newRow("a byte order mark") << "\xef\xbb\xbf" "a\n"_ba << Text;
    QTest::newRow("letters") << "\xc3\xa9\xe2\x82\xac\xf0\x9f\x90\x8d\n"_ba << Text;
    QTest::newRow("line ends of both kinds") << "a\r\nb\n"_ba << MixedLineEnds;
    QTest::newRow("line ends of an old Mac") << "a\rb\r"_ba << MixedLineEnds;
    QTest::newRow("no UTF-8") << "a\xff\n"_ba << NotText;
    QTest::newRow("a zero byte") << QByteArray("a\0b", 3) << NotText;
    QTest::newRow("a large one") << QByteArray(3 << 20, 'x') << TooLarge;
}

void TestPlaygroundParts::filesKeepTheirBytes()
{
    QFETCH(QByteArray, content);
    QFETCH(FileText::Kind, kind);
    const FileText file = FileText::of(content);
    QCOMPARE(file.kind, kind);
    if (kind == FileText::Kind::Text)
        QCOMPARE(file.bytes(file.text), content);
    QVERIFY(!file.text.contains(u'\r'));
}

void TestPlaygroundParts::commandsAreAsTyped()
{
    QCOMPARE(commandLine({}), "python3 main.py"_ba);
    QCOMPARE(commandLine({.file = "d/x.py", .arguments = {"-v", "2"}}), "python3 d/x.py -v 2"_ba);
}

namespace {

int rowOf(const QAbstractItemModel &model, const QString &name)
{
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data().toString() == name)
            return row;
    }
    return -1;
}

RunRecord runOf(int number, const Tree &before, const Tree &after)
{
    RunRecord run;
    run.number = number;
    run.before = before;
    run.after = after;
    return run;
}

} // namespace

void TestPlaygroundParts::ownVariablesLieOverTheBoxs()
{
    EnvironmentModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy changed(&model, &EnvironmentModel::ownChanged);
    model.setGiven({{"PATH", "/bin"}, {"HOME", "/home/learner"}});
    QCOMPARE(names(model), QStringList({u"HOME"_s, u"PATH"_s, u"Add …"_s}));
    QVERIFY(changed.isEmpty());
    QVERIFY(!(model.flags(model.index(0, EnvironmentModel::Name)) & Qt::ItemIsEditable)); // the box's name stays
    QVERIFY(model.setData(model.index(2, EnvironmentModel::Name), u"OWN"_s, Qt::EditRole));
    QVERIFY(model.setData(model.index(rowOf(model, u"OWN"_s), EnvironmentModel::Value), u"wert ä"_s, Qt::EditRole));
    QVERIFY(model.setData(model.index(rowOf(model, u"PATH"_s), EnvironmentModel::Value), u"/usr/bin"_s, Qt::EditRole));
    QCOMPARE(model.own(), EnvironmentVariables({{"OWN", "wert \xc3\xa4"}, {"PATH", "/usr/bin"}}));
    QCOMPARE(changed.size(), 3);
    QVERIFY(model.setData(model.index(rowOf(model, u"OWN"_s), EnvironmentModel::Name), u"MINE"_s, Qt::EditRole));
    QCOMPARE(model.own().first().first, "MINE"_ba);
    model.takeBack(model.index(rowOf(model, u"PATH"_s), 0));
    QCOMPARE(model.index(rowOf(model, u"PATH"_s), EnvironmentModel::Value).data().toString(), u"/bin"_s);
    model.takeBack(model.index(rowOf(model, u"HOME"_s), 0)); // nothing of one's own there
    model.takeBack(model.index(model.rowCount() - 1, 0));
    QCOMPARE(model.own().size(), 1);
}

void TestPlaygroundParts::namesOfVariablesAreChecked_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<bool>("taken");
    QTest::newRow("letters") << u"NAME"_s << true;
    QTest::newRow("letters the kernel does not mind") << u"näme with blanks"_s << true;
    QTest::newRow("nothing") << QString() << false;
    QTest::newRow("an equals sign") << u"A=B"_s << false;
    QTest::newRow("an option of env") << u"-i"_s << false;
    QTest::newRow("a zero byte") << QString(u"A\0B"_s) << false;
}

void TestPlaygroundParts::namesOfVariablesAreChecked()
{
    QFETCH(QString, name);
    EnvironmentModel model;
    QTEST(model.setData(model.index(0, EnvironmentModel::Name), name, Qt::EditRole), "taken");
    QFETCH(bool, taken);
    QCOMPARE(model.own().size(), taken ? 1 : 0);
}

void TestPlaygroundParts::runsShareWhatDidNotChange()
{
    const auto tree = [](const QByteArray &changed) {
        return treeOf({entry("large", EntryType::File, 0644, QByteArray(100'000, 'x')), entry("small", EntryType::File, 0644, changed)});
    };
    RunModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.add(runOf(1, tree("a"), tree("b")));
    model.add(runOf(2, tree("b"), tree("c")));
    QCOMPARE(names(model), QStringList({u"python3 main.py"_s, u"python3 main.py"_s}));
    QCOMPARE(model.index(0).data(RunModel::NumberRole).toInt(), 2); // the newest is first
    const QByteArray &large = model.runs()[1].before.find("large")->content;
    for (const RunRecord &run : model.runs()) {
        QCOMPARE(run.before.find("large")->content.constData(), large.constData());
        QCOMPARE(run.after.find("large")->content.constData(), large.constData());
    }
    QCOMPARE(ownBytes(model.runs()[0].after, model.runs()[0].before), 1);
    QVERIFY(model.index(0).data(RunModel::DetailRole).toString().contains(u"1 change"_s));
}

void TestPlaygroundParts::oldRunsAreForgotten()
{
    RunModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QSignalSpy forgotten(&model, &RunModel::forgotten);
    for (int i = 1; i <= RunModel::mostRuns + 2; ++i)
        model.add(runOf(i, {}, {}));
    QCOMPARE(model.rowCount(), int(RunModel::mostRuns));
    QCOMPARE(forgotten.size(), 2);
    QCOMPARE(forgotten[0][0].toInt(), 1);
    const auto large = [](char letter) {
        return treeOf({entry("f", EntryType::File, 0644, QByteArray(RunModel::mostBytes / 4, letter))});
    };
    for (int i = 0; i < 4; ++i)
        model.add(runOf(100 + i, large(char('a' + 2 * i)), large(char('b' + 2 * i))));
    QVERIFY(model.rowCount() <= 3); // each holds half of what all may
    QCOMPARE(model.runs()[0].number, 103);
}

void TestPlaygroundParts::theStateIsKept()
{
    const QTemporaryDir folder;
    const PlaygroundStore store(folder.filePath(u"playground"_s));
    QVERIFY(!store.load());
    QVERIFY(store.loadRuns().isEmpty());
    Entry odd = entry("bad\xffname", EntryType::File, 04711, QByteArray("a\0b", 3), 77);
    odd.modifiedNs = -5;
    odd.xattrs = {{"user.note", "x"}};
    odd.digest = QByteArray(32, 'd');
    odd.blocks = 8;
    odd.linkCount = 3;
    Entry link = entry("link", EntryType::SymbolicLink, 0777);
    link.target = "to";
    PlaygroundState state{.files = treeOf({odd, link}), .start = treeOf({entry("f")}), .startName = u"Ä"_s,
        .open = {"a", "b"}, .current = "b", .arguments = u"-v"_s, .usesInput = true, .input = u"words"_s,
        .environment = {{"A", "B"}}, .runs = 7, .outside = {{"a", "digest"}}, .edits = {{"b", "{}"}},
        .mounts = {{.path = "/mnt/other", .bytes = 4096, .inodes = 7, .readOnly = true, .content = treeOf({entry("g")})}}};
    QVERIFY(store.save(state));
    const auto loaded = store.load();
    QVERIFY(loaded);
    QCOMPARE(loaded->files, state.files);
    QCOMPARE(loaded->start, state.start);
    QCOMPARE(loaded->startName, state.startName);
    QCOMPARE(loaded->open, state.open);
    QCOMPARE(loaded->current, state.current);
    QCOMPARE(loaded->arguments, state.arguments);
    QCOMPARE(loaded->usesInput, true);
    QCOMPARE(loaded->input, state.input);
    QCOMPARE(loaded->environment, state.environment);
    QCOMPARE(loaded->runs, 7);
    QCOMPARE(loaded->outside, state.outside);
    QCOMPARE(loaded->edits, state.edits);
    QCOMPARE(loaded->mounts.size(), 1);
    QCOMPARE(loaded->mounts[0].path, "/mnt/other"_ba);
    QCOMPARE(loaded->mounts[0].bytes, 4096);
    QCOMPARE(loaded->mounts[0].inodes, 7);
    QCOMPARE(loaded->mounts[0].readOnly, true);
    QCOMPARE(loaded->mounts[0].content, treeOf({entry("g")}));

    RunRecord run = runOf(12, state.files, state.start);
    run.order = {.file = "x.py", .arguments = {"1"}, .environment = {{"E", "F"}}, .input = "in"};
    run.report = {.ending = sandbox::Ending::Signalled, .exitStatus = 3, .signal = 9, .limitReached = 5,
        .wall = std::chrono::microseconds(17)};
    QVERIFY(store.saveRun(run));
    QVERIFY(store.saveRun(runOf(2, {}, {})));
    const QList<RunRecord> runs = store.loadRuns();
    QCOMPARE(runs.size(), 2);
    QCOMPARE(runs[0].number, 2); // in their order
    QVERIFY(!runs[0].order.input);
    QCOMPARE(runs[1].order, run.order);
    QCOMPARE(runs[1].before, run.before);
    QCOMPARE(runs[1].after, run.after);
    QCOMPARE(runs[1].report.signal, 9);
    QCOMPARE(runs[1].report.wall, run.report.wall);
    store.removeRun(12);
    QCOMPARE(store.loadRuns().size(), 1);
}

void TestPlaygroundParts::brokenFilesAreNoState_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("something else") << "{}"_ba;
    QTest::newRow("something else, compressed") << qCompress("{}"_ba);
    QTest::newRow("cut off") << QByteArray();
}

void TestPlaygroundParts::brokenFilesAreNoState()
{
    QFETCH(QByteArray, bytes);
    const QTemporaryDir folder;
    const PlaygroundStore store(folder.path());
    if (QTest::currentDataTag() == "cut off"_ba) {
        QVERIFY(store.save({.files = treeOf({entry("f", EntryType::File, 0644, "content")})}));
        QFile whole(folder.filePath(u"state"_s));
        QVERIFY(whole.open(QIODevice::ReadOnly));
        const QByteArray all = qUncompress(whole.readAll());
        bytes = qCompress(all.first(all.size() - 10));
    }
    QFile file(folder.filePath(u"state"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    QTest::failOnWarning(QRegularExpression(u"assert"_s));
    QVERIFY(!store.load());
}

void TestPlaygroundParts::everythingThatRunsIsAStart()
{
    const course::Course course = course::loadCourse(QStringLiteral(RINGSIDE_SOURCE_FOLDER));
    const QList<StartingChoice> choices = startingChoices(course);
    QVERIFY(choices.size() > course.exercises.size());
    QSet<QString> places;
    for (const StartingChoice &choice : choices) {
        QVERIFY(!choice.title.isEmpty() && !choice.detail.isEmpty());
        places.insert(choice.place);
    }
    QCOMPARE(places.size(), choices.size());
    // Nor does an example that does not go on from another: it starts with the file systems of its world, too.
    sandbox::Sandbox none(QStringList{u"/bin/false"_s});
    int mounts = 0;
    for (const course::Lesson &lesson : course.lessons) {
        for (qsizetype block = 0; block < lesson.blocks.size(); ++block) {
            const auto *example = std::get_if<course::Example>(&lesson.blocks[block].content);
            if (!example || !example->run || example->continues || example->world.isEmpty())
                continue;
            const auto point = sandbox::waitFor(startingPoint(none, course, examplePlace(lesson.id, block)));
            QVERIFY2(point, qPrintable(lesson.id));
            mounts += int(point->mounts.size());
        }
    }
    QVERIFY(mounts > 0);
    // Exercises need no run, so all of them are built here.
    for (const course::Exercise &exercise : course.exercises) {
        QVERIFY(places.contains(exercisePlace(exercise.slug)));
        const auto point = sandbox::waitFor(startingPoint(none, course, exercisePlace(exercise.slug)));
        QVERIFY2(point, qPrintable(exercise.slug));
        QVERIFY2(point->files.find(point->shown) && point->files.find("main.py"), qPrintable(exercise.slug));
    }
    for (const QString &place : {u"exercise/none"_s, u"example/none/1"_s, u"example/os-module/x"_s, u"example/os-module/0"_s, QString()})
        QVERIFY2(!sandbox::waitFor(startingPoint(none, course, place)), qPrintable(place));
}

QTEST_MAIN(TestPlaygroundParts)
#include "tst_playgroundparts.moc"
