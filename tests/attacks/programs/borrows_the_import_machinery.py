# Has its calls made by the functions that import modules
#
# Holds: only what an import statement asks for counts as an import.
# Traced: seen
import importlib._bootstrap as machinery
import os

machinery._call_with_frames_removed(os.mkdir, 'line-@')
machinery._call_with_frames_removed(machinery._call_with_frames_removed, os.mkdir, 'line-@')
machinery._find_and_load.__globals__['_find_spec'], kept = \
    lambda *_: os.mkdir('line-@'), machinery._find_and_load.__globals__['_find_spec']
try:
    import nothing_of_this_name
except ImportError:
    pass
machinery._find_and_load.__globals__['_find_spec'] = kept
print('held')
