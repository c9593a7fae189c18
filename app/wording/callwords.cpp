#include "wording/callwords.h"

#include "base/bytes.h"
#include "filesystem/modes.h"
#include "lens/calltext.h"
#include "lens/flagwords.h"
#include "wording/cause.h"

#include <QCoreApplication>
#include <QHash>

#include <cerrno>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ringside::wording {

namespace {

using namespace Qt::StringLiterals;

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(Words)
};

struct Purpose
{
    const char *names; ///< separated by blanks
    const char *text;
};

constexpr const char *context = "CallWords";

// One sentence each: what the kernel does, in the words of the lessons.
constexpr Purpose purposes[]{
    {"open openat openat2 creat", QT_TRANSLATE_NOOP("CallWords",
        "Opens a file, or makes one, and gives a descriptor for it.")},
    {"close", QT_TRANSLATE_NOOP("CallWords",
        "Gives a descriptor back. It does not wait until the data is on the disk.")},
    {"close_range", QT_TRANSLATE_NOOP("CallWords", "Closes every descriptor from one number to another.")},
    {"read readv", QT_TRANSLATE_NOOP("CallWords",
        "Reads bytes from where the descriptor stands, and moves on. 0 bytes mean the end.")},
    {"pread64 preadv preadv2", QT_TRANSLATE_NOOP("CallWords",
        "Reads bytes at a given place, and leaves the descriptor where it stands.")},
    {"write writev", QT_TRANSLATE_NOOP("CallWords",
        "Hands bytes to the kernel. They may be fewer than asked for, and they are not on the disk yet.")},
    {"pwrite64 pwritev pwritev2", QT_TRANSLATE_NOOP("CallWords",
        "Writes bytes at a given place, and leaves the descriptor where it stands.")},
    {"lseek", QT_TRANSLATE_NOOP("CallWords", "Moves the place where the descriptor reads and writes next.")},
    {"truncate ftruncate", QT_TRANSLATE_NOOP("CallWords",
        "Cuts a file to a length, or extends it with zeros.")},
    {"fallocate", QT_TRANSLATE_NOOP("CallWords", "Reserves room on the disk for a file.")},
    {"copy_file_range sendfile splice", QT_TRANSLATE_NOOP("CallWords",
        "Copies bytes from one descriptor to another inside the kernel.")},
    {"fsync", QT_TRANSLATE_NOOP("CallWords",
        "Waits until the data of the file and what describes it are on the disk. The name in its directory is not part of that.")},
    {"fdatasync", QT_TRANSLATE_NOOP("CallWords",
        "Waits until the data of the file is on the disk, and of what describes it only what reading needs.")},
    {"sync syncfs", QT_TRANSLATE_NOOP("CallWords", "Waits until everything that was written is on the disk.")},
    {"sync_file_range msync", QT_TRANSLATE_NOOP("CallWords", "Sends a part of a file to the disk.")},
    {"dup dup2 dup3", QT_TRANSLATE_NOOP("CallWords",
        "Gives an open file a second descriptor. Both share the place where they read and write.")},
    {"fcntl", QT_TRANSLATE_NOOP("CallWords", "Asks for or changes something of a descriptor: its flags, a lock, a copy.")},
    {"flock", QT_TRANSLATE_NOOP("CallWords", "Locks or unlocks a whole file for those who also ask for the lock.")},
    {"ioctl", QT_TRANSLATE_NOOP("CallWords",
        "Asks a device for something only it knows. Python asks with TCGETS whether a file is a terminal.")},
    {"pipe pipe2", QT_TRANSLATE_NOOP("CallWords", "Makes a pipe: what is written to one descriptor is read from the other.")},
    {"eventfd2", QT_TRANSLATE_NOOP("CallWords", "Makes a counter that one can wait for.")},
    {"inotify_init1 inotify_add_watch", QT_TRANSLATE_NOOP("CallWords", "Asks to be told of changes in a directory.")},
    {"socket socketpair", QT_TRANSLATE_NOOP("CallWords", "Makes an end point for talking to another process.")},
    {"bind connect listen accept accept4 shutdown", QT_TRANSLATE_NOOP("CallWords", "Joins or parts the ends of a conversation between processes.")},
    {"sendto recvfrom sendmsg recvmsg", QT_TRANSLATE_NOOP("CallWords", "Sends or receives a message.")},
    {"fstat", QT_TRANSLATE_NOOP("CallWords", "Asks what an open file is: type, mode, size, owner, times.")},
    {"stat newfstatat statx", QT_TRANSLATE_NOOP("CallWords",
        "Asks what a path leads to: type, mode, size, owner, times. The file itself is not opened.")},
    {"lstat", QT_TRANSLATE_NOOP("CallWords", "As stat, but of a symbolic link itself, not of what it leads to.")},
    {"statfs fstatfs", QT_TRANSLATE_NOOP("CallWords", "Asks about the file system: its kind, its size, what is free.")},
    {"access faccessat faccessat2", QT_TRANSLATE_NOOP("CallWords",
        "Asks whether the user may use a file. By the time one uses it, the answer may be another.")},
    {"readlink readlinkat", QT_TRANSLATE_NOOP("CallWords", "Reads where a symbolic link points.")},
    {"rename renameat renameat2", QT_TRANSLATE_NOOP("CallWords",
        "Gives a file another name in one step. What had that name before is replaced; nobody ever sees half of it.")},
    {"link linkat", QT_TRANSLATE_NOOP("CallWords", "Gives a file a second name. Both are equally its names.")},
    {"symlink symlinkat", QT_TRANSLATE_NOOP("CallWords", "Makes a symbolic link: a small file that holds a path.")},
    {"unlink", QT_TRANSLATE_NOOP("CallWords",
        "Takes a name away. The file goes when it has no name left and nobody has it open.")},
    {"unlinkat", QT_TRANSLATE_NOOP("CallWords",
        "Takes a name away, or with AT_REMOVEDIR an empty directory. A file goes when it has no name left and nobody has it open.")},
    {"mkdir mkdirat", QT_TRANSLATE_NOOP("CallWords", "Makes a directory.")},
    {"rmdir", QT_TRANSLATE_NOOP("CallWords", "Removes an empty directory.")},
    {"mknod mknodat", QT_TRANSLATE_NOOP("CallWords", "Makes a special file, such as a named pipe.")},
    {"chmod fchmod fchmodat fchmodat2", QT_TRANSLATE_NOOP("CallWords", "Sets the permission bits.")},
    {"chown lchown fchown fchownat", QT_TRANSLATE_NOOP("CallWords", "Changes owner and group.")},
    {"utime utimes futimesat utimensat", QT_TRANSLATE_NOOP("CallWords", "Sets the times of last use and last change.")},
    {"umask", QT_TRANSLATE_NOOP("CallWords", "Sets which permission bits new files do not get, and tells what it was before.")},
    {"setxattr lsetxattr fsetxattr getxattr lgetxattr fgetxattr listxattr llistxattr flistxattr removexattr lremovexattr fremovexattr",
        QT_TRANSLATE_NOOP("CallWords", "Reads or changes an extended attribute: a small named value beside a file.")},
    {"getdents getdents64", QT_TRANSLATE_NOOP("CallWords",
        "Reads the next entries of a directory: names, types, inode numbers. 0 means that there are no more.")},
    {"chdir fchdir", QT_TRANSLATE_NOOP("CallWords", "Changes the current directory of the process.")},
    {"getcwd", QT_TRANSLATE_NOOP("CallWords", "Asks for the current directory.")},
    {"clone fork", QT_TRANSLATE_NOOP("CallWords",
        "Makes a new process or thread. A new process begins as a copy of this one.")},
    {"vfork", QT_TRANSLATE_NOOP("CallWords",
        "Makes a new process that uses the memory of this one until it starts another program.")},
    {"execve execveat", QT_TRANSLATE_NOOP("CallWords",
        "Replaces the program of this process by another. Where it works, nothing of the old one goes on.")},
    {"exit", QT_TRANSLATE_NOOP("CallWords", "Ends this thread.")},
    {"exit_group", QT_TRANSLATE_NOOP("CallWords", "Ends the process with all its threads.")},
    {"wait4 waitid", QT_TRANSLATE_NOOP("CallWords",
        "Waits for a child to end and takes its status. Until then an ended child stays as a zombie.")},
    {"kill tkill tgkill pidfd_send_signal", QT_TRANSLATE_NOOP("CallWords", "Sends a signal.")},
    {"pidfd_open", QT_TRANSLATE_NOOP("CallWords", "Gives a descriptor that stands for a process.")},
    {"setsid setpgid", QT_TRANSLATE_NOOP("CallWords", "Puts the process into another session or group.")},
    {"rt_sigaction", QT_TRANSLATE_NOOP("CallWords", "Says what shall happen when a signal comes.")},
    {"setitimer alarm", QT_TRANSLATE_NOOP("CallWords", "Asks for a signal after some time.")},
    {"pause", QT_TRANSLATE_NOOP("CallWords", "Sleeps until a signal comes.")},
};

