import sys, os
os.mkdir('lib')
open('lib/shutil.py', 'w').write('X = 3\n')
sys.path.insert(0, 'lib')
import shutil
print(shutil.X)
