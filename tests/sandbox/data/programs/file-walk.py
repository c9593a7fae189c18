import os
for p in ('a/b', 'a/c', 'd'):
    os.makedirs(p)
open('a/b/f', 'w').close()
print([(r, sorted(d), sorted(f)) for r, d, f in sorted(os.walk('.'))])
