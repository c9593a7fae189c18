import os
from fnmatch import fnmatchcase


def find(root, pattern, *, skip_dirs=(), follow=False):
    find.errors = []
    found, seen, waiting = [], set(), [""]
    while waiting:
        path = waiting.pop()
        try:
            folder = os.open(os.path.join(root, path) if path else root, os.O_RDONLY | os.O_DIRECTORY)
        except OSError as error:
            if not path:
                raise
            if not isinstance(error, FileNotFoundError):
                find.errors.append(error)
            continue
        try:
            info = os.fstat(folder)
            if (info.st_dev, info.st_ino) in seen:
                continue
            seen.add((info.st_dev, info.st_ino))
            below = []
            with os.scandir(folder) as entries:
                for entry in entries:
                    try:
                        is_folder = entry.is_dir(follow_symlinks=follow)
                    except OSError:
                        is_folder = False
                    if is_folder and (entry.name.startswith(".") or entry.name in skip_dirs):
                        continue
                    if fnmatchcase(entry.name, pattern):
                        found.append(path + entry.name)
                    if is_folder:
                        below.append(path + entry.name + "/")
            waiting += sorted(below, key=os.fsencode, reverse=True)
        finally:
            os.close(folder)
    return sorted(found, key=os.fsencode)
