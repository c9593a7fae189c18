# Opens secrets by their path
#
# Holds: nothing of the host but /usr is in the box, so no path leads to a user's files.
from attack import *

for path in (SECRET_FILE, SECRET_FOLDER, BAIT_FILE, '/etc/shadow', '/etc/gshadow', '/root', '/var/log', '/var/lib',
             '/run', '/boot', '/srv', '/opt', '/media', '/home/' + 'user', '/lost+found', '/sys', '/etc/ssh',
             '/etc/machine-id', '/usr/../root', '/proc/../root', '/home/learner/../../root'):
    take(path)
if os.listdir('/home') != ['learner']:
    broke(os.listdir('/home'))
done()
