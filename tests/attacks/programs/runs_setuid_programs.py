# Runs programs that make their caller root
#
# Holds: no mount honours such bits, and nobody in the box may gain a right by exec.
from attack import *
import glob
import shutil
import subprocess

for name in ('su', 'mount', 'umount', 'passwd', 'chsh', 'newgrp', 'sudo', 'pkexec', 'fusermount3', 'newuidmap', 'ping'):
    path = shutil.which(name)
    if path is None:
        continue
    code = subprocess.run([path, '--nonsense'], stdin=subprocess.DEVNULL, capture_output=True).returncode
    if code == 0 and name in ('su', 'sudo', 'pkexec'):
        broke(f'{name} ended with {code}')
shutil.copy('/bin/sh', 'own-shell')
os.chmod('own-shell', 0o6755)
shown = subprocess.run(['./own-shell', '-c', 'cat /proc/self/status'], capture_output=True, text=True).stdout
fields = dict(line.split(':\t', 1) for line in shown.splitlines() if ':\t' in line)
for field in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'):
    if int(fields[field], 16):
        broke(f'{field} is {fields[field]}')
if fields['Uid'].split() != ['1000'] * 4 or fields['Gid'].split() != ['1000'] * 4 or fields['NoNewPrivs'] != '1':
    broke(fields)
done()
