import os
import stat
import time
from fnmatch import fnmatchcase


def clean(root, older_than, patterns, dry_run=False, *, now=None):
    limit = round(((time.time() if now is None else now) - older_than) * 1_000_000_000)
    clean.errors = []
    os.stat(root)
    removed = []
    for folder, dirs, names in os.walk(root, onerror=lambda error: isinstance(error, FileNotFoundError) or clean.errors.append(error)):
        for name in names:
            path = os.path.join(folder, name)
            if not any(fnmatchcase(name, pattern) for pattern in patterns):
                continue
            try:
                info = os.lstat(path)
                if stat.S_ISREG(info.st_mode) and info.st_mtime_ns < limit:
                    if not dry_run:
                        os.remove(path)
                    removed.append(os.path.relpath(path, root))
            except FileNotFoundError:
                pass
            except OSError as error:
                clean.errors.append(error)
    return sorted(removed, key=os.fsencode)
