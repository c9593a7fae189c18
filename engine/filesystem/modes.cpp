#include "filesystem/modes.h"

#include "base/bytes.h"
#include "filesystem/opening.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

// glibc 2.41 knows the number only with newer kernel headers. Source: the kernel's syscall.tbl, the
// same on every architecture.
#ifndef SYS_fchmodat2
#define SYS_fchmodat2 452
#endif

namespace ringside::filesystem {

namespace {

constexpr quint32 permissionBits = 07777;

struct TypeLetter
{
    quint32 bits;
    char letter;
};

const TypeLetter typeLetters[] = {{S_IFREG, '-'}, {S_IFDIR, 'd'}, {S_IFLNK, 'l'}, {S_IFIFO, 'p'},
    {S_IFSOCK, 's'}, {S_IFCHR, 'c'}, {S_IFBLK, 'b'}, {0, '?'}};

/// One column of the nine letters: its bit, and for every third the special bit that shares it.
struct Column
{
    quint32 bit;
    char letter;
    quint32 special = 0;
    char specialLetter = '\0'; ///< with the bit; its capital without
};

const Column columns[] = {{0400, 'r'}, {0200, 'w'}, {0100, 'x', 04000, 's'}, {040, 'r'}, {020, 'w'},
    {010, 'x', 02000, 's'}, {04, 'r'}, {02, 'w'}, {01, 'x', 01000, 't'}};

char capital(char letter)
{
    return static_cast<char>(letter - 'a' + 'A');
}

char letterOf(const Column &column, quint32 mode)
{
    const bool set = mode & column.bit;
    if (mode & column.special)
        return set ? column.specialLetter : capital(column.specialLetter);
    return set ? column.letter : '-';
}

bool isMissing(int errnum)
{
    return errnum == ENOSYS || errnum == EPERM;
}

/// What fchmodat2 does, for older kernels: a descriptor that names the entry, and its name under
/// /proc.
int changeThroughDescriptor(int entry, mode_t permissions)
{
    struct statx status;
    if (!statusOf(entry, status))
        return errno;
    if (typeOfMode(status.stx_mode) == EntryType::SymbolicLink)
        return EOPNOTSUPP;
    const QByteArray name = "/proc/self/fd/" + QByteArray::number(entry);
    return ::chmod(name.constData(), permissions) == 0 ? 0 : errno;
}

int change(int entry, mode_t permissions)
{
    if (::syscall(SYS_fchmodat2, entry, "", permissions, AT_EMPTY_PATH | AT_SYMLINK_NOFOLLOW) == 0)
        return 0;
    return isMissing(errno) ? changeThroughDescriptor(entry, permissions) : errno;
}

} // namespace

QByteArray modeText(quint32 mode)
{
    const auto *const type = std::ranges::find(typeLetters, mode & S_IFMT, &TypeLetter::bits);
    QByteArray text(1, type != std::end(typeLetters) ? type->letter : '?');
    for (const Column &column : columns)
        text.append(letterOf(column, mode));
    return text;
}

QByteArray modeText(EntryType type, quint32 permissions)
{
    return modeText(typeBits(type) | (permissions & permissionBits));
}

Result<> changeMode(int directory, const QByteArray &path, quint32 permissions)
{
    const FileDescriptor entry = openBeneath(directory, path, O_PATH);
    const int errnum = entry ? change(entry.get(), permissions & permissionBits) : errno;
    if (errnum != 0)
        return systemError(QStringLiteral("change the mode of %1").arg(displayName(path)), errnum);
    return {};
}

} // namespace ringside::filesystem
