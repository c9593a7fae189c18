// What the window costs, against an empty Qt window started in the same minute: time from exec to the first painted
// lesson, peak memory, and in this process the switch of a lesson, of its size and colours, typing, also in endless
// lines, recolouring, the list of 100,000 system calls, such calls of a real run that come in, a flood of output, and
// the first look at every screen.
//
// Budgets are for a machine that starts an empty window in 25 ms. One that needs longer has more of everything, and so
// has a busy one: what is held against a budget is a ratio. As root, starts from a cold disk are measured, too.
// Needs the built ringside-desktop beside it and runs on any platform plugin.

#include "course/course.h"
#include "desktop/lens/calltablemodel.h"
#include "desktop/lens/lensview.h"
#include "desktop/lens/livetrace.h"
#include "desktop/lesson/readerview.h"
#include "desktop/playground/terminalview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"
#include "desktop/window/mainwindow.h"
#include "desktop/tracerecords.h"
#include "sandbox/sandbox.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QCommandLineParser>
#include <QElapsedTimer>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QKeyEvent>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProcess>
#include <QTableView>
#include <QTemporaryDir>
#include <QTextBlock>
#include <QTextLayout>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <unistd.h>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int startRounds = 9;
constexpr int coldRounds = 4;
constexpr int windowRounds = 5;
constexpr int longLineRounds = 30;
constexpr int inProcessRounds = 15;
constexpr double emptyWindowMs = 25; // on the machine the budgets are for
constexpr int calls = 100'000;
constexpr int appended = 1000;
constexpr int callRounds = 7;

struct Row
{
    QString name;
    double value;
    double budget; ///< 0: none
    QString unit = u"ms"_s; ///< milliseconds grow with the machine's empty window, nothing else does
};

enum class Disk { Cached, Cold };

