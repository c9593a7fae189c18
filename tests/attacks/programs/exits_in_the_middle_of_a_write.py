# Ends while its children write, lock and rename
#
# Holds: the tree is what is on the disk when the last of them is dead.
# Leaves: done file
from attack import *

for number in range(8):
    if os.fork() == 0:
        while True:
            with open(f'f{number}', 'w') as file:
                file.write('x' * 100000)
            os.rename(f'f{number}', f'g{number}')
open('done', 'w').close()
print('held', flush=True)
os._exit(0)
