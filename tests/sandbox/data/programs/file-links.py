import os
open('a', 'w').write('x')
os.link('a', 'b')
os.symlink('a', 'c')
os.symlink('nowhere', 'd')
print(os.stat('a').st_nlink, os.readlink('c'), os.path.exists('d'), os.path.lexists('d'), os.path.samefile('a', 'c'))
