# Calls the parts of the kernel that had the worst bugs
#
# Holds: they answer "not permitted" before their code is reached.
# Without filter: broken
from attack import *

for name in ('io_uring_setup', 'io_uring_enter', 'io_uring_register', 'bpf', 'perf_event_open', 'userfaultfd', 'keyctl',
             'add_key', 'request_key', 'io_setup', 'io_submit', 'io_destroy', 'fanotify_init', 'quotactl', 'acct',
             'init_module', 'finit_module', 'delete_module', 'kexec_load', 'kexec_file_load', 'swapon', 'swapoff', 'vhangup',
             'landlock_create_ruleset', 'landlock_add_rule', 'landlock_restrict_self', 'seccomp', 'vmsplice', 'mbind',
             'set_mempolicy', 'personality', 'lookup_dcookie', 'nfsservctl'):
    if name in NUMBERS:
        result = call(name, -1, -1, -1, -1, -1, -1)
        if result not in (-errno.EPERM, -errno.ENOSYS):
            broke(f'{name} answered {named(result)}')
done()