struct ErrnoWords
{
    int errnum;
    const char *text;
};

constexpr ErrnoWords errnoWords[]{
    {ENOENT, QT_TRANSLATE_NOOP("CallWords", "There is nothing under this name, or a directory on the way is missing.")},
    {EACCES, QT_TRANSLATE_NOOP("CallWords", "The permission bits of the file, or of a directory on the way, forbid it.")},
    {EPERM, QT_TRANSLATE_NOOP("CallWords", "Only the owner or an administrator may do this.")},
    {EEXIST, QT_TRANSLATE_NOOP("CallWords", "The name is already taken.")},
    {ENOTDIR, QT_TRANSLATE_NOOP("CallWords", "Something on the way is no directory.")},
    {EISDIR, QT_TRANSLATE_NOOP("CallWords", "It is a directory, and this works on files only.")},
    {ENOTEMPTY, QT_TRANSLATE_NOOP("CallWords", "The directory is not empty.")},
    {EBADF, QT_TRANSLATE_NOOP("CallWords", "The descriptor is not open, or not open for this.")},
    {EINVAL, QT_TRANSLATE_NOOP("CallWords", "An argument makes no sense here.")},
    {ENOSPC, QT_TRANSLATE_NOOP("CallWords", "The disk is full.")},
    {EDQUOT, QT_TRANSLATE_NOOP("CallWords", "The user has used up the room allowed on the disk.")},
    {EFBIG, QT_TRANSLATE_NOOP("CallWords", "The file would become larger than allowed.")},
    {EMFILE, QT_TRANSLATE_NOOP("CallWords", "The process has as many descriptors open as it may.")},
    {ENFILE, QT_TRANSLATE_NOOP("CallWords", "The whole system has as many files open as it may.")},
    {ELOOP, QT_TRANSLATE_NOOP("CallWords", "It is a symbolic link that must not be followed, or the links lead in a circle.")},
    {ENAMETOOLONG, QT_TRANSLATE_NOOP("CallWords", "A name may have 255 bytes, a path 4095.")},
    {EXDEV, QT_TRANSLATE_NOOP("CallWords", "The two names are on different file systems.")},
    {EROFS, QT_TRANSLATE_NOOP("CallWords", "The file system can only be read.")},
    {EBUSY, QT_TRANSLATE_NOOP("CallWords", "It is in use.")},
    {ETXTBSY, QT_TRANSLATE_NOOP("CallWords", "It is a program that is running.")},
    {EIO, QT_TRANSLATE_NOOP("CallWords", "The device reported an error.")},
    {EINTR, QT_TRANSLATE_NOOP("CallWords", "A signal came while it waited. Python tries again by itself.")},
    {EAGAIN, QT_TRANSLATE_NOOP("CallWords", "It would have to wait, and waiting was not wanted.")},
    {EPIPE, QT_TRANSLATE_NOOP("CallWords", "Nobody reads at the other end.")},
    {ESPIPE, QT_TRANSLATE_NOOP("CallWords", "A pipe or terminal has no places to move to.")},
    {ENOTTY, QT_TRANSLATE_NOOP("CallWords", "It is no terminal. That is an answer, not a mistake.")},
    {ECHILD, QT_TRANSLATE_NOOP("CallWords", "There is no child to wait for.")},
    {ESRCH, QT_TRANSLATE_NOOP("CallWords", "There is no such process.")},
    {ENOEXEC, QT_TRANSLATE_NOOP("CallWords", "It is no program the kernel can start.")},
    {ENOMEM, QT_TRANSLATE_NOOP("CallWords", "There is not enough memory.")},
    {EFAULT, QT_TRANSLATE_NOOP("CallWords", "An address does not belong to the process.")},
    {ENOSYS, QT_TRANSLATE_NOOP("CallWords", "The kernel does not have this call, or the sandbox refuses it.")},
    {EOPNOTSUPP, QT_TRANSLATE_NOOP("CallWords", "This kind of file cannot do it.")},
    {ENODATA, QT_TRANSLATE_NOOP("CallWords", "It has no such attribute.")},
    {ENXIO, QT_TRANSLATE_NOOP("CallWords", "Nobody is at the other end, or there is no such device.")},
    {E2BIG, QT_TRANSLATE_NOOP("CallWords", "Arguments and environment are too long.")},
    {EDEADLK, QT_TRANSLATE_NOOP("CallWords", "Two would wait for each other for ever.")},
};

