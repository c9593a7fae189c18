// Row 20 of grading: a window is killed in the middle of an exam, at fifty different moments. Everything that is older
// than two seconds is there, the log of the exam is whole, and it can be handed in. The windows that are killed are this
// program itself, started with a folder and a course as its arguments.

#include "classroom/files.h"
#include "classroom/labfolder.h"
#include "desktop/labs/labwork.h"
#include "desktop/window/mainwindow.h"
#include "pagebench.h"

#include <QDir>
#include <QPlainTextEdit>
#include <QProcess>

#include <cstdio>

#include <csignal>

using namespace ringside;
using namespace ringside::desktop;
using namespace Qt::StringLiterals;
using namespace std::chrono_literals;
using classroom::LabFolder;
using Clock = std::chrono::steady_clock; // the machine's: the same in all processes

namespace {

#ifdef __SANITIZE_ADDRESS__
constexpr int kills = 10;
#else
constexpr int kills = 50;
#endif
constexpr int windowsAtOnce = 25;
constexpr auto typingPace = 50ms;
constexpr auto promised = 2s;
constexpr auto apart = 40ms; // moments of two kills: all of them are twice the time between two saves
constexpr int handInEvery = 10; // numbers

QString examIn(const QString &folder)
{
    return folder + u"/exam"_s;
}

Clock::time_point timeOf(const QByteArray &word)
{
    return Clock::time_point(std::chrono::nanoseconds(word.toLongLong()));
}

void say(const char *what, int number)
{
    std::printf("%s %d %lld\n", what, number, static_cast<long long>(std::chrono::nanoseconds(Clock::now().time_since_epoch()).count()));
    std::fflush(stdout);
}

/// The window with everything it keeps in one folder, once its course is there.
std::unique_ptr<MainWindow> openWindow(sandbox::Sandbox &sandbox, const QString &folder, const QString &course)
{
    const WindowPaths paths{.course = course, .preferences = folder + u"/settings.json"_s,
        .window = folder + u"/window.json"_s, .reading = folder + u"/reading.json"_s,
        .drafts = folder + u"/drafts"_s, .records = folder + u"/records.json"_s,
        .progress = folder + u"/progress.sqlite"_s};
    auto window = std::make_unique<MainWindow>(DesktopTest::theme(), sandbox, paths);
    window->show();
    QSignalSpy loaded(window.get(), &MainWindow::courseLoaded);
    window->loadCourse();
    return loaded.wait(120'000) ? std::move(window) : nullptr;
}

/// Types numbers, one a line, for ever, and hands in every now and then; says after each how far it came.
int sitTheExam(const QString &folder, const QString &course)
{
    const DesktopTest look;
    sandbox::Sandbox sandbox;
    const auto window = openWindow(sandbox, folder, course);
    const auto exam = LabFolder::open(examIn(folder));
    if (!window || !exam || !window->openLink(u"ringside:labs/"_s + examIn(folder)))
        return 1;
    auto *editor = window->page(u"labs"_s)->findChild<QPlainTextEdit *>();
    if (!editor)
        return 1;
    int handedIn = 0;
    for (int number = 1;; ++number) {
        for (const char c : QByteArray::number(number))
            QTest::keyClick(editor, c);
        QTest::keyClick(editor, Qt::Key_Return);
        say("typed", number);
        const auto handIn = number % handInEvery == 0
            ? exam->handIn(u"ann"_s, {}, QDateTime::currentDateTimeUtc()).and_then(classroom::packHandIn)
            : internalError(u"not yet"_s);
        if (handIn && classroom::writeFile(folder + u"/ann.ringsub"_s, *handIn))
            say("handed-in", ++handedIn);
        QTest::qWait(typingPace);
    }
}

/// One window on its way to its end.
struct Sitting
{
    QTemporaryDir folder;
    QProcess child;
    std::chrono::milliseconds longer{}; ///< than the promise takes
    QList<std::pair<int, Clock::time_point>> typed;
    int handedIn = 0;
    std::chrono::nanoseconds held{}; ///< the most by which a key came late: how much this machine holds things up
    std::optional<Clock::time_point> killed;

    [[nodiscard]] std::chrono::nanoseconds allowed() const { return promised + 10 * held; }
    void listen();
    void killWhenItIsTime();
};

void Sitting::listen()
{
    while (child.canReadLine()) {
        const QByteArrayList words = child.readLine().trimmed().split(' ');
        if (words.first() == "handed-in") {
            handedIn = words[1].toInt();
            continue;
        }
        const Clock::time_point now = timeOf(words[2]);
        if (!typed.isEmpty())
            held = std::max(held, now - typed.last().second - typingPace);
        typed.append({words[1].toInt(), now});
    }
}

void Sitting::killWhenItIsTime()
{
    listen();
    if (killed || typed.isEmpty() || Clock::now() - typed.first().second < allowed() + longer)
        return;
    ::kill(pid_t(child.processId()), SIGKILL);
    killed = Clock::now();
}

} // namespace

class TestExamKilled : public QObject
{
    Q_OBJECT

private slots:
    void fiftyTimesNothingIsLost();

private:
    using Sittings = std::vector<std::unique_ptr<Sitting>>;

    void makeExam(const QString &folder);
    void sit(Sittings &sittings);
    [[nodiscard]] std::chrono::milliseconds lost(Sitting &sitting);
    void logIsWhole(const Sitting &sitting, const QByteArray &answer);

