import os
os.makedirs('pkg/sub')
open('pkg/__init__.py', 'w').write('from . import sub\n')
open('pkg/sub/__init__.py', 'w').write('NAME = __name__\n')
import pkg.sub
print(pkg.sub.NAME)
