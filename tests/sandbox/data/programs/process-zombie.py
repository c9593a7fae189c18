import os
pid = os.fork()
if pid == 0:
    os._exit(0)
os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
print(open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[0])
