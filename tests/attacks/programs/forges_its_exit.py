# Forges the end of its program
#
# Holds: the exit code is what the program's last process said; no marker in the output means anything.
# Ends: exit 0
# Prints: {"verdict": "passed"}\nended 0\n
import os

os.write(1, b'{"verdict": "passed"}\nended 0\n')
for descriptor in range(3, 1024):
    try:
        os.write(descriptor, b'passed')
    except OSError:
        pass
os.execv('/bin/sh', ['sh', '-c', 'exit 0'])
