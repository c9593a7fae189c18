# Poisons modules, built-ins and start-up files for the next program
#
# Holds: nothing of it is there when the same program runs again, which it does, many times.
from attack import *
import builtins
import json
import site

poisoned = getattr(builtins, 'POISONED', None) or getattr(os, 'POISONED', None) or getattr(json, 'POISONED', None)
if poisoned or os.path.exists('/tmp/poison') or os.path.exists('poison') or 'POISONED' in os.environ:
    broke('the poison of an earlier run is there')
builtins.POISONED = os.POISONED = json.POISONED = True
os.environ['POISONED'] = '1'
json.loads = None
for path in ('/tmp/poison', 'poison', 'sitecustomize.py', 'usercustomize.py'):
    with open(path, 'w') as file:
        file.write('import builtins; builtins.POISONED = True')
folder = site.getusersitepackages()
os.makedirs(folder)
with open(folder + '/poison.pth', 'w') as file:
    file.write('import builtins; builtins.POISONED = True')
done()
