import sys
print(sys.getrecursionlimit(), sys.getswitchinterval(), sys.int_info, sys.get_int_max_str_digits())
