import os, select
r, w = os.pipe()
print(select.select([r], [w], [], 0)[1] == [w])
os.write(w, b'x')
e = select.epoll()
e.register(r, select.EPOLLIN)
print(e.poll(0)[0][1])
