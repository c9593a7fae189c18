# Runs a program that was never a file
#
# Holds: there is no such memory; what a program writes to disk and runs has no more rights than itself.
# Without filter: broken
from attack import *
import shutil
import subprocess

result = call('memfd_create', b'tool', 0)
if result >= 0:
    broke('memory to run from')
shutil.copy('/bin/true', 'tool')
os.chmod('tool', 0o6777)
if subprocess.run(['./tool']).returncode != 0:
    broke('cannot run its own file')
for place in ('/proc', '/dev', '/etc'):
    refused(os.execv, place + '/tool', ['tool'])
done()
