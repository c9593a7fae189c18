import os
try:
    os.kill(1, 9)
except PermissionError as error:
    print(error)
