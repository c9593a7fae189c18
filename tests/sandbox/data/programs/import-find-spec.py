import importlib.util
spec = importlib.util.find_spec('shutil')
print(spec.name, spec.origin, spec.loader.__class__.__name__, spec.has_location)
