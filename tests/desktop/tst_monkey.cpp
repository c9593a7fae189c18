// Somebody who knows nothing and is in a hurry: keys, clicks and wheel at random, anywhere in the window. Nothing may
// crash, and the window must still answer afterwards. RINGSIDE_MONKEY_SECONDS=300 makes it five minutes; the seed is
// printed, and RINGSIDE_MONKEY_SEED plays one again.

#include "desktop/window/actionregistry.h"
#include "windowtest.h"

#include <QDesktopServices>
#include <QDir>
#include <QElapsedTimer>
#include <QKeyEvent>
#include <QPointer>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTimer>
#include <QWindow>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

class TestMonkey : public QObject
{
    Q_OBJECT

public:
    /// QtTest ends a test after five minutes by itself, just before this one may be through.
    static void initMain() { qputenv("QTEST_FUNCTION_TIMEOUT", "3600000"); }

public slots:
    void sink(const QUrl &) { } // no browser is to open

private slots:
    void nothingCrashes();

private:
    void act(QRandomGenerator &random);
    void closeDialogs();
    void click(QRandomGenerator &random);
    void press(QRandomGenerator &random);
    void turn(QRandomGenerator &random);

    DesktopTest m_look;
    std::unique_ptr<MainWindow> m_window;
};

void TestMonkey::nothingCrashes()
{
    for (const QString &scheme : {u"http"_s, u"https"_s, u"file"_s})
        QDesktopServices::setUrlHandler(scheme, this, "sink");
    const int seconds = qMax(3, qEnvironmentVariableIntValue("RINGSIDE_MONKEY_SECONDS"));
    bool chosen = false;
    const int wanted = qEnvironmentVariableIntValue("RINGSIDE_MONKEY_SEED", &chosen);
    const quint32 seed = chosen ? quint32(wanted) : 20251121;
    qInfo("seed %u, %d s", seed, seconds);
    QRandomGenerator random(seed);

    const QTemporaryDir folder;
    const WindowPaths paths = pathsIn(folder.path());
    Preferences preferences;
    preferences.externalEditor = u"true"_s; // nor an editor
    QVERIFY(savePreferences(paths.preferences, preferences));
    sandbox::Sandbox sandbox;
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), sandbox, paths);
    m_window->resize(1100, 760);
    m_window->show();
    m_window->actions().action(Command::Quit)->setShortcuts({});
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QVERIFY(loaded.wait(120'000));

    // Some menus of Qt wait for an answer in an event loop of their own.
    QTimer janitor;
    connect(&janitor, &QTimer::timeout, this, [this] {
        if (QWidget *popup = QApplication::activePopupWidget())
            popup->close();
        closeDialogs();
    });
    janitor.start(200);
    QElapsedTimer clock;
    clock.start();
    while (clock.elapsed() < seconds * 1000) {
        act(random);
        QCoreApplication::processEvents();
        closeDialogs();
    }
    m_window->show();
    QTest::keyClick(m_window.get(), Qt::Key_Escape);
    m_window->perform(Command::GoCourse);
    QCOMPARE(m_window->location().screen, Screen::Course);
    QVERIFY(m_window->close());
    m_window.reset();
}

void TestMonkey::act(QRandomGenerator &random)
{
    switch (random.bounded(10)) {
    case 0: turn(random); break;
    case 1:
    case 2:
    case 3: click(random); break;
    default: press(random);
    }
}

// The desktop's own dialogs are not ours to test: they are left by their Escape.
void TestMonkey::closeDialogs()
{
    if (QWidget *dialog = QApplication::activeModalWidget())
        dialog->close();
}

void TestMonkey::click(QRandomGenerator &random)
{
    QWidget *target = QApplication::activePopupWidget() ? QApplication::activePopupWidget() : m_window.get();
    const QPoint at(int(random.bounded(target->width())), int(random.bounded(target->height())));
    const Qt::MouseButton button = random.bounded(8) == 0 ? Qt::RightButton : Qt::LeftButton;
    const QPointer<QWindow> window = target->windowHandle();
    if (!window)
        return;
    QTest::mousePress(window, button, {}, at);
    if (window) // a menu may go with the press
        QTest::mouseRelease(window, button, {}, at);
}

void TestMonkey::press(QRandomGenerator &random)
{
    static const QList<Qt::Key> keys{Qt::Key_Tab, Qt::Key_Backtab, Qt::Key_Return, Qt::Key_Escape, Qt::Key_Up,
        Qt::Key_Down, Qt::Key_Left, Qt::Key_Right, Qt::Key_PageUp, Qt::Key_PageDown, Qt::Key_Home, Qt::Key_End,
        Qt::Key_Backspace, Qt::Key_Delete, Qt::Key_Space, Qt::Key_F1, Qt::Key_F3, Qt::Key_F6, Qt::Key_F10, Qt::Key_F11};
    static const QList<Qt::KeyboardModifiers> modifiers{Qt::NoModifier, Qt::NoModifier, Qt::NoModifier,
        Qt::ShiftModifier, Qt::ControlModifier, Qt::AltModifier, Qt::ControlModifier | Qt::ShiftModifier};
    const bool named = random.bounded(2) == 0;
    const Qt::Key key = keys[random.bounded(keys.size())];
    const char letter = char(random.bounded(' ' + 1, 127));
    const Qt::KeyboardModifiers held = modifiers[random.bounded(modifiers.size())];
    if (const QPointer<QWidget> popup = QApplication::activePopupWidget()) {
        // A menu may go with the key; QTest would send the rest of its events to where it was.
        QKeyEvent down(QEvent::KeyPress, named ? int(key) : int(QChar(QLatin1Char(letter)).toUpper().unicode()), held,
            named ? QString() : QString(QLatin1Char(letter)));
        QCoreApplication::sendEvent(popup, &down);
    } else if (named) {
        QTest::keyClick(m_window->windowHandle(), key, held);
    } else {
        QTest::keyClick(m_window->windowHandle(), letter, random.bounded(4) == 0 ? held : Qt::NoModifier);
    }
}

void TestMonkey::turn(QRandomGenerator &random)
{
    const QPoint at(int(random.bounded(m_window->width())), int(random.bounded(m_window->height())));
    if (m_window->windowHandle())
        QTest::wheelEvent(m_window->windowHandle(), at, {0, random.bounded(2) ? 240 : -240});
}

QTEST_MAIN(TestMonkey)
#include "tst_monkey.moc"
