import os, threading
t = threading.Thread(target=lambda: None)
t.start()
t.join()
pid = os.fork()
if pid == 0:
    print(threading.active_count(), flush=True)
    os._exit(0)
os.waitpid(pid, 0)
