#include "supervisor/syscallpolicy.h"

#include <cerrno>
#include <fcntl.h>
#include <initializer_list>
#include <linux/sockios.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>

namespace ringside::supervisor {

namespace {

constexpr Action allow{Action::Kind::Allow, 0};
constexpr Action notPermitted{Action::Kind::Refuse, EPERM};
constexpr Action accessDenied{Action::Kind::Refuse, EACCES};
constexpr Action notThere{Action::Kind::Refuse, ENOSYS};
constexpr Action noSpace{Action::Kind::Refuse, ENOSPC};

constexpr int allowedCalls[]{
    // files and directories
    SYS_read, SYS_write, SYS_readv, SYS_writev, SYS_pread64, SYS_pwrite64, SYS_preadv, SYS_pwritev,
    SYS_preadv2, SYS_pwritev2, SYS_openat, SYS_openat2, SYS_close, SYS_close_range, SYS_fstat,
    SYS_newfstatat, SYS_statx, SYS_lseek, SYS_faccessat, SYS_faccessat2, SYS_sendfile,
    SYS_copy_file_range, SYS_splice, SYS_tee, SYS_flock, SYS_fsync, SYS_fdatasync,
    SYS_sync_file_range, SYS_sync, SYS_syncfs, SYS_truncate, SYS_ftruncate, SYS_fallocate,
    SYS_fadvise64, SYS_readahead, SYS_getdents64, SYS_getcwd, SYS_chdir, SYS_fchdir, SYS_renameat2,
    SYS_mkdirat, SYS_linkat, SYS_unlinkat, SYS_symlinkat, SYS_readlinkat, SYS_fchmod, SYS_fchmodat,
    SYS_fchmodat2, SYS_umask, SYS_utimensat, SYS_mknodat, SYS_statfs, SYS_fstatfs, SYS_getxattr,
    SYS_lgetxattr, SYS_fgetxattr, SYS_listxattr, SYS_llistxattr, SYS_flistxattr, SYS_removexattr,
    SYS_lremovexattr, SYS_fremovexattr, SYS_cachestat, SYS_inotify_init1, SYS_inotify_add_watch, SYS_inotify_rm_watch,
    // memory
    SYS_mmap, SYS_mprotect, SYS_munmap, SYS_mremap, SYS_madvise, SYS_msync, SYS_mincore, SYS_mlock,
    SYS_mlock2, SYS_munlock, SYS_mlockall, SYS_munlockall, SYS_brk, SYS_membarrier, SYS_pkey_alloc,
    SYS_pkey_free, SYS_pkey_mprotect, SYS_map_shadow_stack,
    // descriptors, pipes, waiting
    SYS_dup, SYS_dup3, SYS_pipe2, SYS_pselect6, SYS_ppoll, SYS_epoll_create1, SYS_epoll_ctl,
    SYS_epoll_pwait, SYS_epoll_pwait2, SYS_eventfd2, SYS_signalfd4, SYS_timerfd_create,
    SYS_timerfd_settime, SYS_timerfd_gettime,
    // processes and threads
    SYS_execve, SYS_execveat, SYS_exit, SYS_exit_group, SYS_wait4, SYS_waitid, SYS_getpid, SYS_gettid,
    SYS_getppid, SYS_setpgid, SYS_getpgid, SYS_getsid, SYS_setsid, SYS_set_tid_address,
    SYS_set_robust_list, SYS_get_robust_list, SYS_rseq, SYS_restart_syscall, SYS_futex,
    SYS_futex_waitv, SYS_futex_wait, SYS_futex_wake, SYS_futex_requeue, SYS_sched_yield,
    SYS_sched_setparam, SYS_sched_getparam, SYS_sched_setscheduler, SYS_sched_getscheduler,
    SYS_sched_get_priority_max, SYS_sched_get_priority_min, SYS_sched_rr_get_interval,
    SYS_sched_setattr, SYS_sched_getattr, SYS_sched_setaffinity, SYS_sched_getaffinity, SYS_getcpu,
    SYS_getpriority, SYS_setpriority, SYS_pidfd_open, SYS_pidfd_send_signal,
    // signals
    SYS_kill, SYS_tkill, SYS_tgkill, SYS_rt_sigaction, SYS_rt_sigprocmask, SYS_rt_sigreturn,
    SYS_rt_sigpending, SYS_rt_sigsuspend, SYS_rt_sigtimedwait, SYS_rt_sigqueueinfo,
    SYS_rt_tgsigqueueinfo, SYS_sigaltstack,
    // identity, limits, the machine
    SYS_getuid, SYS_getgid, SYS_geteuid, SYS_getegid, SYS_getresuid, SYS_getresgid, SYS_getgroups,
    SYS_setfsuid, SYS_setfsgid, SYS_capget, SYS_capset, SYS_getrusage, SYS_times,
    SYS_uname, SYS_sysinfo, SYS_getrandom,
    // clocks and timers
    SYS_nanosleep, SYS_clock_nanosleep, SYS_clock_gettime, SYS_clock_getres, SYS_gettimeofday,
    SYS_getitimer, SYS_setitimer, SYS_timer_create, SYS_timer_settime, SYS_timer_gettime,
    SYS_timer_getoverrun, SYS_timer_delete,
    // sockets; socket() itself makes only those of this machine
    SYS_bind, SYS_listen, SYS_accept, SYS_accept4, SYS_connect, SYS_getsockname, SYS_getpeername,
    SYS_getsockopt, SYS_shutdown, SYS_sendto, SYS_recvfrom, SYS_sendmsg,
    SYS_recvmsg, SYS_sendmmsg, SYS_recvmmsg,
#ifdef __x86_64__
    // older forms that only this architecture has
    SYS_open, SYS_creat, SYS_stat, SYS_lstat, SYS_access, SYS_pipe, SYS_select, SYS_poll, SYS_dup2,
    SYS_pause, SYS_alarm, SYS_fork, SYS_vfork, SYS_getdents, SYS_rename, SYS_renameat, SYS_mkdir,
    SYS_rmdir, SYS_link, SYS_unlink, SYS_symlink, SYS_readlink, SYS_chmod, SYS_getrlimit,
    SYS_getpgrp, SYS_utime, SYS_utimes, SYS_futimesat, SYS_mknod, SYS_arch_prctl,
    SYS_epoll_create, SYS_epoll_wait, SYS_time, SYS_inotify_init, SYS_signalfd, SYS_eventfd,
#endif
};

// Calls that exist to leave a box, to reach into another process, to change the machine, or whose memory
// no limit counts. A plain user gets EPERM from most of them anyway; here the kernel's code is not reached.
constexpr int refusedCalls[]{
    SYS_unshare, SYS_setns, SYS_mount, SYS_umount2, SYS_pivot_root, SYS_chroot, SYS_move_mount,
    SYS_open_tree, SYS_fsopen, SYS_fsconfig, SYS_fsmount, SYS_fspick, SYS_mount_setattr, SYS_statmount,
    SYS_listmount, SYS_name_to_handle_at, SYS_open_by_handle_at, SYS_quotactl, SYS_quotactl_fd,
    SYS_acct, SYS_swapon, SYS_swapoff, SYS_fanotify_init, SYS_fanotify_mark,
    SYS_ptrace, SYS_process_vm_readv, SYS_process_vm_writev, SYS_process_madvise,
    SYS_process_mrelease, SYS_pidfd_getfd, SYS_kcmp, SYS_seccomp, SYS_landlock_create_ruleset,
    SYS_landlock_add_rule, SYS_landlock_restrict_self, SYS_personality,
    SYS_perf_event_open, SYS_bpf, SYS_userfaultfd, SYS_io_uring_setup, SYS_io_uring_enter,
    SYS_io_uring_register, SYS_io_setup, SYS_io_submit, SYS_io_destroy, SYS_keyctl, SYS_add_key,
    SYS_request_key, SYS_kexec_load, SYS_kexec_file_load, SYS_init_module, SYS_finit_module,
    SYS_delete_module, SYS_reboot, SYS_settimeofday, SYS_clock_settime, SYS_adjtimex,
    SYS_clock_adjtime, SYS_sethostname, SYS_setdomainname, SYS_syslog, SYS_vhangup, SYS_setgroups,
    SYS_migrate_pages, SYS_move_pages, SYS_set_mempolicy, SYS_mbind, SYS_vmsplice,
    SYS_memfd_create, SYS_memfd_secret, SYS_shmget, SYS_shmat, SYS_shmctl, SYS_shmdt, SYS_msgget,
    SYS_msgsnd, SYS_msgrcv, SYS_msgctl, SYS_semget, SYS_semop, SYS_semctl, SYS_semtimedop,
    SYS_mq_open, SYS_mq_unlink,
#ifdef __x86_64__
    SYS_iopl, SYS_ioperm, SYS_modify_ldt, SYS_uselib, SYS_ustat, SYS_sysfs,
#endif
};

// prctl() options a program may need. Not among them: PR_SET_SECCOMP, whose filters could outrank the
// lens, and PR_SET_MM, PR_SET_PTRACER and the rest, which nothing in a lesson uses.
constexpr std::initializer_list<std::uint32_t> allowedPrctlOptions{PR_SET_PDEATHSIG, PR_GET_PDEATHSIG,
    PR_GET_DUMPABLE, PR_SET_NAME, PR_GET_NAME, PR_GET_SECCOMP, PR_CAPBSET_READ, PR_GET_SECUREBITS,
    PR_GET_KEEPCAPS, PR_SET_TIMERSLACK, PR_GET_TIMERSLACK, PR_SET_CHILD_SUBREAPER,
    PR_GET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS, PR_GET_TID_ADDRESS,
    PR_SET_THP_DISABLE, PR_GET_THP_DISABLE, PR_SET_VMA};

// ioctl() requests that any descriptor of their kind answers, whoever asks. Typing into a terminal that somebody else
// reads; then those for which the kernel loads a module of the host: line disciplines, bridges, virtual networks.
constexpr std::initializer_list<std::uint32_t> refusedRequests{TIOCSTI, TIOCLINUX, TIOCSETD, SIOCGIFBR, SIOCSIFBR,
    SIOCBRADDBR, SIOCBRDELBR, SIOCGIFVLAN, SIOCSIFVLAN};

// fcntl() commands that reach beyond the box. Pipe buffers are charged to the user of the whole desktop. A lease makes
// everybody else wait who opens the file, and the files of the root are the same for all boxes; the last number is that
// of F_SETDELEG, which the headers do not have yet.
constexpr std::initializer_list<std::uint32_t> refusedCommands{F_SETPIPE_SZ, F_SETLEASE, 1024 + 16};

// setsockopt() options by which a plain user gives the kernel a program to run: SO_ATTACH_FILTER and its kin.
constexpr std::initializer_list<std::uint32_t> refusedSocketOptions{SO_ATTACH_FILTER, SO_ATTACH_BPF,
    SO_ATTACH_REUSEPORT_CBPF, SO_ATTACH_REUSEPORT_EBPF};

constexpr std::uint32_t bitsOfLargeAttributes = ~0xfffU;
constexpr std::uint32_t firstProcess = 1;
constexpr std::uint32_t namespaceFlags = CLONE_NEWNS | CLONE_NEWCGROUP | CLONE_NEWUTS | CLONE_NEWIPC
    | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET;
constexpr std::uint32_t keepId = 0xffffffff;

Condition oneOf(unsigned argument, std::vector<std::uint32_t> values)
{
    return {.argument = argument, .test = Condition::Test::OneOf, .values = std::move(values)};
}

Condition isNull(unsigned argument)
{
    return {.argument = argument, .test = Condition::Test::IsNull, .values = {}};
}

Condition withoutBits(unsigned argument, std::uint32_t bits)
{
    return {.argument = argument, .test = Condition::Test::WithoutBits, .values = {bits}};
}

/// Allowed when the given arguments are the learner's own id or "leave as it is". Every other id is unmapped
/// here and the kernel would say EINVAL; on a real system a plain user sees EPERM.
CallRule onlyOwnId(std::initializer_list<unsigned> arguments)
{
    Clause own{.conditions = {}, .action = allow};
    for (const unsigned argument : arguments)
        own.conditions.push_back(oneOf(argument, {learnerId, keepId}));
    return {.clauses = {own}, .otherwise = notPermitted};
}

void addIdentityRules(std::map<int, CallRule> &policy)
{
    policy[SYS_fchown] = onlyOwnId({1, 2});
    policy[SYS_fchownat] = onlyOwnId({2, 3});
#ifdef __x86_64__
    policy[SYS_chown] = onlyOwnId({1, 2});
    policy[SYS_lchown] = onlyOwnId({1, 2});
#endif
    policy[SYS_setuid] = onlyOwnId({0});
    policy[SYS_setgid] = onlyOwnId({0});
    policy[SYS_setreuid] = onlyOwnId({0, 1});
    policy[SYS_setregid] = onlyOwnId({0, 1});
    policy[SYS_setresuid] = onlyOwnId({0, 1, 2});
    policy[SYS_setresgid] = onlyOwnId({0, 1, 2});
}

void addConditionalRules(std::map<int, CallRule> &policy)
{
    // A traced child made with CLONE_UNTRACED would leave the lens.
    policy[SYS_clone] = {.clauses = {{{withoutBits(0, namespaceFlags | CLONE_UNTRACED)}, allow}},
        .otherwise = notPermitted};
    // Its flags are in memory, out of a filter's sight. The C library falls back to clone().
    policy[SYS_clone3] = {.clauses = {}, .otherwise = notThere};
    policy[SYS_socket]
        = {.clauses = {{{oneOf(0, {AF_UNIX})}, allow}}, .otherwise = accessDenied};
    policy[SYS_socketpair] = policy[SYS_socket];
    policy[SYS_ioctl] = {.clauses = {{{oneOf(1, refusedRequests)}, notPermitted}}, .otherwise = allow};
    policy[SYS_fcntl] = {.clauses = {{{oneOf(1, refusedCommands)}, notPermitted}}, .otherwise = allow};
    policy[SYS_setsockopt] = {.clauses = {{{oneOf(2, refusedSocketOptions)}, notPermitted}}, .otherwise = allow};
    // Access control lists are in the kernel's own memory, where nothing counts them: 64 KiB each, two for a folder. So
    // an attribute is smaller than 4 KiB here, as on ext4, and the answer is ext4's.
    for (const int call : {SYS_setxattr, SYS_lsetxattr, SYS_fsetxattr})
        policy[call] = {.clauses = {{{withoutBits(3, bitsOfLargeAttributes)}, allow}}, .otherwise = noSpace};
    // A warm program's memory belongs to the outer namespace: not dumpable, it would be dark to the lens.
    policy[SYS_prctl] = {.clauses = {{{oneOf(0, {PR_SET_DUMPABLE}), oneOf(1, {1})}, allow},
                             {{oneOf(0, allowedPrctlOptions)}, allow}},
        .otherwise = notPermitted};
}

/// A limit of one byte on core files is the only one at which the kernel does not start the program of
/// kernel.core_pattern, which is root and outside of every box: see limitResources(). And the first process has the
/// learner's user id, so its limits would be the learner's to lower.
void addLimitRules(std::map<int, CallRule> &policy)
{
    policy[SYS_prlimit64] = {.clauses = {{{isNull(2)}, allow}, {{oneOf(0, {firstProcess})}, notPermitted},
                                 {{oneOf(1, {RLIMIT_CORE})}, notPermitted}},
        .otherwise = allow};
#ifdef __x86_64__
    policy[SYS_setrlimit] = {.clauses = {{{oneOf(0, {RLIMIT_CORE})}, notPermitted}}, .otherwise = allow};
#endif
}

std::map<int, CallRule> makePolicy()
{
    std::map<int, CallRule> policy;
    for (const int number : allowedCalls)
        policy[number].otherwise = allow;
    for (const int number : refusedCalls)
        policy[number].otherwise = notPermitted;
    addIdentityRules(policy);
    addConditionalRules(policy);
    addLimitRules(policy);
    return policy;
}

} // namespace

const std::map<int, CallRule> &syscallPolicy()
{
    static const std::map<int, CallRule> policy = makePolicy();
    return policy;
}

/// Memory is for the words of its report.
const std::map<int, CallRule> &initPolicy()
{
    static const CallRule allowed{.clauses = {}, .otherwise = allow};
    static const std::map<int, CallRule> policy{{SYS_wait4, allowed}, {SYS_sendmsg, allowed},
        {SYS_exit_group, allowed}, {SYS_brk, allowed}, {SYS_mmap, allowed}, {SYS_munmap, allowed}};
    return policy;
}

} // namespace ringside::supervisor
