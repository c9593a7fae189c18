import pkgutil
print('json' in [m.name for m in pkgutil.iter_modules()])
