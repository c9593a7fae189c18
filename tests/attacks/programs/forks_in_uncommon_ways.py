# Makes children with every flag that is not refused, and lets them make children at once
#
# Holds: every one of them is followed from its first call on.
# Traced: seen
from attack import *

SIGCHLD, CLONE_PTRACE, CLONE_VFORK, CLONE_FILES, CLONE_FS, CLONE_SYSVSEM, CLONE_IO = 17, 0x2000, 0x4000, 0x400, 0x200, 0x40000, 0x80000000
for number, flags in enumerate((0, CLONE_PTRACE, CLONE_VFORK, CLONE_FILES, CLONE_FS, CLONE_SYSVSEM, CLONE_IO,
                                CLONE_VFORK | CLONE_FS | CLONE_FILES)):
    child = call('clone', flags | SIGCHLD, None, None, None, None)
    if child == 0:
        os.mkdir(f'{number}line-@')
        if os.fork() == 0:
            os.mkdir(f'{number}line-@')
            os._exit(0)
        os.wait()
        os._exit(0)
    os.waitpid(child, 0)
done()
