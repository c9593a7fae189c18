import os
os.mkdir('d')
fd = os.open('d', os.O_RDONLY)
os.close(os.open('f', os.O_CREAT | os.O_WRONLY, dir_fd=fd))
print(os.listdir(fd))
