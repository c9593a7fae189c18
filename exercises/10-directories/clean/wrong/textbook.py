import os
import time
from fnmatch import fnmatch


def clean(root, older_than, patterns, dry_run=False, *, now=None):
    now = time.time() if now is None else now
    clean.errors = []
    os.stat(root)
    removed = []
    for folder, dirs, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            if any(fnmatch(name, pattern) for pattern in patterns) and os.lstat(path).st_mtime < now - older_than:
                if not dry_run:
                    os.remove(path)
                removed.append(os.path.relpath(path, root))
    return sorted(removed)