struct FlagWords
{
    const char *name;
    const char *text;
};

constexpr FlagWords flagWords[]{
    {"O_RDONLY", QT_TRANSLATE_NOOP("CallWords", "for reading")},
    {"O_WRONLY", QT_TRANSLATE_NOOP("CallWords", "for writing")},
    {"O_RDWR", QT_TRANSLATE_NOOP("CallWords", "for reading and writing")},
    {"O_CREAT", QT_TRANSLATE_NOOP("CallWords", "made if it is missing")},
    {"O_EXCL", QT_TRANSLATE_NOOP("CallWords", "refused if it is there already")},
    {"O_TRUNC", QT_TRANSLATE_NOOP("CallWords", "emptied at once")},
    {"O_APPEND", QT_TRANSLATE_NOOP("CallWords", "every write goes to the end")},
    {"O_CLOEXEC", QT_TRANSLATE_NOOP("CallWords", "not handed on to other programs")},
    {"O_DIRECTORY", QT_TRANSLATE_NOOP("CallWords", "only if it is a directory")},
    {"O_NOFOLLOW", QT_TRANSLATE_NOOP("CallWords", "refused if it is a symbolic link")},
    {"O_NONBLOCK", QT_TRANSLATE_NOOP("CallWords", "never waits")},
    {"O_SYNC", QT_TRANSLATE_NOOP("CallWords", "every write waits for the disk")},
    {"O_DSYNC", QT_TRANSLATE_NOOP("CallWords", "every write waits until its data is on the disk")},
    {"O_TMPFILE", QT_TRANSLATE_NOOP("CallWords", "a file without a name")},
    {"O_PATH", QT_TRANSLATE_NOOP("CallWords", "only as a place, not for its content")},
    {"O_NOATIME", QT_TRANSLATE_NOOP("CallWords", "reading leaves no trace in its times")},
    {"AT_SYMLINK_NOFOLLOW", QT_TRANSLATE_NOOP("CallWords", "of a symbolic link itself")},
    {"AT_SYMLINK_FOLLOW", QT_TRANSLATE_NOOP("CallWords", "of what a symbolic link leads to")},
    {"AT_REMOVEDIR", QT_TRANSLATE_NOOP("CallWords", "removes a directory")},
    {"AT_EMPTY_PATH", QT_TRANSLATE_NOOP("CallWords", "of the descriptor itself")},
    {"R_OK", QT_TRANSLATE_NOOP("CallWords", "may it be read?")},
    {"W_OK", QT_TRANSLATE_NOOP("CallWords", "may it be written?")},
    {"X_OK", QT_TRANSLATE_NOOP("CallWords", "may it be executed?")},
    {"F_OK", QT_TRANSLATE_NOOP("CallWords", "is it there?")},
    {"RENAME_NOREPLACE", QT_TRANSLATE_NOOP("CallWords", "refused if the new name is taken")},
    {"RENAME_EXCHANGE", QT_TRANSLATE_NOOP("CallWords", "the two change places")},
    {"SEEK_SET", QT_TRANSLATE_NOOP("CallWords", "counted from the beginning")},
    {"SEEK_CUR", QT_TRANSLATE_NOOP("CallWords", "counted from where it stands")},
    {"SEEK_END", QT_TRANSLATE_NOOP("CallWords", "counted from the end")},
    {"LOCK_SH", QT_TRANSLATE_NOOP("CallWords", "shared with other readers")},
    {"LOCK_EX", QT_TRANSLATE_NOOP("CallWords", "for this process alone")},
    {"LOCK_UN", QT_TRANSLATE_NOOP("CallWords", "unlocks")},
    {"LOCK_NB", QT_TRANSLATE_NOOP("CallWords", "does not wait for it")},
    {"TCGETS", QT_TRANSLATE_NOOP("CallWords", "is it a terminal?")},
    {"F_DUPFD_CLOEXEC", QT_TRANSLATE_NOOP("CallWords", "a second descriptor, not handed on to other programs")},
    {"F_GETFD", QT_TRANSLATE_NOOP("CallWords", "is it handed on to other programs?")},
    {"F_GETFL", QT_TRANSLATE_NOOP("CallWords", "how was it opened?")},
    {"CLONE_VFORK", QT_TRANSLATE_NOOP("CallWords", "the parent waits until the child starts a program")},
    {"CLONE_THREAD", QT_TRANSLATE_NOOP("CallWords", "a thread of this process")},
};

