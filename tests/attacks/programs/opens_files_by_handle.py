# Opens files by their handle
#
# Holds: the calls that name a file by its number, past every path and mount, are refused.
# Without filter: depends
from attack import *

handle = ctypes.create_string_buffer(128 + 8)
ctypes.memmove(handle, (128).to_bytes(4, 'little'), 4)
mount = ctypes.c_int()
for path in (b'/', b'/usr', b'/home/learner', b'/usr/bin/python3'):
    call('name_to_handle_at', -100, path, handle, ctypes.byref(mount), 0)
    for folder in (b'/usr', b'/home/learner', b'/'):
        descriptor = os.open(folder, os.O_RDONLY)
        # The root of most file systems is inode 2; then whatever the kernel has just told.
        forged = (8).to_bytes(4, 'little') + (1).to_bytes(4, 'little') + (2).to_bytes(4, 'little') + bytes(4)
        expect(errno.EPERM, 'open_by_handle_at', descriptor, ctypes.create_string_buffer(forged), 0)
        expect(errno.EPERM, 'open_by_handle_at', descriptor, handle, 0)
        os.close(descriptor)
done()
