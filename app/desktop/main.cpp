#include "desktop/grading/gradedclass.h"
#include "desktop/labs/labspage.h"
#include "desktop/theme/style.h"
#include "desktop/tour/tour.h"
#include "desktop/window/firstpaint.h"
#include "desktop/window/mainwindow.h"
#include "desktop/window/oneinstance.h"
#include "desktop/window/translations.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

using namespace Qt::StringLiterals;
using namespace ringside;
using namespace ringside::desktop;

namespace {

struct Options
{
    QString tour, screenshot, lesson, exercise, feedback, to;
    std::optional<ThemeChoice> theme;
    QSize size;
    QStringList links;
};

Options readOptions(const QCoreApplication &application)
{
    const QCommandLineOption tour(u"tour"_s, u"Walk through the window by itself and save pictures."_s, u"folder"_s);
    const QCommandLineOption screenshot(u"screenshot"_s, u"Save a picture of the window and end."_s, u"file"_s);
    const QCommandLineOption theme(
        u"theme"_s, u"system, light, dark or high-contrast, this once."_s, u"name"_s);
    const QCommandLineOption lesson(u"lesson"_s, u"Open a lesson; #part may follow."_s, u"id"_s);
    const QCommandLineOption exercise(u"exercise"_s, u"Open an exercise."_s, u"slug"_s);
    const QCommandLineOption size(u"size"_s, u"Size of the window, for example 1024x700."_s, u"WxH"_s);
    const QCommandLineOption feedback(
        u"feedback"_s, u"Write a report in PDF for each student of a class, without a window."_s, u"folder"_s);
    const QCommandLineOption to(u"to"_s, u"With --feedback: the archive they go into."_s, u"file"_s);
    QCommandLineParser parser;
    parser.setApplicationDescription(u"Learn how Python programs meet the operating system."_s);
    parser.addHelpOption();
    parser.addVersionOption();
    parser.addOptions({tour, screenshot, theme, lesson, exercise, size, feedback, to});
    parser.addPositionalArgument(u"links"_s, u"A lab, NAME.ringlab; a Python file or a folder, for the playground; ringside:lesson/ID#PART, "
        "ringside:exercise/SLUG or ringside:question/ID"_s, u"[links…]"_s);
    parser.process(application);

    Options options{.tour = parser.value(tour), .screenshot = parser.value(screenshot),
        .lesson = parser.value(lesson), .exercise = parser.value(exercise),
        .feedback = parser.value(feedback), .to = parser.value(to),
        .theme = themeChoiceFromString(parser.value(theme)), .links = parser.positionalArguments()};
    const QStringList sides = parser.value(size).split(u'x');
    if (sides.size() == 2)
        options.size = {sides[0].toInt(), sides[1].toInt()};
    if (parser.isSet(theme) && !options.theme)
        qWarning("There is no theme %s.", qPrintable(parser.value(theme)));
    return options;
}

// Help and version need no display.
bool asksForWordsOnly(int argc, char **argv)
{
    using namespace std::string_view_literals;
    static constexpr std::array words{"-h"sv, "--help"sv, "--help-all"sv, "-v"sv, "--version"sv};
    return std::any_of(argv + 1, argv + argc, [](const char *argument) { return std::ranges::contains(words, argument); });
}

// The tour must not touch the user's own files.
WindowPaths pathsBelow(const QString &folder)
{
    WindowPaths paths = WindowPaths::standard();
    paths.preferences = folder + u"/settings.json"_s;
    paths.window = folder + u"/window.json"_s;
    paths.reading = folder + u"/reading.json"_s;
    paths.drafts = folder + u"/drafts"_s;
    paths.records = folder + u"/exercises.json"_s;
    paths.progress = folder + u"/progress.sqlite"_s;
    return paths;
}

QStringList linksOf(const Options &options)
{
    QStringList links;
    if (!options.lesson.isEmpty())
        links.append(u"lesson:"_s + options.lesson);
    if (!options.exercise.isEmpty())
        links.append(u"exercise:"_s + options.exercise);
    for (const QString &word : options.links)
        links.append(linkOf(word));
    return links;
}

void openLinks(MainWindow &window, const QStringList &links)
{
    for (const QString &link : links) {
        if (!window.openLink(link))
            qWarning("Cannot open %s: expected NAME.ringlab, FILE.py, a folder, ringside:lesson/ID, "
                     "ringside:exercise/SLUG or ringside:question/ID.", qPrintable(link));
    }
}

void apply(const Options &options, MainWindow &window)
{
    if (options.theme)
        window.setThemeChoice(*options.theme);
    if (options.size.isValid())
        window.resize(options.size);
    openLinks(window, linksOf(options));
}

// Comes to the front for somebody who started the program again.
void answerLaterStarts(OneInstance &instance, MainWindow &window)
{
    QObject::connect(&instance, &OneInstance::started, &window,
        [&window](const QStringList &links, const QByteArray &token) {
            if (!token.isEmpty())
                qputenv("XDG_ACTIVATION_TOKEN", token); // the platform plugin takes it from there
            openLinks(window, links);
            window.setWindowState(window.windowState() & ~Qt::WindowMinimized);
            window.raise();
            window.activateWindow();
        });
    const Result<> listening = instance.listen();
    if (!listening)
        qWarning("%s", qPrintable(describe(listening.error())));
}

int writeFeedback(const QString &folder, const QString &file)
{
    const Result<> written
        = readClass(folder).and_then([&](const GradedClass &graded) {
              return exportClass(graded, wording::ExportFormat::Pdf, {.to = file});
          });
    if (!written)
        qCritical("%s", qPrintable(describe(written.error())));
    return written ? 0 : 1;
}

int takeScreenshot(QApplication &application, MainWindow &window, const QString &file)
{
    bool saved = false;
    QObject::connect(&window, &MainWindow::courseLoaded, &application, [&] {
        QTimer::singleShot(400, &window, [&] {
            saved = window.grab().save(file);
            QApplication::exit();
        });
    });
    QApplication::exec();
    return saved ? 0 : 3;
}

} // namespace

int main(int argc, char **argv)
{
    QCoreApplication::setApplicationName(u"ringside"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(RINGSIDE_VERSION));
    if (asksForWordsOnly(argc, argv)) {
        const QCoreApplication application(argc, argv);
        readOptions(application); // says them and ends
    }
    QApplication application(argc, argv);
    QGuiApplication::setApplicationDisplayName(u"Ringside"_s);
    QGuiApplication::setDesktopFileName(u"org.example.Ringside"_s);
    installTranslations(application);
    const Options options = readOptions(application);
    if (!options.feedback.isEmpty())
        return writeFeedback(options.feedback, options.to);
    const bool alone = !options.tour.isEmpty() || !options.screenshot.isEmpty();
    const QTemporaryDir scratch;
    OneInstance instance(alone ? QString() : OneInstance::standardSocket());
    if (instance.handOver(linksOf(options)))
        return 0;

    Theme theme;
    installTheme(theme);
    sandbox::Sandbox sandbox;
    MainWindow window(theme, sandbox, alone ? pathsBelow(scratch.path()) : WindowPaths::standard());
    apply(options, window);
    window.loadCourse();
    if (!options.tour.isEmpty())
        return giveTour(window, theme, options.tour);
    reportFirstPaint();
    window.show();
    answerLaterStarts(instance, window);
    if (!options.screenshot.isEmpty())
        return takeScreenshot(application, window, options.screenshot);
    return QApplication::exec();
}
