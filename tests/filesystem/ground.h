#pragma once

#include "filesystem/entryerror.h"

#include "base/bytes.h"
#include "base/result.h"

#include <QByteArray>
#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <cerrno>
#include <fcntl.h>
#include <functional>
#include <grp.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// A directory in which a test builds a real tree. Names are bytes. Everything is made by plain
// system calls and none of the code under test.

namespace ground {

constexpr uid_t nobody = 65534;

inline void must(bool worked, const char *what)
{
    if (!worked)
        qFatal("%s: %s", what, std::strerror(errno));
}

class Ground
{
public:
    Ground()
    {
        must(m_folder.isValid(), "make a temporary directory");
        // Rows that drop root build and look here as another user.
        if (::geteuid() == 0)
            must(::chown(root().constData(), nobody, nobody) == 0, "chown");
        m_directory = ::open(root().constData(), O_PATH | O_DIRECTORY | O_CLOEXEC);
        must(m_directory >= 0, "open the temporary directory");
    }

    /// Not QTemporaryDir: it cannot remove what it may not read, and no path longer than PATH_MAX.
    ~Ground()
    {
        ::close(m_directory);
        const QString path = QString::fromUtf8(root());
        QProcess::execute(QStringLiteral("chmod"),
            {QStringLiteral("-R"), QStringLiteral("u+rwx"), QStringLiteral("--"), path});
        QProcess::execute(
            QStringLiteral("rm"), {QStringLiteral("-rf"), QStringLiteral("--"), path});
    }

    Ground(const Ground &) = delete;
    Ground &operator=(const Ground &) = delete;

    [[nodiscard]] QByteArray root() const { return m_folder.path().toUtf8(); }
    [[nodiscard]] int descriptor() const { return m_directory; }

    const Ground &directory(const QByteArray &path, mode_t mode = 0755) const
    {
        must(::mkdirat(m_directory, path.constData(), 0700) == 0, path.constData());
        return setMode(path, mode);
    }

