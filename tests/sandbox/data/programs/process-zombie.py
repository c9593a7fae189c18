import os, time
pid = os.fork()
if pid == 0:
    os._exit(0)
time.sleep(0.05)
print(open(f'/proc/{pid}/stat').read().rpartition(')')[2].split()[0])
