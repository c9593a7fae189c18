import os
from fnmatch import fnmatchcase


def find(root, pattern, *, skip_dirs=(), follow=False):
    found, errors = [], []
    find.errors = errors
    os.stat(root)
    for folder, dirs, names in os.walk(root, onerror=errors.append, followlinks=follow):
        wanted = sorted(name for name in dirs if not name.startswith(".") and name not in skip_dirs)
        for name in wanted + names:
            if fnmatchcase(name, pattern):
                found.append(os.path.relpath(os.path.join(folder, name), root))
    return sorted(found)
