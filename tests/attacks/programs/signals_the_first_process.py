# Sends the first process of its box a signal that does nothing
#
# Holds: Landlock keeps signals within the program and its children.
# Needs: landlock 6
# Without Landlock: broken
from attack import *

refused(os.kill, 1, 0)
refused(os.kill, 1, 2)
done()
