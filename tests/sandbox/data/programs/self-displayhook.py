import sys
print(sys.displayhook, sys.excepthook is sys.__excepthook__, sys.stdout is sys.__stdout__)
