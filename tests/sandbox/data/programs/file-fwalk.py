import os
os.makedirs('a/b')
print(sorted((r, sorted(d), sorted(f)) for r, d, f, fd in os.fwalk('.')))
