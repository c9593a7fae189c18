import os
os.symlink('main.py', 'l')
try:
    os.open('l', os.O_RDONLY | os.O_NOFOLLOW)
except OSError as error:
    print(error)
