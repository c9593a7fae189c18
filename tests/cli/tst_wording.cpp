#include "wording/cause.h"
#include "wording/trouble.h"

#include <QTest>

#include <cerrno>
#include <csignal>

using namespace ringside;
using namespace ringside::wording;
using namespace Qt::StringLiterals;

using grading::Cause;

class TestWording : public QObject
{
    Q_OBJECT

private slots:
    void everyCauseHasItsSentence_data();
    void everyCauseHasItsSentence();
    void summarySaysWhatEndedEveryRun();
    void ownMessageStaysWhereItIsToThePoint_data();
    void ownMessageStaysWhereItIsToThePoint();
    void whatWasUsedUpIsSaidFirst_data();
    void whatWasUsedUpIsSaidFirst();
    void programsEndInSentences_data();
    void programsEndInSentences();
    void troubleHasAWayOut_data();
    void troubleHasAWayOut();
    void figures();
};

void TestWording::everyCauseHasItsSentence_data()
{
    QTest::addColumn<int>("cause");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<qint64>("figure");
    QTest::addColumn<QString>("text");
    const auto row = [](Cause cause, const char *subject, qint64 figure, const QString &text) {
        QTest::addRow("%s", qPrintable(grading::toString(cause))) << int(cause) << QString::fromLatin1(subject) << figure << text;
    };
    row(Cause::Differs, "", 0, {});
    row(Cause::Raised, "OSError", 0, u"The call raised OSError."_s);
    row(Cause::SyntaxError, "invalid syntax", 0, u"This is not Python yet: invalid syntax."_s);
    row(Cause::ImportFailed, "NameError: x", 0, u"The file could not be read in: NameError: x."_s);
    row(Cause::ExitedAtImport, "", 0, u"The file ended the program while it was read in, so nothing could be called."_s);
    row(Cause::EntryMissing, "tidy", 0, u"The file has no tidy: that is the name the task asks for."_s);
    row(Cause::EntryNotCallable, "tidy", 0, u"tidy is in the file, but it is nothing that can be called."_s);
    row(Cause::NoAnswer, "", 9, u"The program ended with status 9 before the call came back with an answer."_s);
    row(Cause::AnswerTooLarge, "", 1 << 20, u"The answer is larger than 1 MiB, more than can be looked at."_s);
    row(Cause::AnswerUnreadable, "", 0, u"The answer is an object whose own code failed when it was looked at."_s);
    row(Cause::AnswerForged, "", 0,
        u"The answer did not come from the call alone: two processes answered, or something else was written to its channel."_s);
    row(Cause::Signalled, "", SIGTERM, u"The program was killed by SIGTERM."_s);
    row(Cause::WallLimit, "", 1500,
        u"The run was stopped after 1.5 s, the longest that a run may take. Is there a loop that does not end, or a wait for something that never comes?"_s);
    row(Cause::CpuLimit, "", 5000, u"The run was stopped after 5 s of computing, the most that a program may do. Is there a loop that does not end?"_s);
    row(Cause::MemoryLimit, "", 512 << 20, u"The run was stopped: with 512 MiB it had used up the memory that a run may have."_s);
    row(Cause::OutputLimit, "", 1 << 20, u"The run was stopped: with 1 MiB it had printed all that a run may print."_s);
    row(Cause::CallLimit, "", 2'000'000,
        u"The run was stopped after 2000000 system calls, the most that are looked at. Is there a loop that does not end?"_s);
}

void TestWording::everyCauseHasItsSentence()
{
    QFETCH(int, cause);
    QFETCH(QString, subject);
    QFETCH(qint64, figure);
    QFETCH(QString, text);
    QCOMPARE(sentence(Cause(cause), subject, figure), text);
}

void TestWording::summarySaysWhatEndedEveryRun()
{
    grading::Verdict verdict{.cause = Cause::SyntaxError, .subject = u"invalid syntax"_s,
        .where = grading::Where{.file = u"solution.py"_s, .line = 3, .call = {}}};
    addSentences(verdict);
    QCOMPARE(verdict.summary, u"Line 3: This is not Python yet: invalid syntax."_s);
    grading::Verdict good;
    addSentences(good);
    QCOMPARE(good.summary, QString());
}

void TestWording::ownMessageStaysWhereItIsToThePoint_data()
{
    QTest::addColumn<int>("cause");
    QTest::addColumn<QString>("message");
    QTest::newRow("a difference is the exercise's matter") << int(Cause::Differs) << u"Own words."_s;
    QTest::newRow("so is an exception") << int(Cause::Raised) << u"Own words."_s;
    QTest::newRow("a limit may well be what it is about")
        << int(Cause::OutputLimit) << u"The run was stopped: with 1 KiB it had printed all that a run may print. Own words."_s;
    QTest::newRow("a missing function is not") << int(Cause::EntryMissing)
                                               << u"The file has no f: that is the name the task asks for."_s;
}

