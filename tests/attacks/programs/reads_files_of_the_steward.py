# Looks for what the steward keeps for other boxes
#
# Holds: the root is the same for all, and empty of anything that was made for one.
from attack import *

if sorted(set(os.listdir('/')) - {'lib32', 'lib64', 'libx32', 'bin', 'sbin', 'lib'}) != \
        ['dev', 'etc', 'home', 'mnt', 'proc', 'tmp', 'usr']:
    broke(os.listdir('/'))
if os.listdir('/mnt') or os.listdir('/home') != ['learner'] or os.listdir('/tmp'):
    broke((os.listdir('/mnt'), os.listdir('/home'), os.listdir('/tmp')))
if sorted(os.listdir('/etc')) != ['group', 'hostname', 'hosts', 'nsswitch.conf', 'passwd', 'shells']:
    broke(os.listdir('/etc'))
take('/etc/shadow')
done()
