import sys
print(sys.version, sys.executable, sys.prefix, sys.exec_prefix, sys.platform)
