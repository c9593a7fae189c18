import os, shutil
try:
    os.get_terminal_size()
except OSError as error:
    print(error)
print(shutil.get_terminal_size())
