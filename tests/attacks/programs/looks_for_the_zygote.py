# Looks for what prepared its interpreter
#
# Holds: no module, frame, function or file of the zygote is left to use.
from attack import *
import gc
import types

if sys._getframe().f_back is not None:
    broke('there is a frame below')
for path in ('/etc/python3', '/etc/ringside', '/usr/lib/ringside'):
    take(path)
for module in list(sys.modules.values()):
    if 'zygote' in (getattr(module, '__file__', None) or '') or 'zygote' in getattr(module, '__name__', ''):
        broke(module)
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and 'zygote' in thing.__code__.co_filename:
        broke(thing)
done()
