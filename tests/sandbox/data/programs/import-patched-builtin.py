import builtins
original = builtins.__import__
def noting(name, *a, **k):
    if name == 'json':
        print('importing', name)
    return original(name, *a, **k)
builtins.__import__ = noting
import json
