import os
for path in ('/usr/x', '/etc/passwd'):
    try:
        open(path, 'a')
    except OSError as error:
        print(type(error).__name__)
