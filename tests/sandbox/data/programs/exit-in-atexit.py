import atexit, sys
atexit.register(lambda: sys.exit(5))
