#include "supervisor/tracedcalls.h"

#include <sys/syscall.h>

namespace ringside::supervisor {

const std::set<int> &tracedCalls()
{
    static const std::set<int> calls{
        // files and descriptors
        SYS_openat, SYS_openat2, SYS_close, SYS_close_range, SYS_read, SYS_write, SYS_pread64,
        SYS_pwrite64, SYS_readv, SYS_writev, SYS_preadv, SYS_pwritev, SYS_preadv2, SYS_pwritev2,
        SYS_lseek, SYS_truncate, SYS_ftruncate, SYS_fallocate, SYS_copy_file_range, SYS_sendfile,
        SYS_splice, SYS_fsync, SYS_fdatasync, SYS_sync, SYS_syncfs, SYS_sync_file_range, SYS_msync,
        SYS_dup, SYS_dup3, SYS_fcntl, SYS_flock, SYS_ioctl, SYS_pipe2, SYS_eventfd2,
        SYS_inotify_init1, SYS_inotify_add_watch, SYS_socket, SYS_socketpair, SYS_bind,
        // names and attributes
        SYS_fstat, SYS_newfstatat, SYS_statx, SYS_statfs, SYS_fstatfs, SYS_faccessat,
        SYS_faccessat2, SYS_readlinkat, SYS_renameat2, SYS_linkat, SYS_symlinkat, SYS_unlinkat,
        SYS_mkdirat, SYS_mknodat, SYS_fchmod, SYS_fchmodat, SYS_fchmodat2, SYS_fchown, SYS_fchownat,
        SYS_utimensat, SYS_umask, SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr, SYS_getxattr,
        SYS_lgetxattr, SYS_fgetxattr, SYS_listxattr, SYS_llistxattr, SYS_flistxattr,
        SYS_removexattr, SYS_lremovexattr, SYS_fremovexattr,
        // directories
        SYS_getdents64, SYS_chdir, SYS_fchdir, SYS_getcwd,
        // processes and signals
        SYS_clone, SYS_execve, SYS_execveat, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid,
        SYS_kill, SYS_tkill, SYS_tgkill, SYS_pidfd_open, SYS_pidfd_send_signal, SYS_setsid,
        SYS_setpgid, SYS_rt_sigaction, SYS_setitimer,
#ifdef __x86_64__
        SYS_open, SYS_creat, SYS_dup2, SYS_pipe, SYS_stat, SYS_lstat, SYS_access, SYS_readlink,
        SYS_rename, SYS_renameat, SYS_link, SYS_symlink, SYS_unlink, SYS_mkdir, SYS_rmdir,
        SYS_mknod, SYS_chmod, SYS_chown, SYS_lchown, SYS_utime, SYS_utimes, SYS_futimesat,
        SYS_getdents, SYS_fork, SYS_vfork, SYS_alarm, SYS_pause,
#endif
    };
    return calls;
}

} // namespace ringside::supervisor
