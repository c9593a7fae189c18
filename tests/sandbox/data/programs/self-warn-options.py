import sys, warnings
print(sys.warnoptions, sys._xoptions, len(warnings.filters))
