import os
open('f', 'w').close()
os.utime('f', ns=(1_000_000_001, 2_000_000_002))
s = os.stat('f')
print(s.st_atime_ns, s.st_mtime_ns)