double median(QList<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

double percentile95(QList<double> values)
{
    std::ranges::sort(values);
    return values[values.size() * 95 / 100];
}

qint64 now()
{
    timespec time{};
    clock_gettime(CLOCK_MONOTONIC, &time);
    return qint64(time.tv_sec) * 1'000'000'000 + time.tv_nsec;
}

struct Start
{
    double milliseconds = 0;
    double megabytes = 0;
};

// Both programs print "painted NANOSECONDS KILOBYTES" after their first flushed frame, and end.
Start start(const QString &program, const QStringList &arguments, const QProcessEnvironment &base)
{
    QProcessEnvironment environment = base;
    environment.insert(u"RINGSIDE_REPORT_FIRST_PAINT"_s, u"1"_s);
    QProcess process;
    process.setProcessEnvironment(environment);
    const qint64 began = now();
    process.start(program, arguments);
    if (!process.waitForFinished(20'000))
        qFatal("%s did not paint", qPrintable(program));
    const QList<QByteArray> words = process.readAllStandardOutput().simplified().split(' ');
    if (words.size() != 3)
        qFatal("%s said something else", qPrintable(program));
    return {double(words[1].toLongLong() - began) / 1e6, words[2].toDouble() / 1024};
}

void letPaint()
{
    QCoreApplication::sendPostedEvents();
    QCoreApplication::processEvents(QEventLoop::AllEvents);
}

template <typename Work> double milliseconds(Work work)
{
    QElapsedTimer clock;
    clock.start();
    work();
    letPaint();
    return double(clock.nsecsElapsed()) / 1e6;
}

/// What the kernel keeps of files in memory is forgotten. False where we may not.
bool forgetFiles()
{
    ::sync();
    QFile switches(u"/proc/sys/vm/drop_caches"_s);
    return switches.open(QIODevice::WriteOnly) && switches.write("3") == 1 && switches.flush();
}

struct Starts
{
    QList<double> empty, full, ratios, megabytes;
};

course::Lesson lastLesson()
{
    const QString data = QStringLiteral(RINGSIDE_SOURCE_FOLDER);
    const course::Course course = course::loadCourse(data);
    if (course.lessons.isEmpty())
        qFatal("no lesson in %s", qPrintable(data));
    return course.lessons.last();
}

Starts measureStarts(Disk disk)
{
    const QString program = QCoreApplication::applicationDirPath() + u"/../../bin/ringside-desktop"_s;
    const QStringList lesson{u"--lesson"_s, lastLesson().id};
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_RUNTIME_DIR"_s})
        environment.insert(name, home.path());
    Starts starts;
    const auto isReady = [disk] { return disk == Disk::Cached || forgetFiles(); };
    for (int round = 0; round < (disk == Disk::Cached ? startRounds : coldRounds); ++round) {
        if (!isReady()) // interleaved, so that both meet the same machine
            break;
        const Start empty = start(QCoreApplication::applicationFilePath(), {u"--empty-window"_s}, environment);
        if (!isReady())
            break;
        const Start full = start(program, lesson, environment);
        starts.empty.append(empty.milliseconds);
        starts.full.append(full.milliseconds);
        starts.ratios.append(full.milliseconds / empty.milliseconds);
        starts.megabytes.append(full.megabytes);
    }
    return starts;
}

QList<Row> rowsOf(const Starts &warm, const Starts &cold)
{
    QList<Row> rows{{u"empty window"_s, median(warm.empty), 0},
        {u"start to first lesson painted"_s, median(warm.full), 0},
        {u"start to first lesson painted, times an empty window"_s, median(warm.ratios), 5, u"x"_s},
        {u"peak memory with a lesson open"_s, median(warm.megabytes), 90, u"MB"_s}};
    if (!cold.ratios.isEmpty())
        rows += {{u"from a cold disk"_s, median(cold.full), 0},
            {u"from a cold disk, times an empty window"_s, median(cold.ratios), 4.6, u"x"_s}};
    return rows;
}

QList<Row> measureReader(Theme &theme)
{
    const course::Lesson lesson = lastLesson();
    const QList<LessonPart> parts = partsOf(lesson);
    ReaderView view(Density::Roomy, u"Lesson"_s);
    view.resize(1100, 850);
    view.show();
    letPaint();
    QList<double> first, all, zoom, colours;
    for (int round = 0; round < inProcessRounds; ++round) {
        const LessonPart &part = parts[round % parts.size()];
        QElapsedTimer clock;
        clock.start();
        first.append(milliseconds([&] { view.setBlocks(readPart(lesson, part)); }));
        while (!view.column()->isComplete())
            letPaint();
        all.append(double(clock.nsecsElapsed()) / 1e6);
        zoom.append(milliseconds([&] { theme.setZoom(round % 2 ? 1.0 : 1.2); }));
        colours.append(milliseconds([&] { theme.setScheme(round % 2 ? Scheme::Light : Scheme::Dark); }));
    }
    return {{u"lesson switch to painted"_s, median(first), 33},
        {u"lesson switch to all blocks"_s, median(all), 120},
        {u"zoom step"_s, median(zoom), 100}, {u"change of colours"_s, median(colours), 100}};
}

/// The time one letter takes at the end of `text`, which is all in one line.
double typedBehind(const QString &text, QPlainTextEdit &field)
{
    field.resize(900, 700);
    field.show();
    field.setPlainText(text);
    field.moveCursor(QTextCursor::End);
    letPaint();
    QList<double> keys;
    for (int i = 0; i < longLineRounds; ++i) {
        keys.append(milliseconds([&] {
            QKeyEvent event(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s);
            QCoreApplication::sendEvent(&field, &event);
        }));
    }
    return median(keys);
}

/// What is pasted is at times one endless line: an essay, or data.
QList<Row> measureLongLines()
{
    constexpr int length = 35'000;
    QPlainTextEdit prose;
    CodeEditor code;
    code.setLanguage(u"python"_s);
    const auto line = [](const QString &words) { return words.repeated(length / words.size()); };
    return {{u"typing in a paragraph of 35,000 letters"_s, typedBehind(line(u"a file is a row of bytes and "_s), prose), 12},
        {u"typing in a line of code of 35,000 letters"_s, typedBehind(line(u"print(1, 'two'), "_s), code), 20}};
}

QList<Row> measureTyping()
{
    CodeEditor editor;
    editor.setLanguage(u"python"_s);
    editor.resize(900, 700);
    QString text;
    for (int line = 0; line < 100; ++line)
        text += u"def function_%1(path: str) -> int:\n    value = os.stat(path).st_size  # bytes\n    return value + %1\n"_s.arg(line);
    editor.setPlainText(text);
    editor.show();
    letPaint();
    QList<double> keys;
    const QString typed = u"if value == 42: print('found', value)"_s;
    for (int i = 0; i < 300; ++i) {
        const QChar c = typed[i % typed.size()];
        keys.append(milliseconds([&] {
            QKeyEvent event(QEvent::KeyPress, i % 37 == 36 ? int(Qt::Key_Return) : int(c.unicode()),
                Qt::NoModifier, i % 37 == 36 ? u"\r"_s : QString(c));
            QCoreApplication::sendEvent(&editor, &event);
        }));
    }
    return {{u"typing in 300 lines, p95"_s, percentile95(keys), 8},
        {u"typing in 300 lines, worst"_s, std::ranges::max(keys), 16}};
}

/// Until the last of 5,000 lines has the colours of the string that the second one began.
QList<Row> measureRecolouring()
{
    QList<double> times;
    for (int round = 0; round < inProcessRounds; ++round) {
        CodeEditor editor;
        editor.setLanguage(u"python"_s);
        editor.resize(900, 700);
        editor.setPlainText(u"import os\n\n"_s + u"value = os.getpid() + 1\n"_s.repeated(5000));
        editor.show();
        const QTextBlock last = editor.document()->findBlockByNumber(5000);
        while (last.layout()->formats().isEmpty())
            letPaint();
        const auto before = last.layout()->formats();
        editor.goToLine(2);
        QElapsedTimer clock;
        clock.start();
        editor.insertPlainText(u"\"\"\""_s);
        while (last.layout()->formats() == before)
            letPaint();
        times.append(double(clock.nsecsElapsed()) / 1e6);
    }
    return {{u"recolouring 5,000 lines after three quotes"_s, median(times), 33}};
}

/// How long the window does not answer while a program writes 2 MB.
QList<Row> measureFlood()
{
    TerminalView terminal;
    terminal.resize(900, 500);
    terminal.show();
    letPaint();
    QByteArray lines;
    for (int line = 0; lines.size() < 2'000'000; ++line)
        lines += QByteArray::number(line) + " and some more words on every line\r\n";
    terminal.feed(lines);
    double longest = 0;
    while (terminal.pending() > 0)
        longest = std::max(longest, milliseconds([] {}));
    return {{u"longest turn while 2 MB are written"_s, longest, 25}};
}

QList<Location> allScreens()
{
    QList<Location> screens{{.screen = Screen::Exercises, .place = {}, .exercise = {}},
        {.screen = Screen::Exercises, .place = {}, .exercise = u"count-by-extension"_s},
        {.screen = Screen::Settings, .place = {}, .exercise = {}}, {.screen = Screen::Shortcuts, .place = {}, .exercise = {}}};
    for (const PageEntry &page : registeredPages())
        screens.append({.screen = Screen::Registered, .place = {}, .exercise = {}, .page = page.id, .where = {}});
    return screens;
}

QString nameOf(const Location &screen)
{
    return screen.screen == Screen::Registered  ? screen.page
        : screen.screen == Screen::Settings     ? u"settings"_s
        : screen.screen == Screen::Shortcuts    ? u"shortcuts"_s
        : screen.exercise.isEmpty()             ? u"exercises"_s
                                                : u"workbench"_s;
}

/// Each screen of a new window, as it comes up for the first time.
QList<double> openScreens(Theme &theme)
{
    const QTemporaryDir home;
    const auto file = [&home](const QString &name) { return home.filePath(name); };
    sandbox::Sandbox sandbox;
    MainWindow window(theme, sandbox,
        {QStringLiteral(RINGSIDE_SOURCE_FOLDER), file(u"settings.json"_s), file(u"window.json"_s),
            file(u"reading.json"_s), file(u"drafts"_s), file(u"records.json"_s), file(u"progress.sqlite"_s)});
    window.resize(1440, 900);
    window.show();
    window.loadCourse();
    while (!window.isCourseLoaded())
        letPaint();
    QList<double> times;
    for (const Location &screen : allScreens())
        times.append(milliseconds([&] { window.go(screen); }));
    return times;
}

QList<Row> measureScreens(Theme &theme)
{
    QList<QList<double>> rounds;
    for (int round = 0; round < windowRounds; ++round)
        rounds.append(openScreens(theme));
    QList<Row> rows;
    const QList<Location> screens = allScreens();
    for (qsizetype i = 0; i < screens.size(); ++i) {
        QList<double> times;
        for (const QList<double> &round : std::as_const(rounds))
            times.append(round[i]);
        rows.append({u"first look at "_s + nameOf(screens[i]), median(times), 50});
    }
    return rows;
}

sandbox::RunRequest manyCalls()
{
    sandbox::RunRequest request;
    const QByteArray source = "import os\nfor i in range(" + QByteArray::number(calls) + "): os.stat('/usr')\n";
    request.workspace.entries = {{.path = "main.py", .size = source.size(), .content = source}};
    request.limits.wall = request.limits.cpu = std::chrono::minutes(5);
    return request;
}

/// Has a run come into the view, and tells how long the window let a timer wait that wants to be heard every
/// millisecond: the longest time in which it would not have answered a key.
double longestGap(sandbox::Sandbox &sandbox, LiveTrace &live, LensView &view)
{
    sandbox::RunRequest request = manyCalls();
    request.trace = live.begin();
    view.showRun(live.trace(), {}, "/home/learner/main.py");
    letPaint();
    double longest = 0;
    QElapsedTimer sinceLast;
    QTimer beat;
    beat.setTimerType(Qt::PreciseTimer);
    QObject::connect(&beat, &QTimer::timeout, &beat, [&] {
        longest = std::max(longest, double(sinceLast.nsecsElapsed()) / 1e6);
        sinceLast.start();
    });
    QEventLoop loop;
    sinceLast.start();
    beat.start(std::chrono::milliseconds(1));
    sandbox.run(std::move(request)).then(&loop, [&](const Result<sandbox::RunReport> &report) {
        if (!report || report->exitStatus != 0 || !report->traced)
            qFatal("the run with many calls failed");
        loop.quit();
    });
    loop.exec();
    view.traceGrew();
    letPaint();
    longest = std::max(longest, double(sinceLast.nsecsElapsed()) / 1e6);
    if (view.model()->listedCalls() < calls)
        qFatal("there are only %d calls in the view", view.model()->listedCalls());
    return longest;
}

QList<Row> measureIncomingCalls()
{
    sandbox::Sandbox sandbox;
    if (const auto features = sandbox::waitFor(sandbox.features()); !features || !features->trace) {
        std::printf("there is no lens here: see `ringside doctor`\n");
        return {};
    }
    LensView view;
    view.resize(900, 420);
    view.show();
    LiveTrace live;
    QObject::connect(&live, &LiveTrace::grew, &view, &LensView::traceGrew);
    QList<double> gaps, filters;
    for (int round = 0; round < callRounds; ++round) {
        gaps.append(longestGap(sandbox, live, view));
        while (view.model()->learnPaths())
            letPaint();
        filters.append(milliseconds([&] { view.filterField()->setText(u"lib"_s); }));
        filters.append(milliseconds([&] { view.filterField()->clear(); }));
        filters.append(milliseconds([&] { view.failedField()->toggle(); }));
        filters.append(milliseconds([&] { view.failedField()->toggle(); }));
        filters.append(milliseconds([&] { view.groupField()->setCurrentIndex(1); }));
        filters.append(milliseconds([&] { view.groupField()->setCurrentIndex(0); }));
    }
    return {{u"100,000 calls come in, longest gap"_s, median(gaps), 50},
        {u"100,000 calls come in, longest gap of all"_s, std::ranges::max(gaps), 0},
        {u"filter of 100,000 calls to painted, p95"_s, percentile95(filters), 20}};
}

/// Calls as a program makes them that walks through fifty files, over and over.
void addCalls(TraceRecords &records, int count)
{
    for (int i = 0; i < count; i += 4) {
        const auto site = quint32(1 + i % 30);
        records.open("data/file-" + std::to_string(i % 50) + ".txt", i % 11 ? 3 : -2, site);
        records.call(SYS_read, 512, site, {.arguments = {3, 0, 512}});
        records.call(SYS_fstat, 0, site, {.arguments = {3}});
        records.close(3, site);
    }
}

QList<Row> measureListOfCalls()
{
    TraceRecords records;
    for (int site = 1; site <= 30; ++site)
        records.site(quint32(site), site);
    addCalls(records, calls);
    const std::shared_ptr<lens::Trace> trace = records.trace();
    LensView view;
    view.resize(900, 500);
    view.show();
    letPaint();
    const double shown = milliseconds([&] { view.showRun(trace, {}, TraceRecords::mainFile); });
    if (view.model()->listedCalls() != calls)
        qFatal("%d calls are listed", view.model()->listedCalls());
    QList<double> jumps, additions;
    for (int i = 0; i < 60; ++i) {
        const int row = int(qint64(i) * 7919 * 13 % view.model()->rowCount());
        jumps.append(milliseconds([&] { view.table()->scrollTo(view.model()->index(row, 0), QTableView::PositionAtTop); }));
    }
    for (int i = 0; i < inProcessRounds; ++i) {
        addCalls(records, appended);
        const QByteArray more = records.take();
        additions.append(milliseconds([&] {
            trace->add(more);
            view.traceGrew();
        }));
    }
    return {{u"100,000 calls: shown"_s, shown, 30}, {u"100,000 calls: jump, p95"_s, percentile95(jumps), 10},
        {u"100,000 calls: 1,000 more"_s, median(additions), 10}};
}

QList<Row> measureAll(Theme &theme, const Starts &warm)
{
    return rowsOf(warm, measureStarts(Disk::Cold)) + measureReader(theme) + measureTyping() + measureLongLines()
        + measureRecolouring() + measureListOfCalls() + measureIncomingCalls() + measureFlood() + measureScreens(theme);
}

int paintEmptyWindow()
{
    struct Window : QWidget
    {
        void paintEvent(QPaintEvent *) override
        {
            QMetaObject::invokeMethod(this, [] {
                std::printf("painted %lld 0\n", static_cast<long long>(now()));
                std::fflush(stdout);
                QCoreApplication::quit();
            }, Qt::QueuedConnection);
        }
    } window;
    window.resize(1440, 900);
    window.show();
    return QApplication::exec();
}

} // namespace

int main(int argc, char **argv)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    if (QApplication::arguments().contains(u"--empty-window"_s))
        return paintEmptyWindow();
    QCommandLineParser parser;
    parser.addHelpOption();
    const QCommandLineOption json(u"json"_s, u"Write the figures to FILE."_s, u"FILE"_s);
    const QCommandLineOption callsOnly(u"calls"_s, u"Measure only the calls that come in."_s);
    const QCommandLineOption screensOnly(u"screens"_s, u"Measure only the first look at every screen."_s);
    const QCommandLineOption linesOnly(u"lines"_s, u"Measure only typing in endless lines."_s);
    parser.addOptions({json, callsOnly, screensOnly, linesOnly});
    parser.process(application);

    Theme theme;
    installTheme(theme);
    const Starts warm = measureStarts(Disk::Cached);
    const QList<Row> rows = parser.isSet(callsOnly) ? measureIncomingCalls()
        : parser.isSet(screensOnly)                 ? measureScreens(theme)
        : parser.isSet(linesOnly)                   ? measureLongLines()
                                                    : measureAll(theme, warm);

    const double slowness = median(warm.empty) / emptyWindowMs;
    bool missed = false;
    QJsonObject figures;
    for (const Row &row : std::as_const(rows)) {
        const double budget = row.unit == u"ms" ? row.budget * slowness : row.budget;
        const bool over = budget > 0 && row.value > budget;
        missed = missed || over;
        figures[row.name] = row.value;
        std::printf("%-54s %8.1f %-2s", qPrintable(row.name), row.value, qPrintable(row.unit));
        if (budget > 0)
            std::printf("  budget here %6.1f, %3.0f %%%s", budget, 100 * row.value / budget, over ? "  MISSED" : "");
        std::printf("\n");
    }
    if (parser.isSet(json)) {
        QFile file(parser.value(json));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("cannot write %s", qPrintable(file.fileName()));
        file.write(QJsonDocument(figures).toJson());
    }
    return missed ? 1 : 0;
}
