import sys
before = len(sys.modules)
import json
print(list(sys.modules)[before:])
