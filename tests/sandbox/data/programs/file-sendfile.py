import os
open('a', 'w').write('hello')
with open('a') as a, open('b', 'w') as b:
    print(os.sendfile(b.fileno(), a.fileno(), 0, 5))
