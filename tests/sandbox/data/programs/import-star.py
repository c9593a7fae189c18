from shutil import *
print(sorted(n for n in globals() if not n.startswith('_'))[:5])
