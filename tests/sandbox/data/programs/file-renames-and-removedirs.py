import os
open('a', 'w').close()
os.renames('a', 'x/y/z')
os.remove('x/y/z')
os.removedirs('x/y')
