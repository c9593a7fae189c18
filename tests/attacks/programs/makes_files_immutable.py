# Makes its files immutable
#
# Holds: nobody in the box may, and the file system would go anyway.
from attack import *
import fcntl

FS_IOC_SETFLAGS, FS_APPEND_FL, FS_IMMUTABLE_FL = 0x40086602, 0x20, 0x10
FS_IOC_FSSETXATTR = 0x401c5820
with open('file', 'w') as file:
    for flags in (FS_IMMUTABLE_FL, FS_APPEND_FL):
        refused(fcntl.ioctl, file, FS_IOC_SETFLAGS, flags.to_bytes(8, 'little'))
    refused(fcntl.ioctl, file, FS_IOC_FSSETXATTR, (8).to_bytes(28, 'little'))
done()
