# Uses up the user's inotify instances
#
# Holds: the box has eight of its own and takes none from the desktop.
from attack import *

count = sum(C_LIBRARY.inotify_init1(0) >= 0 for _ in range(200))
if count > 8:
    broke(f'{count} instances')
expect_failure('fanotify_init', 0, 0)
expect_failure('fanotify_mark', 0, 1, 0x20, -100, b'/usr')
done()
