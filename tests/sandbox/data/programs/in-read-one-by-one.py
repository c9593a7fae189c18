import os
out = b''
while byte := os.read(0, 1):
    out += byte
print(out)
