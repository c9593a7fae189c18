import os
open('secret', 'w').write('x')
os.chmod('secret', 0)
for mode in 'ra':
    try:
        open('secret', mode)
    except PermissionError as error:
        print(error)
print(os.access('secret', os.R_OK), os.access('secret', os.F_OK))
