import os
with open('s', 'wb') as f:
    f.seek(1 << 16)
    f.write(b'x')
s = os.stat('s')
print(s.st_size, s.st_blocks * 512 < s.st_size)
