import os
os.listdirr('.')