/// Names whose page has another name.
constexpr std::pair<const char *, const char *> pages[]{{"openat", "open"}, {"openat2", "openat2"}, {"creat", "open"},
    {"pread64", "pread"}, {"pwrite64", "pwrite"}, {"readv", "readv"}, {"writev", "readv"}, {"preadv", "readv"},
    {"pwritev", "readv"}, {"preadv2", "readv"}, {"pwritev2", "readv"}, {"ftruncate", "truncate"},
    {"fdatasync", "fsync"}, {"syncfs", "sync"}, {"dup2", "dup"}, {"dup3", "dup"}, {"pipe2", "pipe"},
    {"eventfd2", "eventfd"}, {"inotify_init1", "inotify_init"}, {"accept4", "accept"}, {"sendto", "send"},
    {"sendmsg", "send"}, {"recvfrom", "recv"}, {"recvmsg", "recv"}, {"fstat", "stat"}, {"lstat", "stat"},
    {"newfstatat", "stat"}, {"fstatfs", "statfs"}, {"faccessat", "access"}, {"faccessat2", "access"},
    {"readlinkat", "readlink"}, {"renameat", "rename"}, {"renameat2", "rename"}, {"linkat", "link"},
    {"symlinkat", "symlink"}, {"unlinkat", "unlink"}, {"mkdirat", "mkdir"}, {"mknodat", "mknod"},
    {"fchmod", "chmod"}, {"fchmodat", "chmod"}, {"fchmodat2", "chmod"}, {"fchown", "chown"},
    {"lchown", "chown"}, {"fchownat", "chown"}, {"utimes", "utime"}, {"lsetxattr", "setxattr"},
    {"fsetxattr", "setxattr"}, {"lgetxattr", "getxattr"}, {"fgetxattr", "getxattr"},
    {"llistxattr", "listxattr"}, {"flistxattr", "listxattr"}, {"lremovexattr", "removexattr"},
    {"fremovexattr", "removexattr"}, {"getdents64", "getdents"}, {"fchdir", "chdir"}, {"waitid", "wait"},
    {"rt_sigaction", "sigaction"}, {"setitimer", "getitimer"}};

