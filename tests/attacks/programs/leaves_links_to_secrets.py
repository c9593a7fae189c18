# Leaves symbolic links to secrets as its answer
#
# Holds: the tree is read without following anything; a link comes back as its text.
# Leaves: answer link
# Leaves: all link
# Leaves: magic link
# Leaves: folder/up link
# Leaves: loop link
from attack import *

os.mkdir('folder')
os.symlink(SECRET_FILE, 'answer')
os.symlink('/', 'all')
os.symlink('/proc/self/root' + SECRET_FILE, 'magic')
os.symlink('../../../../..' + SECRET_FOLDER, 'folder/up')
os.symlink('loop', 'loop')
os.symlink('/proc/1/fd/0', 'descriptor')
os.symlink('x' * 4095, 'long')
for name in ('answer', 'magic', 'folder/up', 'descriptor'):
    take(name)
done()
