import os, select
pid = os.fork()
if pid == 0:
    os._exit(3)
fd = os.pidfd_open(pid)
select.select([fd], [], [], 5)
print(os.waitid(os.P_PIDFD, fd, os.WEXITED).si_status)
