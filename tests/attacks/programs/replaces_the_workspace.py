# Puts a link where its workspace is
#
# Holds: the workspace is a mount point; it can be neither renamed nor removed, and its parent is read-only.
# Leaves: main.py file
from attack import *

refused(os.rename, '/home/learner', '/home/other')
refused(os.rename, '/home/learner', '/tmp/other')
refused(os.rename, '/tmp', '/home/learner/tmp')
refused(os.rmdir, '/home/learner')
refused(os.symlink, '/', '/home/learner')
refused(os.symlink, '/', '/home/other')
refused(os.rename, '/home', '/other')
expect_failure('renameat2', -100, b'/home/learner', -100, b'/tmp', 2)
done()
