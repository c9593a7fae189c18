import os
print(os.sysconf('SC_PAGE_SIZE'), os.pathconf('.', 'PC_NAME_MAX'))
