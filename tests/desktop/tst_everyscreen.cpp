// Every screen of the window as different people have it before them: in English, in a language whose words are longer,
// in one that is written from the right, and with everything half as large again. No text is cut off, and assistive
// technology is told a name and a role for everything the keyboard reaches.

#include "desktop/exercise/workbenchpage.h"
#include "desktop/lesson/readercolumn.h"
#include "desktop/lesson/readerpage.h"
#include "desktop/widgets/button.h"
#include "desktop/widgets/label.h"
#include "desktop/window/mainwindow.h"
#include "desktoptest.h"

#include <QAbstractAnimation>
#include <QAbstractButton>
#include <QLabel>
#include <QScrollArea>
#include <QSignalSpy>
#include <QTranslator>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int patience = 120'000;

// How somebody has the window before them.
struct Setting
{
    const char *name;
    QSize size{1024, 700};
    double zoom = 1;
    bool hasLongWords = false;
    Qt::LayoutDirection direction = Qt::LeftToRight;
};

constexpr Setting settings[] = {
    {.name = "in English"},
    {.name = "in long words", .hasLongWords = true},
    {.name = "from the right", .direction = Qt::RightToLeft},
    {.name = "half as large again", .size = {1440, 900}, .zoom = 1.5},
};

// What German and Finnish do to English: four tenths more of everything.
class LongWords : public QTranslator
{
public:
    using QTranslator::QTranslator;

    bool isEmpty() const override { return false; }
    QString translate(const char *, const char *source, const char *, int) const override
    {
        const QString text = QString::fromUtf8(source);
        const bool hasWords = std::ranges::any_of(text, [](QChar letter) { return letter.isLetter(); });
        return hasWords ? text + u' ' + QString(text.size() * 4 / 10, u'w') : text;
    }
};

bool isCut(const QLabel &label)
{
    if (qobject_cast<const ElidedLabel *>(&label))
        return false; // it shows the rest as a tool tip
    if (label.wordWrap())
        return label.height() < label.heightForWidth(label.width());
    return label.width() < label.minimumSizeHint().width() || label.height() < label.minimumSizeHint().height();
}

bool isCut(const QAbstractButton &button)
{
    const QSize least = button.minimumSizeHint();
    return button.width() < least.width() || button.height() < least.height(); // one that elides asks for little
}

bool sticksOut(const QWidget &widget)
{
    return !widget.parentWidget()->rect().contains(widget.geometry());
}

template <typename Widget> QStringList cutTextsOf(const QWidget *root)
{
    QStringList cut;
    for (const auto *widget : root->findChildren<Widget *>())
        if (widget->isVisible() && !widget->text().isEmpty() && (isCut(*widget) || sticksOut(*widget)))
            cut.append(u"%1 in %2"_s.arg(widget->text(), QDebug::toString(widget->geometry())));
    return cut;
}

// What cannot be scrolled sideways has its right end out of reach.
QStringList cutAreas(const QWidget *root)
{
    QStringList cut;
    for (const auto *area : root->findChildren<QScrollArea *>())
        if (area->isVisible() && area->horizontalScrollBarPolicy() == Qt::ScrollBarAlwaysOff && area->widget()
            && area->widget()->width() > area->viewport()->width())
            cut.append(u"%1 of %2 in %3"_s.arg(QString::fromLatin1(area->widget()->metaObject()->className()))
                    .arg(area->widget()->width()).arg(area->viewport()->width()));
    return cut;
}

QStringList cutTexts(const QWidget *root)
{
    return cutTextsOf<QLabel>(root) + cutTextsOf<QAbstractButton>(root) + cutAreas(root);
}

bool hasRole(const QAccessibleInterface &interface)
{
    const QAccessible::Role role = interface.role();
    return role != QAccessible::NoRole && role != QAccessible::Client && role != QAccessible::Pane;
}

bool isKeyStop(const QObject *object)
{
    const auto *widget = qobject_cast<const QWidget *>(object);
    return widget && widget->focusPolicy() & Qt::TabFocus;
}

// Cells and list items get their names from models, which have tests of their own: there may be thousands.
void lookForNameless(QAccessibleInterface *interface, const QString &path, QStringList &nameless)
{
    const QAccessible::State state = interface->state();
    if (state.invisible)
        return;
    const QString name = interface->text(QAccessible::Name);
    const QObject *object = interface->object();
    const QString kind = object ? QString::fromLatin1(object->metaObject()->className()) : u"part"_s;
    const QString here = path + u'/' + kind;
    if (isKeyStop(object) && !state.disabled && (name.isEmpty() || !hasRole(*interface)))
        nameless.append(u"%1 (role %2, name \"%3\")"_s.arg(here).arg(int(interface->role())).arg(name));
    if (!object || interface->tableInterface())
        return;
    for (int i = 0; i < interface->childCount(); ++i)
        if (QAccessibleInterface *child = interface->child(i))
            lookForNameless(child, here, nameless);
}

} // namespace

class TestEveryScreen : public QObject
{
    Q_OBJECT

private slots:
    void cleanupTestCase();

    void arrowsPointTheWayOneReads();
    void codeReadsTheSameFromBothSides();
    void isWholeAndNamed_data();
    void isWholeAndNamed();

private:
    void openWindow(const Setting &setting);

    DesktopTest m_look;
    QTemporaryDir m_folder;
    sandbox::Sandbox m_sandbox;
    LongWords m_longWords;
    std::unique_ptr<MainWindow> m_window;
    const Setting *m_setting = nullptr; ///< of the window that is open
};

