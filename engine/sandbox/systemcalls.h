#pragma once

// The system calls the lens shows, with what the supervisor needs to read their arguments out of a stopped
// program and the engine to put them into words. No Qt here: both use this header.

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>
#include <sys/syscall.h>

namespace ringside::sandbox {

/// What a system call means for the file system and for descriptors.
enum SystemCallTrait : std::uint16_t {
    ChangesNames = 1, ///< names, or attributes of what they name
    WritesData = 2, ///< bytes of a file, through a descriptor
    MakesDurable = 4,
    Opens = 8, ///< may create or empty a file, as its flags say
    GivesDescriptor = 16, ///< the result is a new descriptor
    NeverReturns = 32,
};

/// One system call. `parameters` has one letter for each argument:
///   d descriptor of a directory   p path          q second path        t text
///   f descriptor                  o open flags    m permission bits    h struct open_how
///   i number with sign            u number        l offset             x flags in hexadecimal
///   r buffer to be filled         w buffer with bytes (the next argument is its size)
///   V buffers to be filled        v buffers with bytes (the next argument is their number)
///   s struct stat to be filled    g directory entries to be filled     c text to be filled
///   a argument list               e environment   k wait status        2 two descriptors
///   S signal                      P process       @ AT_ flags          W whence
///   C command of fcntl            F its argument  I request of ioctl   K clone flags
///   A access mode                 R rename flags  L operation of flock T socket address
///   _ not shown
struct SystemCall
{
    int number = -1;
    std::string_view name;
    std::string_view parameters;
    std::uint16_t traits = 0;

