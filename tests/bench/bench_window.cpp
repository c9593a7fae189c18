// What the window costs, against an empty Qt window started in the same minute (design.md section 8): time from
// exec to the first painted lesson, peak memory, and in this process the switch of a lesson, of its size and
// colours, typing, and 100,000 system calls of a real run that come in while the window must answer. Needs the built
// ringside-desktop beside it and runs on any platform plugin.

#include "course/course.h"
#include "desktop/lens/lensview.h"
#include "desktop/lens/livetrace.h"
#include "desktop/lesson/readerview.h"
#include "desktop/theme/style.h"
#include "desktop/widgets/codeeditor.h"
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
#include <QProcess>
#include <QTemporaryDir>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <ctime>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;

namespace {

constexpr int startRounds = 9;
constexpr int inProcessRounds = 15;
constexpr int callRounds = 7;
constexpr int callCount = 100'000;

struct Row
{
    const char *name;
    double value;
    double budget;
    const char *unit;
};

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

QList<Row> measureStarts(const QString &program, const QStringList &lesson)
{
    const QTemporaryDir home;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &name : {u"XDG_CONFIG_HOME"_s, u"XDG_STATE_HOME"_s, u"XDG_DATA_HOME"_s})
        environment.insert(name, home.path());
    QList<double> ratios, absolute, memory;
    for (int round = 0; round < startRounds; ++round) { // interleaved, so that both meet the same machine
        const Start empty = start(QCoreApplication::applicationFilePath(), {u"--empty-window"_s}, environment);
        const Start full = start(program, lesson, environment);
        ratios.append(full.milliseconds / empty.milliseconds);
        absolute.append(full.milliseconds);
        memory.append(full.megabytes);
    }
    return {{"start to first lesson painted, times an empty window", median(ratios), 5, "x"},
        {"start to first lesson painted", median(absolute), 0, "ms"},
        {"peak memory with a lesson open", median(memory), 90, "MB"}};
}

QList<Row> measureReader(Theme &theme, const course::Lesson &lesson)
{
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
    return {{"lesson switch to painted", median(first), 33, "ms"},
        {"lesson switch to all blocks", median(all), 120, "ms"},
        {"zoom step", median(zoom), 100, "ms"}, {"change of colours", median(colours), 100, "ms"}};
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
    return {{"typing in 300 lines, p95", percentile95(keys), 8, "ms"},
        {"typing in 300 lines, worst", std::ranges::max(keys), 0, "ms"}};
}

sandbox::RunRequest manyCalls()
{
    sandbox::RunRequest request;
    const QByteArray source = "import os\nfor i in range(" + QByteArray::number(callCount) + "): os.stat('/usr')\n";
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
    if (view.model()->listedCalls() < callCount)
        qFatal("there are only %d calls in the view", view.model()->listedCalls());
    return longest;
}

QList<Row> measureCalls()
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
    return {{"100,000 calls come in, longest gap", median(gaps), 50, "ms"},
        {"100,000 calls come in, longest gap of all", std::ranges::max(gaps), 0, "ms"},
        {"filter of 100,000 calls to painted, p95", percentile95(filters), 20, "ms"}};
}

QList<Row> measureAll(Theme &theme)
{
    const QString data = QStringLiteral(RINGSIDE_SOURCE_FOLDER);
    const course::Course course = course::loadCourse(data);
    if (course.lessons.isEmpty())
        qFatal("no lesson in %s", qPrintable(data));
    const course::Lesson &lesson = course.lessons.last();
    const QString program = QCoreApplication::applicationDirPath() + u"/../../bin/ringside-desktop"_s;
    const QList<Row> starts = measureStarts(program, {u"--lesson"_s, lesson.id});
    return starts + measureReader(theme, lesson) + measureTyping() + measureCalls();
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
    const QCommandLineOption calls(u"calls"_s, u"Measure only the calls that come in."_s);
    parser.addOptions({json, calls});
    parser.process(application);

    Theme theme;
    installTheme(theme);
    const QList<Row> rows = parser.isSet(calls) ? measureCalls() : measureAll(theme);

    bool missed = false;
    QJsonObject figures;
    for (const Row &row : std::as_const(rows)) {
        const bool over = row.budget > 0 && row.value > row.budget;
        missed = missed || over;
        figures[QString::fromLatin1(row.name)] = row.value;
        std::printf("%-52s %8.1f %-2s", row.name, row.value, row.unit);
        if (row.budget > 0)
            std::printf("  budget %5.0f%s", row.budget, over ? "  MISSED" : "");
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
