import os
for act in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.chroot('/'), lambda: os.nice(-1)):
    try:
        act()
    except PermissionError as error:
        print(error)
