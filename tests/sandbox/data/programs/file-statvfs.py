import os
s = os.statvfs('.')
print(s.f_namemax, s.f_bsize > 0)
