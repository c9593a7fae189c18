import mmap
with open('m', 'wb') as f:
    f.write(b'0' * 4096)
with open('m', 'r+b') as f, mmap.mmap(f.fileno(), 0) as m:
    m[:5] = b'hello'
print(open('m', 'rb').read(6))
