# Leaves pipes and sockets for the reader to hang on
#
# Holds: only regular files are opened, and never so that it could wait.
# Leaves: answer.txt fifo
# Leaves: folder/pipe fifo
# Leaves: socket socket
from attack import *
import socket

os.mkdir('folder')
os.mkfifo('answer.txt')
os.mkfifo('folder/pipe', 0)
listening = socket.socket(socket.AF_UNIX)
listening.bind('socket')
listening.listen()
done()
