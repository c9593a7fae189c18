// Another program changes a file that is open in the window: a real program, started by the window itself.

#include "desktop/exercise/workbenchpage.h"
#include "desktop/playground/editortabs.h"
#include "desktop/playground/playgroundpage.h"
#include "desktop/playground/terminalview.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/widgets/outsidechanges.h"
#include "desktop/window/settingspage.h"
#include "windowtest.h"

#include <QLineEdit>
#include <QProcess>
#include <QSignalSpy>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

#define WAIT(condition) QTRY_VERIFY_WITH_TIMEOUT(condition, 60'000)

namespace {

enum class Place : quint8 { Playground, Workbench };

/// Does what the programs do that one edits with. $1 is the file, $2 what it is to hold.
const QString intoIt = uR"(printf '%s' "$2" > "$1")"_s;
const QString overIt = uR"(printf '%s' "$2" > "$1~" && mv "$1~" "$1")"_s;
const QString aside = uR"(mv "$1" "$1~" && printf '%s' "$2" > "$1")"_s;

void save(const QString &how, const QString &file, const QString &text)
{
    QCOMPARE(QProcess::execute(u"/bin/sh"_s, {u"-c"_s, how, u"sh"_s, file, text}), 0);
}

} // namespace

class TestExternalEditor : public QObject
{
    Q_OBJECT

private slots:
    void init();
    void cleanup() { m_window.reset(); }

    void whatItSavesIsShown_data();
    void whatItSavesIsShown();
    void theWindowSavesForItToo_data();
    void theWindowSavesForItToo();
    void whoChangedWhatIsAsked_data();
    void whoChangedWhatIsAsked();
    void withoutAnAnswerNothingIsLost_data();
    void withoutAnAnswerNothingIsLost();
    void whatIsNoTextIsNotTaken();
    void aRunIsOfWhatItSaved();
    void itsWorkIsSeenAtTheNextStart();
    void undoOutlivesTheWindow();
    void aCommandThatFailsIsTold_data();
    void aCommandThatFailsIsTold();
    void theCommandIsChosenInTheSettings();

private:
    void placeRows();
    void openWindow(Place place);
    void openOutside(Place place);
    [[nodiscard]] CodeEditor *editor(Place place) const;
    [[nodiscard]] PlaygroundPage *playground() const;
    [[nodiscard]] ConflictBar *bar(Place place) const { return editor(place)->findChild<ConflictBar *>(); }
    void choose(Place place, const QString &answer);
    [[nodiscard]] QString file(const QString &name) const { return m_folder->filePath(name); }

    DesktopTest m_look;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<MainWindow> m_window;
    QString m_opened; ///< the file the program was started with, the last time
};

