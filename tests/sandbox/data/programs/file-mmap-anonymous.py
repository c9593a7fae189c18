import mmap, os
m = mmap.mmap(-1, 4096)
pid = os.fork()
if pid == 0:
    m[:2] = b'hi'
    os._exit(0)
os.waitpid(pid, 0)
print(m[:2])
