import os
os.mkdir('d')
open('f', 'w').close()
os.symlink('d', 'l')
print(sorted((e.name, e.is_dir(), e.is_file(), e.is_symlink(), e.is_dir(follow_symlinks=False)) for e in os.scandir()))