QString wordOfFlag(const QByteArray &name)
{
    static const QHash<QByteArray, const char *> words = [] {
        QHash<QByteArray, const char *> table;
        for (const FlagWords &flag : flagWords)
            table.insert(flag.name, flag.text);
        return table;
    }();
    const char *text = words.value(name);
    return text ? QCoreApplication::translate(context, text) : QString();
}

/// "for writing · made if it is missing"
QString meaningOfFlags(const QByteArray &flags)
{
    QStringList words;
    for (const QByteArray &name : flags.split('|'))
        if (const QString word = wordOfFlag(name); !word.isEmpty())
            words.append(word);
    return words.join(u" · "_s);
}

QString argumentName(char parameter, int position)
{
    switch (parameter) {
    case 'd': return u"dirfd"_s;
    case 'p': return position == 0 ? u"path"_s : u"from"_s;
    case 'q': return u"to"_s;
    case 't': return u"text"_s;
    case 'f': return u"fd"_s;
    case 'o':
    case 'x':
    case '@':
    case 'R':
    case 'K': return u"flags"_s;
    case 'h': return u"how"_s;
    case 'm':
    case 'A': return u"mode"_s;
    case 'u': return u"count"_s;
    case 'l': return u"offset"_s;
    case 'r':
    case 'w':
    case 'V':
    case 'v':
    case 'c': return u"buffer"_s;
    case 's': return u"stat"_s;
    case 'g': return u"entries"_s;
    case 'a': return u"argv"_s;
    case 'e': return u"environment"_s;
    case 'k': return u"status"_s;
    case '2': return u"descriptors"_s;
    case 'S': return u"signal"_s;
    case 'P': return u"process"_s;
    case 'W': return u"whence"_s;
    case 'C': return u"command"_s;
    case 'I': return u"request"_s;
    case 'L': return u"operation"_s;
    case 'T': return u"address"_s;
    default: return u"argument"_s;
    }
}

