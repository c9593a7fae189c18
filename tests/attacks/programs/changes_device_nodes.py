# Changes the device nodes it shares with the host
#
# Holds: their mode, owner and times stay; only their bytes flow.
from attack import *

for name in ('null', 'zero', 'full', 'random', 'urandom'):
    path = '/dev/' + name
    refused(os.utime, path)
    refused(os.utime, path, (0, 0))
    refused(os.chmod, path, 0o777)
    refused(os.chown, path, 1000, 1000)
    refused(os.unlink, path)
    refused(os.setxattr, path, 'user.x', b'x')
    os.close(os.open(path, os.O_RDWR))  # this must still work
done()
