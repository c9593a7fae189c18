import os
m, s = os.openpty()
os.write(s, b'x\n')
print(os.read(m, 10), os.isatty(s))
