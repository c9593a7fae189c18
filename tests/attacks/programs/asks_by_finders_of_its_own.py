# Has what looks for modules make its calls: hooks, finders and modules of its own
#
# Holds: an import asks for modules; what else it is made to do belongs to the line that imports.
# Traced: seen
import builtins
import contextlib
import importlib
import os
import py_compile
import sys

path, hooks, finders = sys.path[:], sys.path_hooks[:], sys.meta_path[:]
sys.path_hooks.insert(0, os.mkdir)
with contextlib.suppress(ImportError): sys.path.append('line-@a'), importlib.import_module('nothing_a')
sys.path[:], sys.path_hooks[:] = path, hooks
with contextlib.suppress(ImportError): setattr(sys, 'meta_path', map(os.mkdir, ['line-@b', 'line-@c'])), __import__('nothing_b')
sys.meta_path = finders

with open('source.txt', 'w') as source:
    source.write("import builtins, os\nos.mkdir(builtins.wanted)")
py_compile.compile('source.txt', 'compiled.pyc', '/usr/lib/python3/compiled.py')
builtins.wanted = 'line-@'; import compiled
print('held')
