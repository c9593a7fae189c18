# Writes to the system's directories
#
# Holds: everything but the workspace, /tmp and the mounts of an exercise is read-only.
from attack import *
import sysconfig

library = sysconfig.get_path('stdlib')
for folder in ('/', '/usr', '/usr/bin', '/usr/lib', '/usr/local/bin', '/etc', '/dev', '/home', '/mnt', '/proc', library,
               library + '/__pycache__', '/dev/pts', '/bin', '/lib'):
    refused(open, f'{folder}/{MARK}', 'w')
    refused(os.mkdir, f'{folder}/{MARK}')
    refused(os.symlink, 'x', f'{folder}/{MARK}')
    refused(os.mkfifo, f'{folder}/{MARK}')
    refused(os.rename, 'attack.py', f'{folder}/{MARK}')
    refused(os.link, 'attack.py', f'{folder}/{MARK}')
for file in ('/etc/passwd', '/etc/hosts', '/usr/bin/env', library + '/os.py', '/bin/sh', '/usr/bin/python3'):
    for act in (lambda: open(file, 'a'), lambda: open(file, 'r+'), lambda: os.truncate(file, 0), lambda: os.unlink(file),
                lambda: os.chmod(file, 0o777), lambda: os.chown(file, 1000, 1000), lambda: os.utime(file),
                lambda: os.setxattr(file, 'user.x', b'x'), lambda: os.rename(file, file + 'x')):
        refused(act)
done()
