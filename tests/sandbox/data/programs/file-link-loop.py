import os
os.symlink('b', 'a')
os.symlink('a', 'b')
try:
    open('a')
except OSError as error:
    print(error)