void TestWording::ownMessageStaysWhereItIsToThePoint()
{
    QFETCH(int, cause);
    QFETCH(QString, message);
    grading::Verdict verdict;
    verdict.checks.append({.message = u"Own words."_s, .cause = Cause(cause), .subject = u"f"_s, .figure = 1024});
    addSentences(verdict);
    QCOMPARE(verdict.checks.first().message, message);
}

void TestWording::whatWasUsedUpIsSaidFirst_data()
{
    using Kind = lens::Shortage::Kind;
    QTest::addColumn<lens::Shortage>("shortage");
    QTest::addColumn<QString>("sentence");
    QTest::newRow("disk") << lens::Shortage{Kind::Disk, 16 << 20} << u"The disk of the box was full: 16 MiB."_s;
    QTest::newRow("names") << lens::Shortage{Kind::Names, 4096}
                           << u"The disk of the box had no room for another name: 4096 files and folders."_s;
    QTest::newRow("size of a file") << lens::Shortage{Kind::FileSize, 16 << 20}
                                    << u"A file was as large as files may be here: 16 MiB."_s;
    QTest::newRow("processes") << lens::Shortage{Kind::Processes, 64}
                               << u"There were as many processes as there may be here: 64."_s;
    QTest::newRow("descriptors") << lens::Shortage{Kind::Descriptors, 256}
                                 << u"A process had as many descriptors open as it may have here: 256."_s;
    using enum lens::Shortage::Evidence;
    QTest::newRow("size of a file, by its error")
        << lens::Shortage{Kind::FileSize, 16 << 20, Told}
        << u"A program fails like this when a file would become larger than files may be here: 16 MiB."_s;
    QTest::newRow("processes, by their error")
        << lens::Shortage{Kind::Processes, 64, Told}
        << u"A program fails like this when there are as many processes as there may be here: 64."_s;
    QTest::newRow("descriptors, by their error")
        << lens::Shortage{Kind::Descriptors, 256, Told}
        << u"A program fails like this when it has as many descriptors open as it may have here: 256."_s;
}

void TestWording::whatWasUsedUpIsSaidFirst()
{
    QFETCH(lens::Shortage, shortage);
    QFETCH(QString, sentence);
    grading::Verdict verdict{.cause = Cause::NoAnswer, .figure = 9};
    verdict.checks.append({.message = u"Own words."_s, .cause = Cause::NoAnswer, .figure = 9, .shortages = {shortage}});
    verdict.checks.append({.message = u"Own words."_s, .cause = Cause::Raised, .shortages = {shortage}});
    addSentences(verdict);
    const QString cause = u"The program ended with status 9 before the call came back with an answer. "_s;
    QCOMPARE(verdict.summary, cause + sentence);
    QCOMPARE(verdict.checks[0].message, cause + sentence + u" Own words."_s);
    QCOMPARE(verdict.checks[1].message, sentence + u" Own words."_s);
}

void TestWording::programsEndInSentences_data()
{
    QTest::addColumn<sandbox::RunReport>("report");
    QTest::addColumn<QString>("text");
    using sandbox::Ending;
    using sandbox::RunReport;
    QTest::newRow("well") << RunReport{} << QString();
    QTest::newRow("with a status") << RunReport{.exitStatus = 3} << u"The program ended with status 3."_s;
    QTest::newRow("by a signal") << RunReport{.ending = Ending::Signalled, .signal = SIGSEGV}
                                 << u"The program was killed by SIGSEGV. It touched memory that is not its own, or went too deep into itself."_s;
    QTest::newRow("by a call it may not make") << RunReport{.ending = Ending::Signalled, .signal = SIGSYS}
                                               << u"The program was killed by SIGSYS. It made a system call that no program in the sandbox may make."_s;
    QTest::newRow("by a limit") << RunReport{.ending = Ending::MemoryLimit, .limitReached = 1536} << u"The run was stopped: with 1.5 KiB it had used up the memory that a run may have."_s;
    QTest::newRow("on request") << RunReport{.ending = Ending::Stopped} << u"The program was stopped."_s;
}

void TestWording::programsEndInSentences()
{
    QFETCH(sandbox::RunReport, report);
    QFETCH(QString, text);
    QCOMPARE(sentence(report), text);
}

