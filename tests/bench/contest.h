#pragma once

// Contenders that run the same program by turns, so that a busy moment of the machine hits each.

#include <QByteArrayList>
#include <QElapsedTimer>
#include <QJsonObject>
#include <QList>
#include <QString>

#include <algorithm>
#include <cstdio>
#include <fcntl.h>
#include <functional>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace ringside::tests {

inline double median(QList<double> values)
{
    std::ranges::sort(values);
    return values.at(values.size() / 2);
}

/// Like QProcess, but without its own cost: vfork, exec, wait.
inline pid_t spawn(const QByteArrayList &command)
{
    static const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    for (int stream = 0; stream < 3; ++stream)
        ::posix_spawn_file_actions_adddup2(&actions, null, stream);
    std::vector<char *> arguments;
    for (const QByteArray &word : command)
        arguments.push_back(const_cast<char *>(word.constData()));
    arguments.push_back(nullptr);
    pid_t pid = -1;
    if (::posix_spawnp(&pid, arguments[0], &actions, nullptr, arguments.data(), environ) != 0)
        qFatal("cannot start %s", arguments[0]);
    ::posix_spawn_file_actions_destroy(&actions);
    return pid;
}

inline void finish(pid_t pid)
{
    int status = 0;
    ::waitpid(pid, &status, 0);
    if (status != 0)
        qFatal("a contender failed with status %d", status);
}

struct Contender
{
    QString name;
    std::function<void()> run;
    double budget = 0; ///< ratio to the first contender; 0: none
    QList<double> milliseconds;
};

inline QList<double> ratios(const Contender &contender, const Contender &yardstick)
{
    QList<double> values;
    for (qsizetype i = 0; i < contender.milliseconds.size(); ++i)
        values.append(contender.milliseconds[i] / yardstick.milliseconds[i]);
    return values;
}

inline QJsonObject verdict(const QString &name, double value, double budget, bool kept)
{
    using namespace Qt::StringLiterals;
    std::printf("  %-44s %8.2f   budget %.2f: %s\n", qPrintable(name), value, budget,
        kept ? "kept" : "MISSED");
    return {{u"name"_s, name}, {u"value"_s, value}, {u"budget"_s, budget}, {u"kept"_s, kept}};
}

/// Lets each run `rounds` times, and prints what they took.
inline void contend(const QString &title, QList<Contender> &contenders, int rounds)
{
    for (Contender &contender : contenders)
        contender.run(); // page cache, zygotes
    for (int round = 0; round < rounds; ++round)
        for (qsizetype i = 0; i < contenders.size(); ++i) {
            Contender &contender = contenders[(i + round) % contenders.size()];
            QElapsedTimer timer;
            timer.start();
            contender.run();
            contender.milliseconds.append(double(timer.nsecsElapsed()) / 1e6);
        }
    std::printf("%s\n", qPrintable(title));
    for (const Contender &contender : std::as_const(contenders))
        std::printf("  %-22s %7.2f ms   best %6.2f   %.2f of the first\n", qPrintable(contender.name),
            median(contender.milliseconds), *std::ranges::min_element(contender.milliseconds),
            median(ratios(contender, contenders[0])));
}

} // namespace ringside::tests
