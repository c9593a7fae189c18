#pragma once

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QList>
#include <QMap>

#include <sys/stat.h>
#include <sys/types.h>

namespace ringside::tests {

/// A process as the host sees it.
struct Process
{
    pid_t pid = 0;
    pid_t parent = 0;
    pid_t session = 0;
    QByteArray name;
    ino_t pidNamespace = 0; ///< 0 when we may not know
};

inline QList<Process> allProcesses()
{
    QList<Process> processes;
    const QStringList entries = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &entry : entries) {
        const int pid = entry.toInt();
        QFile stat(QStringLiteral("/proc/%1/stat").arg(pid));
        if (pid == 0 || !stat.open(QIODevice::ReadOnly))
            continue;
        const QByteArray text = stat.readAll();
        const QList<QByteArray> fields = text.mid(text.lastIndexOf(')') + 2).split(' ');
        if (fields.size() < 4 || fields[0] == "Z" || fields[0] == "X")
            continue; // dead, only not yet waited for
        struct stat status{};
        ::stat(qPrintable(QStringLiteral("/proc/%1/ns/pid").arg(pid)), &status);
        processes.append({.pid = pid,
            .parent = fields[1].toInt(),
            .session = fields[3].toInt(),
            .name = text.mid(text.indexOf('(') + 1, text.lastIndexOf(')') - text.indexOf('(') - 1),
            .pidNamespace = status.st_ino});
    }
    return processes;
}

/// The process and all that descend from it.
inline QList<Process> family(pid_t root)
{
    const QList<Process> processes = allProcesses();
    QList<pid_t> members{root};
    QList<Process> found;
    bool grown = true;
    while (grown) {
        grown = false;
        for (const Process &process : processes)
            if (members.contains(process.parent) && !members.contains(process.pid)) {
                members.append(process.pid);
                grown = true;
            }
    }
    for (const Process &process : processes)
        if (members.contains(process.pid))
            found.append(process);
    return found;
}

} // namespace ringside::tests
