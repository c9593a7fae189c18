import importlib
open('m.py', 'w').write('X = 1\n')
import m
open('m.py', 'w').write('X = 22\n')
importlib.invalidate_caches()
importlib.reload(m)
print(m.X)
