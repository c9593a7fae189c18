#include "lens/flagwords.h"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <span>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ringside::lens {

namespace {

struct Word
{
    quint64 value;
    const char *name;
};

QByteArrayList flagNames(quint64 flags, std::span<const Word> words)
{
    QByteArrayList names;
    for (const Word &word : words)
        if ((flags & word.value) == word.value) {
            names.append(word.name);
            flags &= ~word.value;
        }
    if (flags != 0)
        names.append(hexadecimal(flags));
    return names;
}

QByteArray flagsText(quint64 flags, std::span<const Word> words)
{
    const QByteArrayList names = flagNames(flags, words);
    return names.isEmpty() ? QByteArray("0") : names.join('|');
}

QByteArray wordFor(quint64 number, std::span<const Word> words)
{
    for (const Word &word : words)
        if (word.value == number)
            return word.name;
    return hexadecimal(number);
}

// NOLINTBEGIN(cppcoreguidelines-macro-usage): the number and its name are one word only for the preprocessor
#define WORD(name) Word{static_cast<quint64>(name), #name}

// Those that are made of others come first.
constexpr Word openWords[]{Word{O_TMPFILE, "O_TMPFILE"}, WORD(O_SYNC), WORD(O_CREAT), WORD(O_EXCL), WORD(O_NOCTTY),
    WORD(O_TRUNC), WORD(O_APPEND), WORD(O_NONBLOCK), WORD(O_DSYNC), WORD(O_DIRECT), WORD(O_DIRECTORY),
    WORD(O_NOFOLLOW), WORD(O_NOATIME), WORD(O_CLOEXEC), WORD(O_PATH)};
constexpr Word atWords[]{WORD(AT_SYMLINK_NOFOLLOW), WORD(AT_REMOVEDIR), WORD(AT_SYMLINK_FOLLOW),
    WORD(AT_NO_AUTOMOUNT), WORD(AT_EMPTY_PATH)};
constexpr Word accessWords[]{WORD(R_OK), WORD(W_OK), WORD(X_OK)};
constexpr Word renameWords[]{WORD(RENAME_NOREPLACE), WORD(RENAME_EXCHANGE), WORD(RENAME_WHITEOUT)};
constexpr Word whenceWords[]{WORD(SEEK_SET), WORD(SEEK_CUR), WORD(SEEK_END), WORD(SEEK_DATA), WORD(SEEK_HOLE)};
constexpr Word fcntlWords[]{WORD(F_DUPFD), WORD(F_GETFD), WORD(F_SETFD), WORD(F_GETFL), WORD(F_SETFL), WORD(F_GETLK),
    WORD(F_SETLK), WORD(F_SETLKW), WORD(F_DUPFD_CLOEXEC), WORD(F_OFD_GETLK), WORD(F_OFD_SETLK), WORD(F_OFD_SETLKW),
    WORD(F_GETPIPE_SZ), WORD(F_SETPIPE_SZ)};
constexpr Word ioctlWords[]{WORD(TCGETS), WORD(TCSETS), WORD(TCSETSW), WORD(TIOCGWINSZ), WORD(TIOCGPGRP),
    WORD(TIOCSPGRP), WORD(TIOCGPTN), WORD(TIOCSCTTY), WORD(FIOCLEX), WORD(FIONCLEX), WORD(FIONREAD), WORD(FIONBIO),
    WORD(FICLONE)};
constexpr Word flockWords[]{WORD(LOCK_SH), WORD(LOCK_EX), WORD(LOCK_UN), WORD(LOCK_NB)};
constexpr Word cloneWords[]{WORD(CLONE_VM), WORD(CLONE_FS), WORD(CLONE_FILES), WORD(CLONE_SIGHAND), WORD(CLONE_VFORK),
    WORD(CLONE_PARENT), WORD(CLONE_THREAD), WORD(CLONE_SYSVSEM), WORD(CLONE_SETTLS), WORD(CLONE_PARENT_SETTID),
    WORD(CLONE_CHILD_CLEARTID), WORD(CLONE_CHILD_SETTID), WORD(CLONE_PIDFD)};

#undef WORD
// NOLINTEND(cppcoreguidelines-macro-usage)

} // namespace

QByteArray hexadecimal(quint64 number)
{
    return "0x" + QByteArray::number(number, 16);
}

QByteArrayList openFlagNames(quint64 flags)
{
    static constexpr const char *modes[]{"O_RDONLY", "O_WRONLY", "O_RDWR", "O_ACCMODE"};
    return QByteArrayList{modes[flags & O_ACCMODE]} + flagNames(flags & ~quint64(O_ACCMODE), openWords);
}

QByteArray openFlagsText(quint64 flags)
{
    return openFlagNames(flags).join('|');
}

QByteArray accessModeText(quint64 mode)
{
    return mode == 0 ? QByteArray("F_OK") : flagsText(mode, accessWords);
}

QByteArray atFlagsText(quint64 flags)
{
    return flagsText(flags, atWords);
}

QByteArray renameFlagsText(quint64 flags)
{
    return flagsText(flags, renameWords);
}

QByteArray cloneFlagsText(quint64 flags)
{
    constexpr quint64 signalBits = 0xff;
    const QByteArray text = flagsText(flags & ~signalBits, cloneWords);
    const QByteArray signal = (flags & signalBits) == 0 ? QByteArray() : signalText(flags & signalBits);
    return signal.isEmpty() ? text : text == "0" ? signal : text + '|' + signal;
}

QByteArray whenceText(quint64 whence)
{
    return wordFor(whence, whenceWords);
}

QByteArray fcntlCommandText(quint64 command)
{
    return wordFor(command, fcntlWords);
}

QByteArray ioctlRequestText(quint64 request)
{
    return wordFor(request, ioctlWords);
}

QByteArray flockText(quint64 operation)
{
    return flagsText(operation, flockWords);
}

QByteArray signalText(quint64 signal)
{
    const char *name = signal < NSIG ? ::sigabbrev_np(static_cast<int>(signal)) : nullptr;
    return name ? QByteArray("SIG") + name : QByteArray::number(signal);
}

} // namespace ringside::lens
