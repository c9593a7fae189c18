#include "progress/words.h"

#include <QSet>

namespace ringside::progress {

using namespace Qt::StringLiterals;

namespace {

// Public names of os, os.path, shutil, pathlib.Path, subprocess and tempfile (Python 3.13) and
// names of system calls, of six letters and more: of those in os alone a third is one letter away
// from another one. Names that give themselves away by an underscore, a digit or a capital are not
// listed, nor plain English words.
constexpr QLatin1StringView names{
    "abspath access altsep basename calledprocesserror chroot closerange commonpath commonprefix "
    "completedprocess confstr copyfile copyfileobj copymode copystat copytree ctermid curdir "
    "defpath "
    "devnull direntry dirname environ environb eventfd execle execlp execlpe execve execvp execvpe "
    "exists "
    "expanduser expandvars extsep faccessat fchdir fchmod fchmodat fchown fdatasync fdopen fnmatch "
    "fnotify forkpty fpathconf fsdecode fsencode fspath fstatat fstatvfs ftruncate getatime "
    "getctime "
    "getcwd getcwdb getdents getegid getenv getenvb geteuid getgid getgrouplist getgroups "
    "getloadavg "
    "getlogin getmtime getoutput getpgid getpgrp getpid getppid getpriority getrandom getresgid "
    "getresuid "
    "getsid getsize getstatusoutput gettempdir gettempdirb gettempprefix gettempprefixb getuid "
    "getxattr "
    "grantpt initgroups inotify isatty isdevdrive isfile isjunction islink ismount iterdir "
    "joinpath "
    "killpg lchmod lchown lexists linesep linkat listdir listxattr lutimes makedev makedirs "
    "mkdirat "
    "mkdtemp mkfifo mkstemp mktemp mprotect munmap namedtemporaryfile newfstatat normcase normpath "
    "openat "
    "openpty pardir pathconf pathlike pathsep preadv ptsname putenv pwrite pwritev readlink "
    "readlinkat "
    "realpath relpath remove removedirs removexattr rename renameat renames replace resolve rmtree "
    "samefile samefileerror sameopenfile samestat scandir select selectors sendfile setegid "
    "seteuid "
    "setgid setgroups setpgid setpgrp setpriority setregid setresgid setresuid setreuid setsid "
    "setuid "
    "setxattr spawnl spawnle spawnlp spawnlpe spawnv spawnve spawnvp spawnvpe splice splitdrive "
    "splitext "
    "splitroot spooledtemporaryfile statvfs stderr stdout strerror subprocesserror symlink "
    "symlinkat "
    "sysconf tcgetpgrp tcsetpgrp tempdir temporarydirectory temporaryfile timeoutexpired truncate "
    "ttyname "
    "unlink unlinkat unlockpt unsetenv unshare urandom waitid waitpid wcontinued wcoredump wexited "
    "wexitstatus wifcontinued wifexited wifsignaled wifstopped wnohang wnowait writev wstopped "
    "wstopsig "
    "wtermsig wuntraced "};

} // namespace

bool isApiName(const QString &word)
{
    static const QSet<QString> known = [] {
        const QStringList list = QString(names).split(u' ', Qt::SkipEmptyParts);
        return QSet<QString>(list.begin(), list.end());
    }();
    return known.contains(word);
}

} // namespace ringside::progress
