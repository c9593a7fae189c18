# Makes files until none can be made
#
# Holds: names and hard links end at the inode limit.
from attack import *

for folder in ('.', '/tmp'):
    for act in (lambda n: open(f'{folder}/f{n}', 'w').close(), lambda n: os.link(f'{folder}/f0', f'{folder}/l{n}')):
        count = 0
        try:
            while count < 5000:
                act(count)
                count += 1
        except OSError as error:
            if error.errno != errno.ENOSPC:
                broke(error)
        if count >= 4096:
            broke(f'{count} names in {folder}')
done()
