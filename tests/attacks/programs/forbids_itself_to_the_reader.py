# Takes all permissions from what it leaves
#
# Holds: the reader may see everything the program made; modes are what the program set.
# Leaves: closed directory
# Leaves: closed/inner directory
# Leaves: closed/inner/file file
# Leaves: file file
from attack import *

os.makedirs('closed/inner')
for path in ('closed/inner/file', 'file'):
    with open(path, 'w') as file:
        file.write('kept')
    os.chmod(path, 0)
os.chmod('closed/inner', 0)
os.chmod('closed', 0)
os.chmod('.', 0)
take('closed')
done()
