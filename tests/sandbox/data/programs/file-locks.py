import fcntl, os
f = open('l', 'w')
fcntl.flock(f, fcntl.LOCK_EX)
if os.fork() == 0:
    g = open('l')
    try:
        fcntl.flock(g, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        print(error, flush=True)
    os._exit(0)
os.wait()