QString statusMeaning(const lens::CallDetails &details)
{
    if (details.numbers.size() < 4)
        return {};
    return Words::tr("%1, %n bytes", nullptr, static_cast<int>(std::min<qint64>(details.numbers[3], INT_MAX)))
        .arg(QString::fromLatin1(filesystem::modeText(static_cast<quint32>(details.numbers[2]))));
}

/// Gives the arguments of one call their meanings, one after the other.
class Meanings
{
public:
    Meanings(const lens::Event &event, const lens::CallDetails &details)
        : m_event(event)
        , m_details(details)
    {
    }

    QString of(const lens::ArgumentText &argument)
    {
        switch (argument.parameter) {
        case 'd': return directory(argument.text);
        case 'p': return fullPath(argument.text, m_details.fullPath());
        case 'q': return fullPath(argument.text, m_details.otherFullPath());
        case 'f': return descriptor();
        case 'm': return m_event.name() == "umask" ? QString() : permissions(argument.text);
        case 's': return m_event.isFailed() ? QString() : statusMeaning(m_details);
        case 'u':
        case 'l':
        case 'i':
        case 'P': return {};
        default: return meaningOfFlags(argument.text);
        }
    }

private:
    QString directory(const QByteArray &text)
    {
        const QByteArray &base = m_directories++ == 0 ? m_details.base : m_details.otherBase;
        if (text != "AT_FDCWD")
            return base.isEmpty() ? QString() : Words::tr("the path begins at %1").arg(displayName(base));
        return base.isEmpty() ? Words::tr("the path begins at the current directory")
                              : Words::tr("the path begins at the current directory, %1").arg(displayName(base));
    }

    /// Nothing for a path that is written in full.
    static QString fullPath(const QByteArray &text, const QByteArray &full)
    {
        return full.isEmpty() || text == lens::quoted(full) ? QString() : displayName(full);
    }

    /// The text of the argument has where it leads, but for the well-known three.
    QString descriptor()
    {
        switch (m_descriptors++ == 0 ? static_cast<qint32>(m_details.arguments.value(0)) : -1) {
        case STDIN_FILENO: return Words::tr("standard input");
        case STDOUT_FILENO: return Words::tr("standard output");
        case STDERR_FILENO: return Words::tr("standard error");
        default: return {};
        }
    }

    QString permissions(const QByteArray &text) const
    {
        const quint32 mode = text.toUInt(nullptr, 8);
        if (mode == 0)
            return {};
        const QString bits = QString::fromLatin1(filesystem::modeText(mode)).sliced(1);
        const bool isNew = m_event.call() && m_event.call()->has(sandbox::Opens);
        return isNew || m_event.name().startsWith("mkdir") ? Words::tr("%1, less what the umask takes away").arg(bits)
                                                           : bits;
    }

