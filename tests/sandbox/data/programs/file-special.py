import os, socket, stat
os.mkfifo('fifo')
s = socket.socket(socket.AF_UNIX)
s.bind('sock')
for name in ('fifo', 'sock'):
    print(name, stat.filemode(os.stat(name).st_mode))