void TestWording::troubleHasAWayOut_data()
{
    QTest::addColumn<QString>("doing");
    QTest::addColumn<int>("errnum");
    QTest::addColumn<KernelSettings>("settings");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("remedy");
    const QString refused = u"This machine does not let ordinary users make a sandbox: create the namespaces of a box: Operation not permitted (EPERM)"_s;
    QTest::newRow("switched off for ordinary users")
        << u"create the namespaces of a box"_s << EPERM << KernelSettings{.unprivilegedNamespaces = 0} << refused
        << u"An administrator can allow it with: sysctl -w kernel.unprivileged_userns_clone=1"_s;
    QTest::newRow("none left") << u"create the namespaces of a box"_s << ENOSPC << KernelSettings{.mostNamespaces = 0}
                               << u"This machine does not let ordinary users make a sandbox: create the namespaces of a box: No space left on device (ENOSPC)"_s
                               << u"An administrator can allow it with: sysctl -w user.max_user_namespaces=10000"_s;
    QTest::newRow("listed programs only")
        << u"create the namespaces of a box"_s << EPERM << KernelSettings{.restrictedByAppArmor = 1} << refused
        << u"This system lets only listed programs do so. An administrator can list ringside-supervisor in an AppArmor profile with the line \"userns,\"."_s;
    QTest::newRow("a container") << u"create the namespaces of a box"_s << EPERM << KernelSettings{.inContainer = true} << refused
                                 << u"In a container, start it with: --security-opt seccomp=unconfined --security-opt systempaths=unconfined"_s;
    QTest::newRow("a masked /proc") << u"mount /proc"_s << EPERM << KernelSettings{}
                                    << u"This machine does not give a sandbox its own /proc: mount /proc: Operation not permitted (EPERM)"_s
                                    << u"In a container, start it with: --security-opt systempaths=unconfined"_s;
    QTest::newRow("no Python") << u"find /usr/bin/python3"_s << ENOENT << KernelSettings{}
                               << u"Python is missing: there is no /usr/bin/python3."_s
                               << u"Install the package python3, version 3.12 or later."_s;
    QTest::newRow("no supervisor") << u"the supervisor cannot be started: No program defined"_s << 0 << KernelSettings{}
                                   << u"The program that builds sandboxes is missing or does not start. (the supervisor cannot be started: No program defined)"_s
                                   << u"Where memory or processes have run out, end other programs and try again. Else install or build "
                                      "Ringside again: ringside-supervisor belongs into libexec/ringside."_s;
    QTest::newRow("an unknown Python") << u"checks of kind calls need the lens (read the stack of this Python)"_s << 0
                                       << KernelSettings{}
                                       << u"The lens cannot tell which line makes a call: it does not know this Python."_s
                                       << u"Install Python 3.12, 3.13 or 3.14 in its usual form as /usr/bin/python3. "
                                          "Without it, a line is at best what the program says of itself, and checks that look "
                                          "at system calls stay open."_s;
    QTest::newRow("no ptrace") << u"follow the system calls of a program (ptrace is refused)"_s << 0 << KernelSettings{}
                               << u"This machine does not let the lens follow a program: follow the system calls of a "
                                  "program (ptrace is refused)"_s
                               << u"`ringside doctor` tells what would allow it."_s;
    QTest::newRow("something new") << u"install the system call filter"_s << EINVAL << KernelSettings{}
                                   << u"This machine cannot make a sandbox: install the system call filter: Invalid argument (EINVAL)"_s
                                   << u"`ringside doctor` tells what is missing."_s;
}

void TestWording::troubleHasAWayOut()
{
    QFETCH(QString, doing);
    QFETCH(int, errnum);
    QFETCH(KernelSettings, settings);
    QFETCH(QString, what);
    QFETCH(QString, remedy);
    const Trouble trouble = explain({.kind = Error::Kind::Unsupported, .doing = doing, .errnum = errnum}, settings);
    QCOMPARE(trouble.what, what);
    QCOMPARE(trouble.remedy, remedy);
}

void TestWording::figures()
{
    QCOMPARE(pointsText(0.1 + 0.2), u"0.3"_s);
    QCOMPARE(pointsText(40), u"40"_s);
    QCOMPARE(pointsText(100.0 / 3), u"33.333"_s);
    QCOMPARE(sizeText(1000), u"1000 bytes"_s);
    QCOMPARE(durationText(std::chrono::milliseconds(40)), u"40 ms"_s);
    QCOMPARE(signalName(9), u"SIGKILL"_s);
    QCOMPARE(signalName(63), u"signal 63"_s);
    QCOMPARE(outcomeName(grading::Outcome::Mastered), u"mastered"_s);
    QCOMPARE(explain({.kind = Error::Kind::Content, .doing = u"wrong"_s, .file = u"a.toml"_s, .line = 3}).what, u"a.toml:3: wrong"_s);
    const Trouble full = explain({.kind = Error::Kind::System, .doing = u"write notes"_s, .errnum = ENOSPC});
    QVERIFY2(full.what.startsWith(u"The disk is full: write notes"), qPrintable(full.what));
    QCOMPARE(full.remedy, u"Make room, and try again."_s);
}

QTEST_GUILESS_MAIN(TestWording)
#include "tst_wording.moc"