    const lens::Event &m_event;
    const lens::CallDetails &m_details;
    int m_directories = 0;
    int m_descriptors = 0;
};

QString waitMeaning(const lens::Event &event, const lens::CallDetails &details)
{
    if (event.result == 0 || details.numbers.isEmpty())
        return {};
    const auto status = static_cast<int>(details.numbers[0]);
    return WIFSIGNALED(status)
        ? Words::tr("process %1 was killed by %2").arg(event.result).arg(signalName(WTERMSIG(status)))
        : Words::tr("process %1 ended with status %2").arg(event.result).arg(WEXITSTATUS(status));
}

QString bytesMeaning(const lens::Event &event)
{
    const sandbox::SystemCall &call = *event.call();
    const auto bytes = static_cast<int>(std::min<qint64>(event.result, INT_MAX));
    if (call.parameters.contains('r') || call.parameters.contains('V'))
        return bytes == 0 ? Words::tr("nothing more to read: the end")
                          : Words::tr("%n bytes were read", nullptr, bytes);
    if (call.parameters.contains('w') || call.parameters.contains('v'))
        return Words::tr("%n bytes were written", nullptr, bytes);
    return {};
}

} // namespace

QString callPurpose(const QByteArray &name)
{
    static const QHash<QByteArray, const char *> texts = [] {
        QHash<QByteArray, const char *> table;
        for (const Purpose &purpose : purposes)
            for (const QByteArray &each : QByteArray(purpose.names).split(' '))
                table.insert(each, purpose.text);
        return table;
    }();
    const char *text = texts.value(name);
    return text ? QCoreApplication::translate(context, text) : QString();
}

QString manualPage(const QByteArray &name)
{
    for (const auto &[call, page] : pages)
        if (name == call)
            return QString::fromLatin1(page) + u"(2)"_s;
    return QString::fromUtf8(name) + u"(2)"_s;
}

QString errnoMeaning(int errnum)
{
    for (const ErrnoWords &words : errnoWords)
        if (words.errnum == errnum)
            return QCoreApplication::translate(context, words.text);
    return {};
}

QList<ArgumentWords> argumentWords(const lens::Event &event, const lens::CallDetails &details)
{
    QList<ArgumentWords> all;
    Meanings meanings(event, details);
    const QList<lens::ArgumentText> texts = lens::argumentTexts(event, details);
    const bool hasTwoPaths = event.call() && event.call()->parameters.contains('q');
    for (const lens::ArgumentText &argument : texts)
        all.append({argumentName(argument.parameter, hasTwoPaths ? 1 : 0), QString::fromUtf8(argument.text),
            meanings.of(argument)});
    return all;
}

QString resultMeaning(const lens::Event &event, const lens::CallDetails &details)
{
    if (event.has(lens::Event::Unfinished))
        return Words::tr("the process ended inside the call");
    if (event.isFailed())
        return errnoMeaning(event.errnum());
    const sandbox::SystemCall *call = event.call();
    if (!call)
        return {};
    if (call->has(sandbox::GivesDescriptor))
        return Words::tr("the new descriptor");
    if (call->parameters.contains('g'))
        return event.result == 0 ? Words::tr("no more entries")
                                 : Words::tr("%n bytes of entries", nullptr, static_cast<int>(event.result));
    if (call->parameters.contains('k'))
        return waitMeaning(event, details);
    if (const QByteArray name = event.name(); name == "clone" || name == "fork" || name == "vfork")
        return event.result == 0 ? Words::tr("this is the child") : Words::tr("the number of the new process");
    if (call->parameters == "flW")
        return Words::tr("where it stands now");
    if (call->name.starts_with("umask"))
        return Words::tr("the mask before");
    const QString bytes = bytesMeaning(event);
    return bytes.isEmpty() && event.result == 0 ? Words::tr("it worked") : bytes;
}

} // namespace ringside::wording
