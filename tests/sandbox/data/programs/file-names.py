import os
for name in (b'caf\xe9', 'naïve'.encode(), b'with space', b'-rf', b'new\nline'):
    open(name, 'w').close()
print(sorted(os.listdir('.')) == sorted(map(os.fsdecode, os.listdir(b'.'))), sorted(map(ascii, os.listdir('.'))))
