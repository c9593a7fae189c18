import os, time
pid = os.fork()
if pid == 0:
    if os.fork() == 0:
        time.sleep(0.05)
        open('orphan', 'w').write('done')
        os._exit(0)
    os._exit(0)
os.waitpid(pid, 0)
time.sleep(0.3)