    const Ground &file(
        const QByteArray &path, const QByteArray &content = {}, mode_t mode = 0644) const
    {
        const int file = ::openat(
            m_directory, path.constData(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
        must(file >= 0, path.constData());
        must(::write(file, content.constData(), size_t(content.size())) == content.size(), "write");
        must(::fchmod(file, mode) == 0, "fchmod");
        ::close(file);
        return *this;
    }

    const Ground &sparse(const QByteArray &path, off_t size) const
    {
        file(path);
        const int file = ::openat(m_directory, path.constData(), O_WRONLY | O_CLOEXEC);
        must(::ftruncate(file, size) == 0, "ftruncate");
        ::close(file);
        return *this;
    }

    const Ground &link(const QByteArray &path, const QByteArray &target) const
    {
        must(::symlinkat(target.constData(), m_directory, path.constData()) == 0, path.constData());
        return *this;
    }

    const Ground &hard(const QByteArray &path, const QByteArray &of) const
    {
        must(::linkat(m_directory, of.constData(), m_directory, path.constData(), 0) == 0,
            path.constData());
        return *this;
    }

    const Ground &fifo(const QByteArray &path, mode_t mode = 0644) const
    {
        must(::mknodat(m_directory, path.constData(), S_IFIFO | 0600, 0) == 0, path.constData());
        return setMode(path, mode);
    }

    const Ground &socket(const QByteArray &path, mode_t mode = 0755) const
    {
        must(::mknodat(m_directory, path.constData(), S_IFSOCK | 0600, 0) == 0, path.constData());
        return setMode(path, mode);
    }

    const Ground &setMode(const QByteArray &path, mode_t mode) const
    {
        must(::fchmodat(m_directory, path.constData(), mode, 0) == 0, path.constData());
        return *this;
    }

    /// A chain of directories with names of ten characters; 1,500 of them have a path of 16,499
    /// bytes.
    const Ground &deep(int levels, const QByteArray &fileAtTheEnd) const
    {
        int at = ::openat(m_directory, ".", O_PATH | O_DIRECTORY | O_CLOEXEC);
        for (int level = 0; level < levels; ++level) {
            must(::mkdirat(at, deepName, 0755) == 0, "mkdirat");
            const int next = ::openat(at, deepName, O_PATH | O_DIRECTORY | O_CLOEXEC);
            ::close(at);
            at = next;
        }
        const int file
            = ::openat(at, fileAtTheEnd.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
        must(file >= 0 && ::write(file, "deep", 4) == 4, "write the deep file");
        ::close(file);
        ::close(at);
        return *this;
    }

    static QByteArray deepPath(int levels)
    {
        QByteArrayList names(levels, deepName);
        return names.join('/');
    }

    static constexpr const char *deepName = "directory0";

private:
    QTemporaryDir m_folder;
    int m_directory = -1;
};

/// Runs `work` in a child of its own and gives back what it returned. `prepare` is done there
/// first; when it fails, the child says so and the text begins with "cannot".
inline QString inChild(const std::function<bool()> &prepare, const std::function<QString()> &work)
{
    int ends[2];
    must(::pipe2(ends, O_CLOEXEC) == 0, "pipe2");
    const pid_t child = ::fork();
    must(child >= 0, "fork");
    if (child == 0) {
        const QByteArray answer = prepare()
            ? work().toUtf8()
            : "cannot prepare the child: " + QByteArray(std::strerror(errno));
        must(::write(ends[1], answer.constData(), size_t(answer.size())) == answer.size(), "write");
        ::_exit(0);
    }
    ::close(ends[1]);
    QByteArray answer;
    char buffer[4096];
    for (ssize_t got = 0; (got = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        answer.append(buffer, got);
    ::close(ends[0]);
    int status = 0;
    must(::waitpid(child, &status, 0) == child, "waitpid");
    if (status != 0)
        return QStringLiteral("the child ended with status %1").arg(status);
    return QString::fromUtf8(answer);
}

/// Becomes somebody whom permissions stop. Only async-signal-safe calls: it runs between fork and
/// exec, too.
inline bool dropRoot()
{
    return ::setgroups(0, nullptr) == 0 && ::setresgid(nobody, nobody, nobody) == 0
        && ::setresuid(nobody, nobody, nobody) == 0;
}

/// Runs `work` without the rights of root, which no permission stops.
inline QString asOrdinaryUser(const std::function<QString()> &work)
{
    if (::geteuid() != 0)
        return work();
    return inChild(&dropRoot, work);
}

inline bool writeProc(const char *path, const QByteArray &text)
{
    const int file = ::open(path, O_WRONLY | O_CLOEXEC);
    const bool written = ::write(file, text.constData(), size_t(text.size())) == text.size();
    ::close(file);
    return written;
}

/// Becomes one who may mount: root in a mount namespace, anybody else in a user namespace of its
/// own too, with its one identity mapped so that files can be made. Source: user_namespaces(7).
inline bool enterOwnMounts()
{
    const bool root = ::geteuid() == 0;
    const QByteArray user = "0 " + QByteArray::number(::geteuid()) + " 1";
    const QByteArray group = "0 " + QByteArray::number(::getegid()) + " 1";
    if (::unshare(root ? CLONE_NEWNS : CLONE_NEWNS | CLONE_NEWUSER) != 0)
        return false;
    const bool mapped = root
        || (writeProc("/proc/self/setgroups", "deny") && writeProc("/proc/self/uid_map", user)
            && writeProc("/proc/self/gid_map", group));
    return mapped && ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0;
}

/// Runs `work` where it can mount.
inline QString withOwnMounts(const std::function<QString()> &work)
{
    return inChild(&enterOwnMounts, work);
}

/// Writes where a path leads now: a Ground's own descriptor stays in the mount namespace it was
/// opened in.
inline void writeByPath(const QByteArray &path, const QByteArray &content)
{
    const int file = ::open(path.constData(), O_WRONLY | O_CREAT | O_CLOEXEC, 0644);
    must(file >= 0, path.constData());
    must(::write(file, content.constData(), size_t(content.size())) == content.size(), "write");
    ::close(file);
}

inline QString shown(const QList<ringside::filesystem::EntryError> &errors)
{
    QString lines;
    for (const auto &error : errors)
        lines += QStringLiteral("error %1 %2\n")
                     .arg(ringside::displayName(error.path), ringside::errnoName(error.errnum));
    return lines;
}

/// Lines of a row without the indentation of the source.
inline QString rows(const char *text)
{
    QStringList lines;
    for (const QString &line : QString::fromUtf8(text).split(QLatin1Char('\n'), Qt::SkipEmptyParts))
        lines.append(line.trimmed() + QLatin1Char('\n'));
    return lines.join(QString());
}

} // namespace ground
