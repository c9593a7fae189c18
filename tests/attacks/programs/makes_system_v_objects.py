# Makes System V memory, queues and semaphores
#
# Holds: none can be made, none of the host's is there.
# Without filter: broken
from attack import *

IPC_CREAT, SIZE = 0o1000, 1 << 20
expect(errno.EPERM, 'shmat', SHARED_ID, None, 0)
expect(errno.EPERM, 'shmget', 0x52494e47, SIZE, IPC_CREAT | 0o666)
expect(errno.EPERM, 'shmat', 0, None, 0)
expect(errno.EPERM, 'shmctl', 0, 0, None)
expect(errno.EPERM, 'msgget', 0x52494e47, IPC_CREAT | 0o666)
expect(errno.EPERM, 'msgsnd', 0, bytes(16), 1, 0)
expect(errno.EPERM, 'semget', 0x52494e47, 1, IPC_CREAT | 0o666)
expect(errno.EPERM, 'semctl', 0, 0, 0, None)
expect(errno.EPERM, 'mq_open', b'mark', 0o102, 0o600, None)
for name in ('shm', 'msg', 'sem'):
    if len(open('/proc/sysvipc/' + name).readlines()) != 1:
        broke(open('/proc/sysvipc/' + name).read())
done()
