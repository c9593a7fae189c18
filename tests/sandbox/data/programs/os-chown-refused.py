import os
for ids in ((0, -1), (-1, 0)):
    try:
        os.chown('main.py', *ids)
    except PermissionError as error:
        print(error)
os.chown('main.py', os.getuid(), os.getgid())
