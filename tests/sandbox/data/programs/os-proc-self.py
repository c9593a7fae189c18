import os
print(os.path.basename(os.readlink('/proc/self/exe')), os.readlink('/proc/self/cwd') == os.getcwd())
