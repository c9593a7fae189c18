import os
open('f', 'w').close()
try:
    os.setxattr('f', 'user.k', b'v')
    print(os.listxattr('f'), os.getxattr('f', 'user.k'))
except OSError as error:
    print(error)
