import os, sys, zipfile
with zipfile.ZipFile('z.zip', 'w') as z:
    z.writestr('inzip.py', 'X = 7\n')
sys.path.insert(0, 'z.zip')
import inzip
print(inzip.X)
os.remove('z.zip')  # it holds the time
