import sys
print(sys.path[0] == __file__.rpartition('/')[0], sys.path[1:])