    DesktopTest m_look;
    PageBench m_bench;
};

/// An exam with an open question, as its student has opened it.
void TestExamKilled::makeExam(const QString &folder)
{
    const classroom::LabKey key = classroom::makeLabKey();
    const auto exam = classroom::defineLab("title = 'Exam'\nexam = true\nopens = 2025-11-09T08:00:00Z\ndue = 2036-11-09T10:00:00Z\n"
                                           "[[question]]\nid = 'Q05.1'\npoints = 1\n", {}, *m_bench.course(), key);
    const QString file = folder + u"/exam.ringlab"_s;
    QVERIFY(classroom::writeFile(file, classroom::packLab(exam.value(), key).value()));
    QVERIFY(LabFolder::make(file, examIn(folder), *m_bench.course(), QDateTime::currentDateTimeUtc(), classroom::startWordOf(key)));
}

void TestExamKilled::sit(Sittings &sittings)
{
    for (const auto &sitting : sittings)
        sitting->child.start(QCoreApplication::applicationFilePath(), {sitting->folder.path(), m_bench.path(u"course"_s)});
    const auto allKilled = [&] {
        for (const auto &sitting : sittings)
            sitting->killWhenItIsTime();
        return std::ranges::all_of(sittings, [](const auto &sitting) { return sitting->killed.has_value(); });
    };
    const auto limit = Clock::now() + 300s;
    while (!allKilled()) {
        QVERIFY(Clock::now() < limit);
        for (const auto &sitting : sittings)
            QVERIFY2(sitting->killed || sitting->child.state() != QProcess::NotRunning, sitting->child.readAllStandardError().constData());
        QTest::qWait(2);
    }
    for (const auto &sitting : sittings) {
        QVERIFY(sitting->child.state() == QProcess::NotRunning || sitting->child.waitForFinished(60'000));
        sitting->listen();
    }
}

/// How long before the kill the first key was typed that is not there any more.
std::chrono::milliseconds TestExamKilled::lost(Sitting &sitting)
{
    const LabFolder exam = LabFolder::open(examIn(sitting.folder.path())).value();
    const LabWork work(exam, *m_bench.course(), {});
    const QByteArray there = work.findChild<QPlainTextEdit *>()->toPlainText().toUtf8();
    QByteArray all;
    for (const auto &[number, when] : std::as_const(sitting.typed))
        all += QByteArray::number(number) + '\n';
    all += QByteArray::number(sitting.typed.size() + 1) + '\n'; // typed, and killed before it was told
    if (!all.startsWith(there))
        qFatal("not what was typed: %s", there.constData());
    logIsWhole(sitting, there);
    const qsizetype saved = there.count('\n');
    if (saved >= sitting.typed.size())
        return 0ms;
    return std::chrono::duration_cast<std::chrono::milliseconds>(*sitting.killed - sitting.typed[saved].second);
}

void TestExamKilled::logIsWhole(const Sitting &sitting, const QByteArray &answer)
{
    const QString exam = examIn(sitting.folder.path());
    const auto reading = classroom::readChain(classroom::wholeLines(classroom::readFile(exam + u"/log.jsonl"_s).value()));
    QVERIFY(!reading.firstBad);
    QVERIFY(reading.records.size() > sitting.handedIn); // the first one says that it was opened
    const auto handIn = LabFolder::open(exam)->handIn(u"ann"_s, {}, QDateTime::currentDateTimeUtc());
    QVERIFY2(handIn.has_value(), handIn ? "" : qPrintable(describe(handIn.error())));
    const auto sealed = classroom::unpackHandIn(classroom::packHandIn(*handIn).value(), {});
    QCOMPARE(sealed->answers.first().content, answer);
    QCOMPARE(classroom::readChain(sealed->log).records.size(), reading.records.size() + 1);
    if (sitting.handedIn > 0)
        QVERIFY(classroom::unpackHandIn(classroom::readFile(sitting.folder.filePath(u"ann.ringsub"_s)).value(), {}));
}

void TestExamKilled::fiftyTimesNothingIsLost()
{
    std::chrono::milliseconds most{};
    std::chrono::nanoseconds held{};
    int handIns = 0;
    for (int done = 0; done < kills;) {
        Sittings sittings;
        for (; done < kills && sittings.size() < windowsAtOnce; ++done) {
            auto &sitting = *sittings.emplace_back(std::make_unique<Sitting>());
            sitting.longer = (done + 1) * apart;
            makeExam(sitting.folder.path());
        }
        sit(sittings);
        for (const auto &sitting : sittings) {
            const auto gone = lost(*sitting);
            QVERIFY2(gone <= sitting->allowed(), qPrintable(u"%1 ms of typing are lost"_s.arg(gone.count())));
            most = std::max(most, gone);
            held = std::max(held, sitting->held);
            handIns += sitting->handedIn;
        }
    }
    QVERIFY(handIns > 0); // the logs were being written to
    qInfo("%d kills: at most %lld ms of typing were lost; a key came at most %lld ms late", kills,
        static_cast<long long>(most.count()), static_cast<long long>(held.count() / 1'000'000));
}

int main(int argc, char **argv)
{
    QApplication application(argc, argv);
    if (argc == 3 && QDir(QString::fromLocal8Bit(argv[1])).exists())
        return sitTheExam(QString::fromLocal8Bit(argv[1]), QString::fromLocal8Bit(argv[2]));
    TestExamKilled test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_examkilled.moc"
