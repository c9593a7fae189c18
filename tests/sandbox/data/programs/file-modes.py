import os
for mode in (0o000, 0o444, 0o644, 0o755, 0o4755, 0o2755, 0o1777):
    name = f'm{mode:o}'
    open(name, 'w').close()
    os.chmod(name, mode)
    print(oct(os.stat(name).st_mode))
