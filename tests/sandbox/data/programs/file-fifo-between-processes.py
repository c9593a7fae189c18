import os
os.mkfifo('f')
if os.fork() == 0:
    with open('f', 'w') as w:
        w.write('through')
    os._exit(0)
with open('f') as r:
    print(r.read())
os.wait()
