# Reads what the environment held when everything began
#
# Holds: the supervisor forgets its environment by exec, so neither variables nor memory keep a word of it.
from attack import *

if set(os.environ) != {'PATH', 'HOME', 'USER', 'LOGNAME', 'LANG', 'PYTHONHASHSEED'}:
    broke(sorted(os.environ))
name = bytes(reversed(SECRET_VARIABLE_REVERSED)) + b'='  # reversed, so that only a leak has it the right way round
for line in open('/proc/self/maps'):
    span, rights, *_, last = line.split()
    if rights[0] != 'r' or last in ('[vvar]', '[vsyscall]', '[vvar_vclock]'):
        continue
    start, end = (int(part, 16) for part in span.split('-'))
    with open('/proc/self/mem', 'rb', 0) as memory:
        memory.seek(start)
        try:
            content = memory.read(end - start)
        except OSError:
            continue
    at = content.find(name)
    while at >= 0:
        after = content[at + len(name):at + len(name) + 6]
        if after.startswith(b'secret'):
            broke(f'the variable is in {line.strip()}: {content[at:at + 80]!r}')
        at = content.find(name, at + 1)
for pid in [1, *PIDS]:
    take(f'/proc/{pid}/environ')
done()
