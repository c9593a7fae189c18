import zipfile
with zipfile.ZipFile('z.zip', 'w') as z:
    z.writestr('a.txt', 'hello')
print(zipfile.ZipFile('z.zip').read('a.txt'))
import os
os.remove('z.zip')
