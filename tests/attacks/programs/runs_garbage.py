# Runs files that are no programs
#
# Holds: they do not run, and a script gets the rights of its interpreter's caller.
from attack import *
import subprocess

for number, content in enumerate((b'', b'\x7fELF', b'\x7fELF\x02\x01\x01' + bytes(200), b'#!', b'#!' + b'/' * 300, b'MZ' + bytes(60),
                                  b'#!/home/learner/g0', bytes(100))):
    with open(f'g{number}', 'wb') as file:
        file.write(content)
    os.chmod(f'g{number}', 0o755)
    refused(subprocess.run, [f'./g{number}'])
refused(os.execv, '/home/learner', ['x'])
refused(os.execv, '/proc/self/mem', ['x'])
done()
