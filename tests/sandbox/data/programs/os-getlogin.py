import os
try:
    print(os.getlogin() and 'somebody')
except OSError as error:
    print(type(error).__name__)
