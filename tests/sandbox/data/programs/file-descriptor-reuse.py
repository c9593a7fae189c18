import os
a = os.open('main.py', os.O_RDONLY)
os.close(a)
b = os.open('main.py', os.O_RDONLY)
print(a == b, os.get_inheritable(b), os.get_blocking(b))
