import os
print(os.popen('echo hi').read())
