import os, stat
print(stat.filemode(os.stat('main.py').st_mode), stat.S_ISREG(os.stat('main.py').st_mode))
