import sys, os
os.mkdir('lib')
open('lib/shutil.py', 'w').write('X = 3\n')
sys.path.append('lib')
import shutil
print(hasattr(shutil, 'X'), hasattr(shutil, 'copy'))
