// Every screen as it is drawn, in each scheme of colours and at two sizes of text, beside the pictures of it that somebody
// has looked at. Run with QT_SCALE_FACTOR=1.5, the whole window is larger, and has pictures of its own. They are kept small, and compared smaller still: what counts is what stands where, and in which colour,
// not how the edge of a letter is drawn.
// RINGSIDE_DRAW_PICTURES=FOLDER draws them anew, and leaves every screen in FOLDER in its full size: look at them, then
// commit those that are meant to be so.

#include "desktop/lesson/readercolumn.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/playground/playgroundpage.h"
#include "windowtest.h"

#include <QAbstractButton>
#include <QFontDatabase>
#include <QPainter>
#include <QSignalSpy>

#include <functional>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 60'000;
constexpr QSize windowSize{1440, 900};
constexpr QSize cellSize{360, 225};
constexpr int columns = 4;
constexpr QSize comparedSize{180, 112}; // a letter is a point of it, and a button a few
constexpr int otherColor = 28; // of 255: more than letters differ that are drawn by another version of a library
constexpr double mostOthers = 0.004; // of the points of a picture: half a button
constexpr double mostOtherDates = 0.02; // where there is a calendar: every day is another one

constexpr auto lessonText = R"(+++
id = "small"
number = 5
title = "A small lesson"
subtitle = "Some of everything"
level = "foundation"
minutes = 5
prerequisites = []
outcomes = ["look"]
covers = []
+++

# What a file is {#P1}

A file has **a name**, `a mode` and [an exercise](exercise:count-by-extension). Its bytes are read by a program:

```python run
import os
for name in sorted(os.listdir(".")):
    print(name, len(name))  # a comment
```
```output
main.py 7
```

> [!TIP]
> What is read once need not be read again.

> [!WARNING]
> A name is no promise.

| Call | What it does |
| --- | --- |
| `open` | gives a descriptor |
| `close` | takes it back |

```quiz
question = "What does this print?"
code = """
print(6 * 7)
"""
[[option]]
text = "forty-two"
prints = "42"
why = "It is a product of numbers."
[[option]]
text = "seven sixes"
prints = "777777"
misconception = "the star repeats"
why = "That would be a product of a text."
```

## The end {#P2}

1. First this.
2. Then that.
)";

constexpr auto questionText = R"([[question]]
id = "Q05.1"
level = "junior"
prompt = "What is a small lesson good for?"
lesson_part = "P1"
key_points = [
    { text = "One can walk through it", essential = true, words = ["walk"] },
    { text = "It is short", essential = false, words = ["short"] },
]
wrong = [{ belief = "It is good for nothing", why = "It has all a test needs.", words = ["nothing"] }]
follow_up = { prompt = "And a large one?", answer = "The same, for longer." }
)";

const QString pictureFolder = QStringLiteral(RINGSIDE_SOURCE_FOLDER "/tests/desktop/pictures/");

QImage blurred(const QImage &picture)
{
    return picture.scaled(comparedSize, Qt::IgnoreAspectRatio, Qt::SmoothTransformation);
}

bool isOther(QRgb one, QRgb other)
{
    const int most = std::max({qAbs(qRed(one) - qRed(other)), qAbs(qGreen(one) - qGreen(other)), qAbs(qBlue(one) - qBlue(other))});
    return most > otherColor;
}

/// The share of points that have another colour.
double difference(const QImage &one, const QImage &other)
{
    if (one.size() != other.size())
        return 1;
    const QImage a = blurred(one);
    const QImage b = blurred(other);
    int others = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x)
            others += isOther(a.pixel(x, y), b.pixel(x, y)) ? 1 : 0;
    return double(others) / (double(a.width()) * a.height());
}

/// A place of the window, and whether the box one searches in is open over it.
struct Screenshot
{
    QString name;
    Location location;
    bool searches = false;

    [[nodiscard]] double tolerance() const { return location.page == u"progress" ? mostOtherDates : mostOthers; }
};

} // namespace

class TestPictures : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void cleanup() { m_window.reset(); }
    void everyScreenIsDrawnAsItWas_data();
    void everyScreenIsDrawnAsItWas();
    void whatChangedIsFound_data();
    void whatChangedIsFound();

