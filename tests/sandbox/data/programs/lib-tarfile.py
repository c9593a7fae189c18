import tarfile
open('f', 'w').write('x')
with tarfile.open('t.tar', 'w') as t:
    t.add('f')
print(tarfile.open('t.tar').getnames())
import os
os.remove('t.tar')
