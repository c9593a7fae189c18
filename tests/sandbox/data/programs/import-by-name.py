import importlib
print(importlib.import_module('os.path').join('a', 'b'), importlib.util.find_spec('json').name)
