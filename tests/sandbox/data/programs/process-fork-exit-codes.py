import os
codes = []
for code in (0, 1, 42, 255):
    pid = os.fork()
    if pid == 0:
        os._exit(code)
    codes.append(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
print(codes)
