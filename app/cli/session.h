#pragma once

#include "course/course.h"
#include "grading/grader.h"

#include <QSocketNotifier>

#include <functional>
#include <memory>

namespace ringside::cli {

/// What a command works with: the course, the sandbox, and a way to wait for them that Ctrl-C ends.
/// One per process; made in main(), used by whatever command was given.
///
/// Ctrl-C, a hang-up or a polite kill first ends the sandbox, which takes every program in it
/// along, and then this process, by the same signal.
class Session
{
public:
    Session();
    ~Session();
    Session(const Session &) = delete;
    Session &operator=(const Session &) = delete;

    [[nodiscard]] static Session &current();

    /// The course of dataFolder(), loaded on first use.
    [[nodiscard]] const course::Course &course();
    [[nodiscard]] sandbox::Sandbox &sandbox();
    [[nodiscard]] grading::Grader &grader();

    /// Calls `progress` with how many of how many steps are done while it waits.
    template <typename T>
    T wait(QFuture<T> future, const std::function<void(int, int)> &progress = {})
    {
        QFutureWatcher<T> watcher;
        if (progress)
            QObject::connect(&watcher, &QFutureWatcherBase::progressValueChanged, &watcher,
                [&](int value) { progress(value, watcher.progressMaximum()); });
        watcher.setFuture(future);
        return sandbox::waitFor(future);
    }

private:
    void catchSignals();
    void closeSandbox();
    void end(int signal);

    std::optional<course::Course> m_course;
    std::unique_ptr<sandbox::Sandbox> m_sandbox;
    std::unique_ptr<grading::Grader> m_grader;
    std::unique_ptr<QSocketNotifier> m_signals;
};

/// A file that somebody named on the command line, "-" for standard input; at most 1 MiB. What is
/// wrong with it, for people.
[[nodiscard]] std::expected<QByteArray, QString> readNamedFile(const QString &path);

/// What a command says, and gives back, when the machine or the course is at fault.
[[nodiscard]] int complain(const Error &error);

} // namespace ringside::cli
