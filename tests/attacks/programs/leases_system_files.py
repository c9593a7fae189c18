# Takes leases on files of the system
#
# Holds: a lease makes everybody else wait who opens the file, in other boxes too; there are none.
# Without filter: broken
from attack import *
import fcntl

for path in ('/usr/bin/env', '/etc/passwd', '/usr/bin/python3'):
    descriptor = os.open(path, os.O_RDONLY)
    for kind in (fcntl.F_RDLCK, fcntl.F_WRLCK):
        refused(fcntl.fcntl, descriptor, fcntl.F_SETLEASE, kind)
    refused(fcntl.lockf, descriptor, fcntl.LOCK_EX)  # a lock to write needs a descriptor to write
done()