private:
    void openWindow(ThemeChoice theme, double zoom);
    void show(const Screenshot &screenshot);
    [[nodiscard]] QImage picture() const;
    [[nodiscard]] QImage settledPicture() const;
    template <typename T> T *visible(const QString &text) const;
    [[nodiscard]] static QList<Screenshot> screens();

    DesktopTest m_look;
    std::unique_ptr<QTemporaryDir> m_folder;
    sandbox::Sandbox m_sandbox;
    std::unique_ptr<MainWindow> m_window;
};

void TestPictures::initTestCase()
{
    for (const QString &family : {u"Inter"_s, u"JetBrains Mono"_s}) {
        if (!QFontDatabase::families().contains(family))
            QSKIP(qPrintable(u"the pictures are drawn with %1, which is not here; remedy: install what .setup/packages-build lists"_s.arg(family)));
    }
    requireSandbox(m_sandbox); // a playground without one looks otherwise
    QApplication::setCursorFlashTime(0);
}

void TestPictures::openWindow(ThemeChoice theme, double zoom)
{
    m_folder = std::make_unique<QTemporaryDir>();
    const QString course = m_folder->filePath(u"course"_s);
    writeFile(course + u"/lessons/05-small/lesson.md"_s, lessonText);
    writeFile(course + u"/lessons/05-small/questions.toml"_s, questionText);
    addExercise(course);
    const WindowPaths paths = pathsIn(m_folder->path(), course);
    Preferences preferences;
    preferences.theme = theme;
    preferences.zoom = zoom;
    preferences.interfaceFamily = u"Inter"_s;
    preferences.codeFamily = u"JetBrains Mono"_s;
    QVERIFY(savePreferences(paths.preferences, preferences));
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), m_sandbox, paths);
    m_window->resize(windowSize);
    m_window->show();
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), patience);
}

QList<Screenshot> TestPictures::screens()
{
    const Location lesson{.screen = Screen::Lesson, .place = {u"small"_s, u"P1"_s}, .exercise = {}};
    QList<Screenshot> screens{{u"course"_s, {}}, {u"lesson"_s, lesson},
        {u"exercises"_s, {.screen = Screen::Exercises, .place = {}, .exercise = {}}},
        {u"workbench"_s, {.screen = Screen::Exercises, .place = {}, .exercise = u"count-by-extension"_s}},
        {u"settings"_s, {.screen = Screen::Settings, .place = {}, .exercise = {}}},
        {u"shortcuts"_s, {.screen = Screen::Shortcuts, .place = {}, .exercise = {}}}};
    const auto add = [&screens](const QString &page, const QString &where) {
        screens.append({(page + u' ' + where).trimmed(),
            {.screen = Screen::Registered, .place = {}, .exercise = {}, .page = page, .where = where}});
    };
    for (const PageEntry &page : registeredPages())
        add(page.id, {});
    add(u"interview"_s, u"review"_s);
    add(u"interview"_s, u"mock"_s);
    screens.append({u"search"_s, lesson, true});
    return screens;
}

void TestPictures::show(const Screenshot &screenshot)
{
    m_window->go(screenshot.location);
    m_window->setFocus(); // no caret, no ring
    if (screenshot.location.screen == Screen::Lesson)
        QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), patience);
    if (auto *playground = qobject_cast<PlaygroundPage *>(m_window->currentPage()))
        QTRY_VERIFY_WITH_TIMEOUT(playground->box().activity() == PlaygroundBox::Activity::Prompt, patience);
    if (screenshot.searches)
        m_window->perform(Command::GoTo);
}

template <typename T> T *TestPictures::visible(const QString &text) const
{
    for (T *candidate : m_window->findChildren<T *>())
        if (candidate->isVisible() && candidate->text() == text)
            return candidate;
    return nullptr;
}

QImage TestPictures::picture() const
{
    return m_window->grab().toImage().scaled(cellSize, Qt::IgnoreAspectRatio, Qt::SmoothTransformation)
        .convertToFormat(QImage::Format_RGB32);
}

/// What nothing is added to any more.
QImage TestPictures::settledPicture() const
{
    QImage last;
    QImage now = picture();
    int left = 240; // a minute
    for (int same = 0; same < 4 && left > 0; same = now == last ? same + 1 : 0, --left) {
        QTest::qWait(250);
        last = std::exchange(now, picture());
    }
    QVERIFY2(left > 0, "something moves without end");
    return now;
}

