#include "attacks/lab.h"

#include "sandbox/processes.h"
#include "sandbox/requests.h"

#include <unistd.h>

namespace ringside::tests {

using namespace sandbox;
using namespace Qt::StringLiterals;

namespace {

QByteArray helperModule()
{
    QFile file(u"" RINGSIDE_SOURCE_FOLDER "/tests/attacks/attack.py"_s);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

uid_t ownerOf(pid_t process)
{
    struct stat status{};
    ::stat(qPrintable(u"/proc/%1/stat"_s.arg(process)), &status);
    return status.st_uid;
}

/// Numbers of processes are used again; together with the time of their start they are not.
QByteArray identityOf(pid_t process)
{
    QFile stat(u"/proc/%1/stat"_s.arg(process));
    if (!stat.open(QIODevice::ReadOnly))
        return {};
    const QByteArray text = stat.readAll();
    const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
    const bool isDead = fields[0] == "Z" || fields[0] == "X";
    return isDead ? QByteArray() : fields.value(19);
}

/// The launcher and the steward whose supervisor was the last to start. Later ones may have lower numbers.
std::pair<Process, Process> newestSupervisor()
{
    std::pair<Process, Process> found;
    qint64 startOfFound = -1; // in the kernel's ticks
    const QList<Process> processes = family(::getpid());
    for (const Process &steward : processes)
        for (const Process &launcher : processes) {
            const qint64 start = identityOf(launcher.pid).toLongLong();
            if (steward.name == "steward" && steward.parent == launcher.pid && start > startOfFound) {
                found = {launcher, steward};
                startOfFound = start;
            }
        }
    return found;
}

/// Whether the bytes occur in anything the program has given back.
bool occursIn(const RunReport &report, const QByteArray &bytes)
{
    const auto inEntry = [&bytes](const filesystem::Entry &entry) {
        return entry.content.contains(bytes) || entry.target.contains(bytes) || entry.path.contains(bytes);
    };
    return report.output.contains(bytes) || report.errorOutput.contains(bytes) || report.value.contains(bytes)
        || std::ranges::any_of(report.tree.entries, inEntry);
}

} // namespace

Lab::Lab(uid_t starter, const QString &supervisor)
    : m_copy(supervisor)
    , m_bait(boxOwner(starter, m_copy.path()))
{
    m_sandbox = std::make_unique<Sandbox>(commandAs(starter) + m_bait.temptingCommand() + QStringList{m_copy.path()});
    const Result<Features> features = waitFor(m_sandbox->features());
    if (!features)
        qFatal("%s", qPrintable(describe(features.error())));
    m_features = *features;
    findProcesses();
}

/// As whom the programs of such a supervisor run.
uid_t Lab::boxOwner(uid_t starter, const QString &supervisor)
{
    if (starter != 0)
        return starter;
    Sandbox sandbox(QStringList{supervisor});
    const Result<Features> features = waitFor(sandbox.features());
    if (!features)
        qFatal("%s", qPrintable(describe(features.error())));
    return ownerOf(newestSupervisor().second.pid);
}

void Lab::findProcesses()
{
    const auto [launcher, steward] = newestSupervisor();
    if (steward.pid == 0)
        qFatal("there is no steward");
    m_launcher = launcher.pid;
    m_steward = steward.pid;
}

QFuture<Lab::Report> Lab::run(const AttackProgram &attack, RunRequest how, std::shared_ptr<lens::Trace> trace)
{
    if (how.trace && trace)
        how.trace->receiveRecords = [trace](const QByteArray &records) {
            if (!trace->add(records))
                qFatal("the lens sent what is no trace");
        };
    how.workspace.entries = {file("attack.py", helperModule()), file("main.py", attack.source),
        file("targets.py", m_bait.targets({m_launcher, m_steward}))};
    how.limits = attack.limits;
    return m_sandbox->run(how);
}

QByteArrayList Lab::breaches(const AttackProgram &attack, const Report &report) const
{
    if (!report)
        return {"the sandbox failed: " + describe(report.error()).toUtf8()};
    QByteArrayList breaches = contradictions(attack, *report);
    if (occursIn(*report, m_bait.secret()))
        breaches.append("has a secret: " + report->output.left(4000) + report->errorOutput.left(4000));
    for (const QString &name : {m_copy.path(), QCoreApplication::applicationDirPath()})
        if (occursIn(*report, name.toLocal8Bit()))
            breaches.append("knows the path " + name.toLocal8Bit());
    return breaches;
}

/// All of them descend from the launcher until the last moment: orphans go to the first process of their namespace.
QByteArrayList Lab::close()
{
    const QList<Process> members = family(m_launcher);
    QList<QByteArray> identities;
    for (const Process &process : members)
        identities.append(identityOf(process.pid));
    m_sandbox.reset();
    QByteArrayList left;
    (void)QTest::qWaitFor(
        [&] {
            left.clear();
            for (qsizetype i = 0; i < members.size(); ++i)
                if (!identities[i].isEmpty() && identityOf(members[i].pid) == identities[i])
                    left.append("still there: " + members[i].name);
            return left.isEmpty();
        },
        60'000);
    return left + m_bait.harm();
}

} // namespace ringside::tests
