import os, time
pid = os.fork()
if pid == 0:
    if os.fork() == 0:
        time.sleep(0.05)
        open('orphan.new', 'w').write('done')
        os.rename('orphan.new', 'orphan')
        os._exit(0)
    os._exit(0)
os.waitpid(pid, 0)
while not os.path.exists('orphan'):
    time.sleep(0.01)