void TestPictures::everyScreenIsDrawnAsItWas_data()
{
    QTest::addColumn<ThemeChoice>("theme");
    QTest::addColumn<double>("zoom");
    const bool isScaled = qGuiApp->devicePixelRatio() > 1;
    for (const ThemeChoice theme : {ThemeChoice::Light, ThemeChoice::Dark, ThemeChoice::HighContrast}) {
        if (isScaled)
            QTest::addRow("%s-scaled", qPrintable(toString(theme))) << theme << 1.0;
        for (const int percent : isScaled ? QList<int>() : QList{100, 150})
            QTest::addRow("%s-%d", qPrintable(toString(theme)), percent) << theme << percent / 100.0;
    }
}

void TestPictures::everyScreenIsDrawnAsItWas()
{
    QFETCH(ThemeChoice, theme);
    QFETCH(double, zoom);
    const QString file = QString::fromLatin1(QTest::currentDataTag()) + u".png"_s;
    const QString whole = qEnvironmentVariable("RINGSIDE_DRAW_PICTURES");
    const bool draws = !whole.isEmpty();
    const QImage before(pictureFolder + file);
    QVERIFY2(draws || !before.isNull(), qPrintable(pictureFolder + file));
    openWindow(theme, zoom);
    const QList<Screenshot> all = screens();
    QImage sheet(cellSize.width() * columns, cellSize.height() * int((all.size() + columns - 1) / columns), QImage::Format_RGB32);
    sheet.fill(Qt::black);
    QStringList others;
    for (int i = 0; i < all.size(); ++i) {
        const QRect cell(QPoint(i % columns * cellSize.width(), i / columns * cellSize.height()), cellSize);
        show(all[i]);
        QImage now = draws ? settledPicture() : picture();
        if (draws)
            QVERIFY(m_window->grab().save(u"%1/%2-%3.png"_s.arg(whole, all[i].name, QString::fromLatin1(QTest::currentDataTag()))));
        const QImage then = draws ? now : before.copy(cell).convertToFormat(QImage::Format_RGB32);
        if (!QTest::qWaitFor([&] { return difference(now = picture(), then) <= all[i].tolerance(); }, 10'000))
            others.append(u"%1, in row %2, column %3: %4 % differ"_s.arg(all[i].name).arg(i / columns + 1)
                    .arg(i % columns + 1).arg(100 * difference(now, then), 0, 'f', 2));
        QPainter(&sheet).drawImage(cell, now);
    }
    if (draws)
        QVERIFY(QDir().mkpath(pictureFolder) && sheet.save(pictureFolder + file));
    const QString kept = QDir::temp().filePath(u"ringside-"_s + file);
    if (!others.isEmpty())
        QVERIFY(sheet.save(kept));
    QVERIFY2(others.isEmpty(), qPrintable(u"%1\nas it is now: %2, as it was: %3"_s.arg(others.join(u'\n'), kept, pictureFolder + file)));
}

void TestPictures::whatChangedIsFound_data()
{
    QTest::addColumn<QString>("screen");
    QTest::addColumn<std::function<void(TestPictures &)>>("change");
    const auto row = [](const char *name, const QString &screen, const std::function<void(TestPictures &)> &change) {
        QTest::newRow(name) << screen << change;
    };
    row("a button that moved", u"workbench"_s, [](TestPictures &test) {
        auto *button = test.visible<QAbstractButton>(u"Check"_s);
        button->move(button->pos() - QPoint(100, 0));
    });
    row("a button that is missing", u"course"_s,
        [](TestPictures &test) { test.visible<QAbstractButton>(u"Start: What a file is"_s)->hide(); });
    row("text of another size", u"lesson"_s, [](TestPictures &) { DesktopTest::theme().setZoom(1.1); });
    row("another scheme of colours", u"settings"_s,
        [](TestPictures &test) { test.m_window->setThemeChoice(ThemeChoice::Dark); });
    row("a column that is wider", u"lesson"_s, [](TestPictures &test) { test.m_window->resize(1440 + 60, 900); });
}

// Else the test above would not fail for anybody.
void TestPictures::whatChangedIsFound()
{
    QFETCH(QString, screen);
    QFETCH(std::function<void(TestPictures &)>, change);
    openWindow(ThemeChoice::Light, 1);
    const QList<Screenshot> all = screens();
    show(*std::ranges::find(all, screen, &Screenshot::name));
    const QImage before = settledPicture();
    QVERIFY(difference(before, picture()) < mostOthers / 4);
    change(*this);
    QCoreApplication::processEvents();
    QVERIFY(difference(before, picture()) > mostOthers);
}

QTEST_MAIN(TestPictures)
#include "tst_pictures.moc"