    [[nodiscard]] constexpr bool has(SystemCallTrait trait) const { return (traits & trait) != 0; }
};

// NOLINTBEGIN(cppcoreguidelines-macro-usage): the number and the name of a call are one word only for the preprocessor
#define RINGSIDE_CALL(name, parameters, traits) SystemCall{SYS_##name, #name, parameters, traits}

/// Sorted by nothing in particular: see findSystemCall().
inline constexpr std::array tracedSystemCalls{
    // files and descriptors
    RINGSIDE_CALL(openat, "dpom", Opens | GivesDescriptor),
    RINGSIDE_CALL(openat2, "dphu", Opens | GivesDescriptor),
    RINGSIDE_CALL(close, "f", 0),
    RINGSIDE_CALL(close_range, "uux", 0),
    RINGSIDE_CALL(read, "fru", 0),
    RINGSIDE_CALL(write, "fwu", WritesData),
    RINGSIDE_CALL(pread64, "frul", 0),
    RINGSIDE_CALL(pwrite64, "fwul", WritesData),
    RINGSIDE_CALL(readv, "fVu", 0),
    RINGSIDE_CALL(writev, "fvu", WritesData),
    RINGSIDE_CALL(preadv, "fVul", 0),
    RINGSIDE_CALL(pwritev, "fvul", WritesData),
    RINGSIDE_CALL(preadv2, "fVul_x", 0),
    RINGSIDE_CALL(pwritev2, "fvul_x", WritesData),
    RINGSIDE_CALL(lseek, "flW", 0),
    RINGSIDE_CALL(truncate, "pl", ChangesNames),
    RINGSIDE_CALL(ftruncate, "fl", WritesData),
    RINGSIDE_CALL(fallocate, "fxll", WritesData),
    RINGSIDE_CALL(copy_file_range, "f_f_ux", WritesData),
    RINGSIDE_CALL(sendfile, "ff_u", WritesData),
    RINGSIDE_CALL(splice, "f_f_ux", WritesData),
    RINGSIDE_CALL(fsync, "f", MakesDurable),
    RINGSIDE_CALL(fdatasync, "f", MakesDurable),
    RINGSIDE_CALL(sync, "", MakesDurable),
    RINGSIDE_CALL(syncfs, "f", MakesDurable),
    RINGSIDE_CALL(sync_file_range, "fllx", MakesDurable),
    RINGSIDE_CALL(msync, "_ux", MakesDurable),
    RINGSIDE_CALL(dup, "f", GivesDescriptor),
    RINGSIDE_CALL(dup3, "fio", GivesDescriptor),
    RINGSIDE_CALL(fcntl, "fCF", 0),
    RINGSIDE_CALL(flock, "fL", 0),
    RINGSIDE_CALL(ioctl, "fI_", 0),
    RINGSIDE_CALL(pipe2, "2o", 0),
    RINGSIDE_CALL(eventfd2, "ux", GivesDescriptor),
    RINGSIDE_CALL(inotify_init1, "x", GivesDescriptor),
    RINGSIDE_CALL(inotify_add_watch, "fpx", 0),
    RINGSIDE_CALL(socket, "iii", GivesDescriptor),
    RINGSIDE_CALL(socketpair, "iii2", 0),
    RINGSIDE_CALL(bind, "fTu", ChangesNames),
    RINGSIDE_CALL(connect, "fTu", 0),
    RINGSIDE_CALL(listen, "fi", 0),
    RINGSIDE_CALL(accept, "f__", GivesDescriptor),
    RINGSIDE_CALL(accept4, "f__x", GivesDescriptor),
    RINGSIDE_CALL(sendto, "fwux__", 0),
    RINGSIDE_CALL(recvfrom, "frux__", 0),
    RINGSIDE_CALL(sendmsg, "f_x", 0),
    RINGSIDE_CALL(recvmsg, "f_x", 0),
    RINGSIDE_CALL(shutdown, "fi", 0),
    // names and attributes
    RINGSIDE_CALL(fstat, "fs", 0),
    RINGSIDE_CALL(newfstatat, "dps@", 0),
    RINGSIDE_CALL(statx, "dp@x_", 0),
    RINGSIDE_CALL(statfs, "p_", 0),
    RINGSIDE_CALL(fstatfs, "f_", 0),
    RINGSIDE_CALL(faccessat, "dpA", 0),
    RINGSIDE_CALL(faccessat2, "dpA@", 0),
    RINGSIDE_CALL(readlinkat, "dpcu", 0),
    RINGSIDE_CALL(renameat2, "dpdqR", ChangesNames),
    RINGSIDE_CALL(linkat, "dpdq@", ChangesNames),
    RINGSIDE_CALL(symlinkat, "tdp", ChangesNames),
    RINGSIDE_CALL(unlinkat, "dp@", ChangesNames),
    RINGSIDE_CALL(mkdirat, "dpm", ChangesNames),
    RINGSIDE_CALL(mknodat, "dpmu", ChangesNames),
    RINGSIDE_CALL(fchmod, "fm", ChangesNames),
    RINGSIDE_CALL(fchmodat, "dpm", ChangesNames),
    RINGSIDE_CALL(fchmodat2, "dpm@", ChangesNames),
    RINGSIDE_CALL(fchown, "fii", ChangesNames),
    RINGSIDE_CALL(fchownat, "dpii@", ChangesNames),
    RINGSIDE_CALL(utimensat, "dp_@", ChangesNames),
    RINGSIDE_CALL(umask, "m", 0),
    RINGSIDE_CALL(setxattr, "ptwux", ChangesNames),
    RINGSIDE_CALL(lsetxattr, "ptwux", ChangesNames),
    RINGSIDE_CALL(fsetxattr, "ftwux", ChangesNames),
    RINGSIDE_CALL(getxattr, "ptru", 0),
    RINGSIDE_CALL(lgetxattr, "ptru", 0),
    RINGSIDE_CALL(fgetxattr, "ftru", 0),
    RINGSIDE_CALL(listxattr, "pru", 0),
    RINGSIDE_CALL(llistxattr, "pru", 0),
    RINGSIDE_CALL(flistxattr, "fru", 0),
    RINGSIDE_CALL(removexattr, "pt", ChangesNames),
    RINGSIDE_CALL(lremovexattr, "pt", ChangesNames),
    RINGSIDE_CALL(fremovexattr, "ft", ChangesNames),
    // directories
    RINGSIDE_CALL(getdents64, "fgu", 0),
    RINGSIDE_CALL(chdir, "p", 0),
    RINGSIDE_CALL(fchdir, "f", 0),
    RINGSIDE_CALL(getcwd, "cu", 0),
    // processes and signals
    RINGSIDE_CALL(clone, "K____", 0),
    RINGSIDE_CALL(execve, "pae", 0),
    RINGSIDE_CALL(execveat, "dpae@", 0),
    RINGSIDE_CALL(exit, "i", NeverReturns),
    RINGSIDE_CALL(exit_group, "i", NeverReturns),
    RINGSIDE_CALL(wait4, "Pkx_", 0),
    RINGSIDE_CALL(waitid, "iP_x_", 0),
    RINGSIDE_CALL(kill, "PS", 0),
    RINGSIDE_CALL(tkill, "PS", 0),
    RINGSIDE_CALL(tgkill, "PPS", 0),
    RINGSIDE_CALL(pidfd_open, "Px", GivesDescriptor),
    RINGSIDE_CALL(pidfd_send_signal, "fS_x", 0),
    RINGSIDE_CALL(setsid, "", 0),
    RINGSIDE_CALL(setpgid, "PP", 0),
    RINGSIDE_CALL(rt_sigaction, "S__u", 0),
    RINGSIDE_CALL(setitimer, "i__", 0),
#ifdef __x86_64__
    // older forms that only this architecture has
    RINGSIDE_CALL(open, "pom", Opens | GivesDescriptor),
    RINGSIDE_CALL(creat, "pm", Opens | GivesDescriptor),
    RINGSIDE_CALL(dup2, "fi", GivesDescriptor),
    RINGSIDE_CALL(pipe, "2", 0),
    RINGSIDE_CALL(stat, "ps", 0),
    RINGSIDE_CALL(lstat, "ps", 0),
    RINGSIDE_CALL(access, "pA", 0),
    RINGSIDE_CALL(readlink, "pcu", 0),
    RINGSIDE_CALL(rename, "pq", ChangesNames),
    RINGSIDE_CALL(renameat, "dpdq", ChangesNames),
    RINGSIDE_CALL(link, "pq", ChangesNames),
    RINGSIDE_CALL(symlink, "tp", ChangesNames),
    RINGSIDE_CALL(unlink, "p", ChangesNames),
    RINGSIDE_CALL(mkdir, "pm", ChangesNames),
    RINGSIDE_CALL(rmdir, "p", ChangesNames),
    RINGSIDE_CALL(mknod, "pmu", ChangesNames),
    RINGSIDE_CALL(chmod, "pm", ChangesNames),
    RINGSIDE_CALL(chown, "pii", ChangesNames),
    RINGSIDE_CALL(lchown, "pii", ChangesNames),
    RINGSIDE_CALL(utime, "p_", ChangesNames),
    RINGSIDE_CALL(utimes, "p_", ChangesNames),
    RINGSIDE_CALL(futimesat, "dp_", ChangesNames),
    RINGSIDE_CALL(getdents, "f_u", 0),
    RINGSIDE_CALL(fork, "", 0),
    RINGSIDE_CALL(vfork, "", 0),
    RINGSIDE_CALL(alarm, "u", 0),
    RINGSIDE_CALL(pause, "", 0),
#endif
};
#undef RINGSIDE_CALL
// NOLINTEND(cppcoreguidelines-macro-usage)

namespace systemcalls {

inline constexpr int numberLimit = 512;

/// The position of each number in tracedSystemCalls, or -1.
inline constexpr std::array<std::int16_t, numberLimit> positions = [] {
    std::array<std::int16_t, numberLimit> table{};
    table.fill(-1);
    for (std::size_t i = 0; i < tracedSystemCalls.size(); ++i)
        table[static_cast<std::size_t>(tracedSystemCalls[i].number)] = static_cast<std::int16_t>(i);
    return table;
}();

} // namespace systemcalls

/// The call of this number; none when it is not one that is traced.
[[nodiscard]] constexpr const SystemCall *findSystemCall(int number)
{
    if (number < 0 || number >= systemcalls::numberLimit)
        return nullptr;
    const std::int16_t position = systemcalls::positions[static_cast<std::size_t>(number)];
    return position < 0 ? nullptr : &tracedSystemCalls[static_cast<std::size_t>(position)];
}

/// The call of this name; none when it is not one that is traced.
[[nodiscard]] constexpr const SystemCall *findSystemCall(std::string_view name)
{
    const auto *found = std::ranges::find(tracedSystemCalls, name, &SystemCall::name);
    return found == tracedSystemCalls.end() ? nullptr : found;
}

} // namespace ringside::sandbox
