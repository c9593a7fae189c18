#include "wording/cause.h"

#include "wording/shortage.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <csignal>
#include <cstring>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;
using grading::Cause;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

QString signalSentence(int signal)
{
    const QString killed = Words::tr("The program was killed by %1.").arg(signalName(signal));
    switch (signal) {
    case SIGSEGV:
    case SIGBUS:
        return killed + u' '
            + Words::tr("It touched memory that is not its own, or went too deep into itself.");
    case SIGSYS:
        return killed + u' '
            + Words::tr("It made a system call that no program in the sandbox may make.");
    default:
        return killed;
    }
}

/// What the exercise says of the failing check is beside the point where the run did not come to an
/// answer.
bool standsAlone(Cause cause)
{
    switch (cause) {
    case Cause::SyntaxError:
    case Cause::ImportFailed:
    case Cause::ExitedAtImport:
    case Cause::EntryMissing:
    case Cause::EntryNotCallable:
    case Cause::AnswerForged:
    case Cause::AnswerUnreadable:
        return true;
    default:
        return false;
    }
}

QString placed(const QString &sentence, const std::optional<grading::Where> &where)
{
    return where ? Words::tr("Line %1: %2").arg(where->line).arg(sentence) : sentence;
}

QString joined(QStringList sentences)
{
    sentences.removeAll(QString());
    return sentences.join(u' ');
}

/// Of the first check that tells of the cause of all.
QList<lens::Shortage> shortagesOfRuns(const grading::Verdict &verdict)
{
    const auto first = std::ranges::find(verdict.checks, verdict.cause, &grading::CheckResult::cause);
    return first == verdict.checks.end() ? QList<lens::Shortage>() : first->shortages;
}

} // namespace

QString signalName(int signal)
{
    const char *name = sigabbrev_np(signal);
    return name ? u"SIG"_s + QLatin1StringView(name) : Words::tr("signal %1").arg(signal);
}

QString sizeText(qint64 bytes)
{
    QString text = QLocale::c().formattedDataSize(bytes, 1, QLocale::DataSizeIecFormat);
    return text.replace(u".0 "_s, u" "_s);
}

QString durationText(std::chrono::milliseconds duration)
{
    if (duration.count() < 1000)
        return Words::tr("%1 ms").arg(duration.count());
    return Words::tr("%1 s").arg(QString::number(double(duration.count()) / 1000, 'g', 3));
}

QString pointsText(double points)
{
    return QString::number(std::round(points * 1000) / 1000, 'g', 6);
}

QString outcomeName(grading::Outcome outcome)
{
    switch (outcome) {
    case grading::Outcome::Mastered:
        return Words::tr("mastered");
    case grading::Outcome::Passed:
        return Words::tr("passed");
    case grading::Outcome::Failed:
        return Words::tr("failed");
    case grading::Outcome::Ungraded:
        return Words::tr("ungraded");
    }
    Q_UNREACHABLE_RETURN({});
}

QString sentence(Cause cause, const QString &subject, qint64 figure)
{
    const std::chrono::milliseconds duration(figure);
    switch (cause) {
    case Cause::None:
    case Cause::Differs:
        return {};
    case Cause::Raised:
        return Words::tr("The call raised %1.").arg(subject);
    case Cause::SyntaxError:
        return Words::tr("This is not Python yet: %1.").arg(subject);
    case Cause::ImportFailed:
        return Words::tr("The file could not be read in: %1.").arg(subject);
    case Cause::ExitedAtImport:
        return Words::tr(
            "The file ended the program while it was read in, so nothing could be called.");
    case Cause::EntryMissing:
        return Words::tr("The file has no %1: that is the name the task asks for.").arg(subject);
    case Cause::EntryNotCallable:
        return Words::tr("%1 is in the file, but it is nothing that can be called.").arg(subject);
    case Cause::NoAnswer:
        return Words::tr(
            "The program ended with status %1 before the call came back with an answer.")
            .arg(figure);
    case Cause::AnswerTooLarge:
        return Words::tr("The answer is larger than %1, more than can be looked at.")
            .arg(sizeText(figure));
    case Cause::AnswerUnreadable:
        return Words::tr("The answer is an object whose own code failed when it was looked at.");
    case Cause::AnswerForged:
        return Words::tr("The answer did not come from the call alone: two processes answered, or "
                         "something else "
                         "was written to its channel.");
    case Cause::Signalled:
        return signalSentence(static_cast<int>(figure));
    case Cause::WallLimit:
        return Words::tr(
            "The run was stopped after %1, the longest that a run may take. Is there a loop that does "
            "not end, or a wait for something that never comes?")
            .arg(durationText(duration));
    case Cause::CpuLimit:
        return Words::tr(
            "The run was stopped after %1 of computing, the most that a program may do. Is there a "
            "loop that does not end?")
            .arg(durationText(duration));
    case Cause::MemoryLimit:
        return Words::tr("The run was stopped: with %1 it had used up the memory that a run may have.")
            .arg(sizeText(figure));
    case Cause::OutputLimit:
        return Words::tr("The run was stopped: with %1 it had printed all that a run may print.")
            .arg(sizeText(figure));
    case Cause::CallLimit:
        return Words::tr("The run was stopped after %1 system calls, the most that are looked at. Is there a "
                         "loop that does not end?")
            .arg(figure);
    }
    Q_UNREACHABLE_RETURN({});
}

QString sentence(const sandbox::RunReport &report)
{
    using sandbox::Ending;
    switch (report.ending) {
    case Ending::Exited:
        return report.exitStatus == 0
            ? QString()
            : Words::tr("The program ended with status %1.").arg(report.exitStatus);
    case Ending::Signalled:
        return signalSentence(report.signal);
    case Ending::WallLimit:
        return sentence(Cause::WallLimit, {}, report.limitReached);
    case Ending::CpuLimit:
        return sentence(Cause::CpuLimit, {}, report.limitReached);
    case Ending::MemoryLimit:
        return sentence(Cause::MemoryLimit, {}, report.limitReached);
    case Ending::OutputLimit:
        return sentence(Cause::OutputLimit, {}, report.limitReached);
    case Ending::CallLimit:
        return sentence(Cause::CallLimit, {}, report.limitReached);
    case Ending::Stopped:
        return Words::tr("The program was stopped.");
    }
    Q_UNREACHABLE_RETURN({});
}

void addSentences(grading::Verdict &verdict)
{
    verdict.summary.clear();
    if (verdict.cause != Cause::None)
        verdict.summary = joined({placed(sentence(verdict.cause, verdict.subject, verdict.figure), verdict.where),
            sentences(shortagesOfRuns(verdict))});
    for (grading::CheckResult &check : verdict.checks) {
        const QString about = check.cause <= Cause::Raised
            ? QString()
            : placed(sentence(check.cause, check.subject, check.figure), check.where);
        const QString own = standsAlone(check.cause) ? QString() : check.message;
        check.message = joined({about, sentences(check.shortages), own});
    }
}

} // namespace ringside::wording
