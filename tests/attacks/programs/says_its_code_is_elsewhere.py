# Compiles code that says it comes from somewhere else
#
# Holds: code that claims to be of this file is not believed; whatever else it claims to be, it counts.
# Traced: seen
import os

HERE = '/home/learner/main.py'
exec(compile("\n\nos.mkdir('lost-@')", HERE, 'exec'))
exec(compile("\n" * 500 + "os.mkdir('lost-@')", HERE, 'exec'))
eval(compile("os.mkdir('lost-@')", HERE, 'eval'))
for n, name in enumerate(['/usr/lib/python3.13/os.py', '<frozen importlib._bootstrap>', '<frozen os>', '', '\udc80']):
    exec(compile(f"import os\nos.mkdir(f'{n}line-@')", name, 'exec'))
imported = compile("def _find_and_load(name):\n    os.mkdir(name)", '<frozen importlib._bootstrap>', 'exec')
exec(imported)
_find_and_load('line-@')
exec(compile("def deep(n, name):\n    os.mkdir(name) if n == 0 else deep(n - 1, name)", '/usr/lib/python3.13/os.py', 'exec'))
deep(400, 'lost-@')
print('held')
