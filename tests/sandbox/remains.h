#pragma once

#include "sandbox/processes.h"

#include <QSet>

#include <chrono>
#include <csignal>
#include <ctime>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::tests {

/// How a Python program begins that wants to outlive everybody: children in sessions of their own, deaf to every
/// signal. What follows, all of them do.
inline const QByteArray stubbornChildren = R"(import os, signal, time
for i in range(3):
    if os.fork() == 0:
        os.setsid()
        for number in signal.valid_signals() - {9, 19}:
            signal.signal(number, signal.SIG_IGN)
        break
else:
    print('all ' + 'run', flush=True)
)";

/// A process that only computes, as others compete with it. What it has computed is the time that any process would have
/// had meanwhile: on an idle machine that of the clock, on a busy one less.
class Yardstick
{
public:
    Yardstick()
        : m_process(::fork())
    {
        if (m_process != 0)
            return;
        ::prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
        for (volatile bool computes = true; computes;) { }
    }
    ~Yardstick()
    {
        ::kill(m_process, SIGKILL);
        ::waitpid(m_process, nullptr, 0);
    }
    Yardstick(const Yardstick &) = delete;
    Yardstick &operator=(const Yardstick &) = delete;

    [[nodiscard]] std::chrono::nanoseconds computed() const
    {
        clockid_t clock{};
        timespec time{};
        if (::clock_getcpuclockid(m_process, &clock) != 0 || ::clock_gettime(clock, &time) != 0)
            qFatal("the yardstick is gone");
        return std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
    }

private:
    pid_t m_process;
};

/// What a sandbox may leave behind: its processes are noted while it lives, and looked for when it has gone.
class Remains
{
public:
    /// Everything the supervisor starts has its session, until a learner's program makes one of its own; those share the
    /// box's pid namespace.
    void note(const QList<Process> &processes)
    {
        struct stat ours{};
        ::stat("/proc/self/ns/pid", &ours);
        for (const Process &process : processes) {
            if (process.name.startsWith("ringside-superv"))
                m_sessions.insert(process.session);
            if (process.pidNamespace != 0 && process.pidNamespace != ours.st_ino)
                m_namespaces.insert(process.pidNamespace);
        }
    }

    [[nodiscard]] const QSet<pid_t> &sessions() const { return m_sessions; }
    [[nodiscard]] const QSet<ino_t> &namespaces() const { return m_namespaces; } ///< the steward's and the boxes'

    [[nodiscard]] QList<Process> left() const
    {
        QList<Process> left;
        const QList<Process> processes = allProcesses();
        for (const Process &process : processes)
            if (m_sessions.contains(process.session)
                || (m_namespaces.contains(process.pidNamespace) && !isOfAnother(processes, process.pid)))
                left.append(process);
        return left;
    }

    /// Waits until nothing is left. Who is still there when it would have had one second for itself is named: the time
    /// is that of a Yardstick, taken before each look, so that a busy machine does not count against anybody.
    [[nodiscard]] QByteArray leftAfterOneSecond() const
    {
        using namespace std::chrono_literals;
        const Yardstick yardstick;
        for (;;) {
            const auto computed = yardstick.computed();
            const QList<Process> processes = left();
            if (processes.isEmpty())
                return {};
            if (computed >= 1s)
                return namesOf(processes);
            ::usleep(5'000);
        }
    }

private:
    /// Other tests have sandboxes at the same time, and the number of a namespace that has gone is soon that of a new one.
    [[nodiscard]] bool isOfAnother(const QList<Process> &processes, pid_t pid) const
    {
        for (const Process &process : processes)
            if (process.pid == pid)
                return process.name.startsWith("ringside-superv") ? !m_sessions.contains(process.session)
                                                                  : isOfAnother(processes, process.parent);
        return false;
    }

    static QByteArray namesOf(const QList<Process> &processes)
    {
        QByteArrayList names;
        for (const Process &process : processes)
            names.append(process.name + ' ' + QByteArray::number(process.pid));
        return names.join(", ");
    }

    QSet<pid_t> m_sessions;
    QSet<ino_t> m_namespaces;
};

} // namespace ringside::tests
