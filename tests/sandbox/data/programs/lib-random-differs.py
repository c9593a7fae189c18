import os, random
r, w = os.pipe()
a = random.random()
if os.fork() == 0:
    os.write(w, repr(random.random()).encode())
    os._exit(0)
os.wait()
print(repr(random.random()) != os.read(r, 100).decode())
