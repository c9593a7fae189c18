# Overwrites the interpreter that runs it
#
# Holds: neither by its path, nor by the link in proc, nor through its mapping.
from attack import *
import mmap

for path in ('/proc/self/exe', '/usr/bin/python3'):
    refused(open, path, 'r+b')
    refused(open, path, 'ab')
    refused(os.truncate, path, 0)
descriptor = os.open('/proc/self/exe', os.O_RDONLY)
refused(open, f'/proc/self/fd/{descriptor}', 'r+b')
refused(mmap.mmap, descriptor, 4096, mmap.MAP_SHARED, mmap.PROT_READ | mmap.PROT_WRITE)
refused(os.fchmod, descriptor, 0o777)
refused(os.ftruncate, descriptor, 0)
for line in open('/proc/self/maps'):
    span = line.split()[0]
    refused(open, f'/proc/self/map_files/{span}', 'r+b')
done()