void TestEveryScreen::cleanupTestCase()
{
    m_window.reset();
}

void TestEveryScreen::openWindow(const Setting &setting)
{
    m_window.reset();
    setting.hasLongWords ? QCoreApplication::installTranslator(&m_longWords)
                         : QCoreApplication::removeTranslator(&m_longWords);
    QGuiApplication::setLayoutDirection(setting.direction);
    const auto file = [this](const QString &name) { return m_folder.filePath(name); };
    Preferences preferences;
    preferences.zoom = setting.zoom;
    QVERIFY(savePreferences(file(u"settings.json"_s), preferences));
    m_window = std::make_unique<MainWindow>(DesktopTest::theme(), m_sandbox,
        WindowPaths{QStringLiteral(RINGSIDE_SOURCE_FOLDER), file(u"settings.json"_s), file(u"window.json"_s),
            file(u"reading.json"_s), file(u"drafts"_s), file(u"records.json"_s), file(u"progress.sqlite"_s)});
    m_window->resize(setting.size);
    m_window->show();
    QSignalSpy loaded(m_window.get(), &MainWindow::courseLoaded);
    m_window->loadCourse();
    QTRY_VERIFY_WITH_TIMEOUT(!loaded.isEmpty(), patience);
    QCOMPARE(m_window->size(), setting.size); // nothing forces it larger
    m_setting = &setting;
}

// In a window from the right, the quotes would change sides.
void TestEveryScreen::codeReadsTheSameFromBothSides()
{
    const auto drawn = [](Qt::LayoutDirection direction) {
        QGuiApplication::setLayoutDirection(direction);
        ElidedLabel label(u"newline=\"\""_s);
        label.setAlignment(Qt::AlignHCenter);
        label.resize(label.sizeHint() + QSize(40, 0));
        const QImage image = label.grab().toImage();
        QGuiApplication::setLayoutDirection(Qt::LeftToRight);
        return image;
    };
    QVERIFY(drawn(Qt::LeftToRight) == drawn(Qt::RightToLeft));
}

void TestEveryScreen::arrowsPointTheWayOneReads()
{
    const auto drawn = [](const QString &icon, Qt::LayoutDirection direction) {
        const std::unique_ptr<Button> button(Button::iconOnly(icon, u"on"_s));
        button->setLayoutDirection(direction);
        return button->grab().toImage();
    };
    QVERIFY(drawn(u"left"_s, Qt::LeftToRight) != drawn(u"right"_s, Qt::LeftToRight));
    QCOMPARE(drawn(u"right"_s, Qt::RightToLeft), drawn(u"left"_s, Qt::LeftToRight));
    QCOMPARE(drawn(u"left"_s, Qt::RightToLeft), drawn(u"right"_s, Qt::LeftToRight));
    QCOMPARE(drawn(u"play"_s, Qt::RightToLeft), drawn(u"play"_s, Qt::LeftToRight));
}

void TestEveryScreen::isWholeAndNamed_data()
{
    QTest::addColumn<const Setting *>("setting");
    QTest::addColumn<Location>("location");
    for (const Setting &setting : settings) {
        const auto row = [&](const QString &name, const Location &location) {
            QTest::addRow("%s %s", qPrintable(name), setting.name) << &setting << location;
        };
        row(u"course"_s, {});
        row(u"lesson"_s, {.screen = Screen::Lesson, .place = {u"os-module"_s, {}}, .exercise = {}});
        row(u"exercises"_s, {.screen = Screen::Exercises, .place = {}, .exercise = {}});
        row(u"workbench"_s,
            {.screen = Screen::Exercises, .place = {}, .exercise = u"count-by-extension"_s});
        row(u"settings"_s, {.screen = Screen::Settings, .place = {}, .exercise = {}});
        row(u"shortcuts"_s, {.screen = Screen::Shortcuts, .place = {}, .exercise = {}});
        const auto registered = [&](const QString &page, const QString &where) {
            row((page + u' ' + where).trimmed(),
                {.screen = Screen::Registered, .place = {}, .exercise = {}, .page = page, .where = where});
        };
        for (const PageEntry &page : registeredPages())
            registered(page.id, {});
        registered(u"interview"_s, u"review"_s);
        registered(u"interview"_s, u"mock"_s);
    }
}

void TestEveryScreen::isWholeAndNamed()
{
    QFETCH(const Setting *, setting);
    QFETCH(Location, location);
    if (setting != m_setting)
        openWindow(*setting);
    m_window->go(location);
    QCOMPARE(m_window->location().screen, location.screen);
    if (location.screen == Screen::Lesson)
        QTRY_VERIFY_WITH_TIMEOUT(m_window->readerPage()->view()->column()->isComplete(), patience);
    QCoreApplication::processEvents(); // layouts come a moment later
    // What a screen asks the disk for may come a little later; what it then shows is to be whole, too.
    QTRY_COMPARE_WITH_TIMEOUT(cutTexts(m_window.get()).join(u'\n'), QString(), 10'000);
    QVERIFY(m_window->findChildren<QAbstractAnimation *>().isEmpty()); // nothing slides or fades
    QStringList nameless;
    lookForNameless(QAccessible::queryAccessibleInterface(m_window.get()), {}, nameless);
    QVERIFY2(nameless.isEmpty(), qPrintable(nameless.join(u'\n')));
}

QTEST_MAIN(TestEveryScreen)
#include "tst_everyscreen.moc"
