import os
print(os.nice(0), os.getpriority(os.PRIO_PROCESS, 0))
