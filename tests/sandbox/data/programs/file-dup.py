import os
fd = os.dup(1)
os.write(fd, b'dup\n')
os.dup2(fd, 9)
os.write(9, b'dup2\n')