// The program stands for any editor: it notes which file it was given.
void TestExternalEditor::init()
{
    DesktopTest::announcements().clear();
    m_folder = std::make_unique<QTemporaryDir>();
    const QString program = file(u"my editor"_s);
    writeFile(program, "#!/bin/sh\nprintf '%s' \"$2\" > \"$1.new\" && mv \"$1.new\" \"$1\"\n");
    QVERIFY(QFile::setPermissions(program, QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
    writeFile(file(u"settings.json"_s),
        uR"({"external_editor": "\"%1\" \"%2\" %f"})"_s.arg(program, file(u"opened"_s)).toUtf8());
}

void TestExternalEditor::placeRows()
{
    QTest::addColumn<Place>("place");
    QTest::newRow("in the playground") << Place::Playground;
    QTest::newRow("in an exercise") << Place::Workbench;
}

void TestExternalEditor::openWindow(Place place)
{
    requireSandbox(m_sandbox);
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), m_sandbox, pathsIn(m_folder->path()));
    m_window->resize(1400, 900); // with all its columns
    m_window->show();
    QVERIFY(QTest::qWaitForWindowActive(m_window.get()));
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QVERIFY(loaded.wait(120'000));
    QVERIFY(m_window->openLink(place == Place::Playground ? u"ringside:playground"_s : u"exercise:count-by-extension"_s));
    if (place == Place::Playground)
        WAIT(playground()->box().activity() == PlaygroundBox::Activity::Prompt);
    WAIT(editor(place));
}

PlaygroundPage *TestExternalEditor::playground() const
{
    return qobject_cast<PlaygroundPage *>(m_window->page(u"playground"_s));
}

CodeEditor *TestExternalEditor::editor(Place place) const
{
    return place == Place::Playground ? playground()->tabs()->currentEditor() : m_window->workbenchPage()->editor();
}

void TestExternalEditor::openOutside(Place place)
{
    openWindow(place);
    QTest::keyClick(m_window->windowHandle(), Qt::Key_E, Qt::ControlModifier);
    WAIT(QFile::exists(file(u"opened"_s)));
    m_opened = readFile(file(u"opened"_s));
    QCOMPARE(readFile(m_opened), editor(place)->toPlainText());
}

void TestExternalEditor::choose(Place place, const QString &answer)
{
    for (Button *button : bar(place)->findChildren<Button *>()) {
        if (button->isVisible() && button->text() == answer)
            return button->click();
    }
    QFAIL(qPrintable(u"there is no answer: "_s + answer));
}

void TestExternalEditor::whatItSavesIsShown_data()
{
    QTest::addColumn<Place>("place");
    QTest::addColumn<QString>("how");
    QTest::newRow("in the playground, written into the file") << Place::Playground << intoIt;
    QTest::newRow("in the playground, a new file over it") << Place::Playground << overIt;
    QTest::newRow("in an exercise, written into the file") << Place::Workbench << intoIt;
    QTest::newRow("in an exercise, a new file over it") << Place::Workbench << overIt;
    QTest::newRow("in an exercise, a new file for the one put aside") << Place::Workbench << aside;
}

void TestExternalEditor::whatItSavesIsShown()
{
    QFETCH(Place, place);
    QFETCH(QString, how);
    openOutside(place);
    const QString before = editor(place)->toPlainText();
    editor(place)->goToLine(2, 3);
    const int column = editor(place)->textCursor().positionInBlock();
    for (const QString &text : {u"# added above\n"_s + before, u"# and changed\n"_s + before}) { // and once more
        save(how, m_opened, text);
        WAIT(editor(place)->toPlainText() == text);
    }
    QCOMPARE(editor(place)->textCursor().blockNumber(), 2); // on the line it was on
    QCOMPARE(editor(place)->textCursor().positionInBlock(), column);
    QVERIFY(!bar(place)->isVisible());
    QVERIFY(DesktopTest::heard(u"Another program changed"_s));
    editor(place)->undo();
    editor(place)->undo();
    QCOMPARE(editor(place)->toPlainText(), before);
}

void TestExternalEditor::theWindowSavesForItToo_data()
{
    placeRows();
}

void TestExternalEditor::theWindowSavesForItToo()
{
    QFETCH(Place, place);
    openOutside(place);
    editor(place)->replaceText(u"typed = 'here'\n"_s);
    WAIT(readFile(m_opened) == u"typed = 'here'\n");
    save(intoIt, m_opened, u"typed = 'there'\n"_s);
    WAIT(editor(place)->toPlainText() == u"typed = 'there'\n");
    QVERIFY(!bar(place)->isVisible());
}

void TestExternalEditor::whoChangedWhatIsAsked_data()
{
    QTest::addColumn<Place>("place");
    QTest::addColumn<QString>("answer");
    QTest::addColumn<QString>("kept");
    QTest::addColumn<QString>("undone");
    const QString mine = u"mine = 1\n"_s;
    const QString theirs = u"theirs = 1\n"_s;
    for (const auto &[place, name] : {std::pair(Place::Playground, "in the playground"), std::pair(Place::Workbench, "in an exercise")}) {
        QTest::addRow("%s, this text is kept", name) << place << u"Keep this text"_s << mine << theirs;
        QTest::addRow("%s, the other is taken", name) << place << u"Take the other"_s << theirs << mine;
    }
}

void TestExternalEditor::whoChangedWhatIsAsked()
{
    QFETCH(Place, place);
    QFETCH(QString, answer);
    QFETCH(QString, kept);
    QFETCH(QString, undone);
    openOutside(place);
    editor(place)->replaceText(u"mine = 1\n"_s);
    save(intoIt, m_opened, u"theirs = 1\n"_s); // before the window saves
    WAIT(bar(place)->isVisible());
    QVERIFY(DesktopTest::heard(u"was changed here and by another program"_s));
    QCOMPARE(unnamedFocusStops(bar(place)), QStringList());
    m_window->currentPage()->save();
    QCOMPARE(readFile(m_opened), u"theirs = 1\n"_s); // as long as nobody answers
    QCOMPARE(editor(place)->toPlainText(), u"mine = 1\n"_s);

    choose(place, answer);
    QVERIFY(!bar(place)->isVisible());
    QCOMPARE(editor(place)->toPlainText(), kept);
    WAIT(readFile(m_opened) == kept);
    editor(place)->undo();
    QCOMPARE(editor(place)->toPlainText(), undone);
}

void TestExternalEditor::withoutAnAnswerNothingIsLost_data()
{
    placeRows();
}

void TestExternalEditor::withoutAnAnswerNothingIsLost()
{
    QFETCH(Place, place);
    openOutside(place);
    editor(place)->replaceText(u"mine = 1\n"_s);
    save(intoIt, m_opened, u"theirs = 1\n"_s);
    WAIT(bar(place)->isVisible());
    m_window->close();
    m_window.reset();
    QCOMPARE(readFile(m_opened), u"theirs = 1\n"_s);
    openWindow(place);
    if (place == Place::Playground) { // where the file is not the learner's text itself, it is asked again
        QCOMPARE(editor(place)->toPlainText(), u"mine = 1\n"_s);
        WAIT(bar(place)->isVisible());
    } else {
        QCOMPARE(editor(place)->toPlainText(), u"theirs = 1\n"_s);
        editor(place)->undo();
        QCOMPARE(editor(place)->toPlainText(), u"mine = 1\n"_s);
    }
}

void TestExternalEditor::whatIsNoTextIsNotTaken()
{
    openOutside(Place::Workbench);
    const QString before = editor(Place::Workbench)->toPlainText();
    writeFile(m_opened, "\xff\xfe\x00 no text");
    WAIT(bar(Place::Workbench)->isVisible());
    QCOMPARE(editor(Place::Workbench)->toPlainText(), before);
    choose(Place::Workbench, u"Keep this text"_s);
    editor(Place::Workbench)->replaceText(u"mine = 1\n"_s);
    WAIT(readFile(m_opened) == u"mine = 1\n");
}

void TestExternalEditor::aRunIsOfWhatItSaved()
{
    openOutside(Place::Playground);
    QSignalSpy finished(playground(), &PlaygroundPage::runFinished);
    save(overIt, m_opened, u"print('saved', 'there')\n"_s);
    playground()->run(); // before the window had time to look
    QVERIFY(finished.wait(60'000));
    QVERIFY2(playground()->terminal()->screen().allText().contains(u"saved there"_s),
        qPrintable(playground()->terminal()->screen().allText()));
}

void TestExternalEditor::itsWorkIsSeenAtTheNextStart()
{
    openOutside(Place::Playground);
    m_window->close();
    m_window.reset();
    save(intoIt, m_opened, u"print('while it was closed')\n"_s);
    openWindow(Place::Playground);
    WAIT(editor(Place::Playground)->toPlainText() == u"print('while it was closed')\n");
    QVERIFY(!bar(Place::Playground)->isVisible());
}

void TestExternalEditor::undoOutlivesTheWindow()
{
    openWindow(Place::Playground);
    const QString before = editor(Place::Playground)->toPlainText();
    editor(Place::Playground)->replaceText(u"first = 1\n"_s);
    editor(Place::Playground)->replaceText(u"second = 2\n"_s);
    m_window->close();
    m_window.reset();
    openWindow(Place::Playground);
    QCOMPARE(editor(Place::Playground)->toPlainText(), u"second = 2\n"_s);
    editor(Place::Playground)->undo();
    QCOMPARE(editor(Place::Playground)->toPlainText(), u"first = 1\n"_s);
    editor(Place::Playground)->undo();
    QCOMPARE(editor(Place::Playground)->toPlainText(), before);
}

void TestExternalEditor::aCommandThatFailsIsTold_data()
{
    QTest::addColumn<Place>("place");
    QTest::addColumn<QByteArray>("command");
    QTest::addColumn<QString>("told");
    QTest::newRow("there is no such program") << Place::Playground << "/no/such/program"_ba << u"could not be started"_s;
    QTest::newRow("it ends with a failure") << Place::Workbench << "/bin/false"_ba << u"ended with the status 1"_s;
}

void TestExternalEditor::aCommandThatFailsIsTold()
{
    QFETCH(Place, place);
    QFETCH(QByteArray, command);
    QFETCH(QString, told);
    writeFile(file(u"settings.json"_s), "{\"external_editor\": \"" + command + "\"}");
    openWindow(place);
    m_window->currentPage()->performOwn(u"external"_s);
    WAIT(std::ranges::any_of(m_window->findChildren<QWidget *>(), [&](const QWidget *widget) {
        return widget->isVisible() && widget->accessibleDescription().contains(told);
    }));
}

void TestExternalEditor::theCommandIsChosenInTheSettings()
{
    openWindow(Place::Workbench);
    m_window->perform(Command::GoSettings);
    for (QLineEdit *field : m_window->settingsPage()->findChildren<QLineEdit *>()) {
        if (field->accessibleName() != u"Command of an external editor")
            continue;
        field->setFocus();
        field->clear();
        QTest::keyClicks(field, u"kate -b"_s);
        QTest::keyClick(field, Qt::Key_Return);
    }
    QCOMPARE(m_window->preferences().externalEditor, u"kate -b"_s);
    QCOMPARE(loadPreferences(file(u"settings.json"_s)).externalEditor, u"kate -b"_s);
}

QTEST_MAIN(TestExternalEditor)
#include "tst_externaleditor.moc"
