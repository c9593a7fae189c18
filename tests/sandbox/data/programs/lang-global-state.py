import sys
sys.x = 1
import builtins
builtins.y = 2
print(y, sys.x)
