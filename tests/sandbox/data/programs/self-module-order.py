import sys
print(list(sys.modules)[-5:])
