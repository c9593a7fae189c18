import os
from collections import namedtuple

Size = namedtuple("Size", "bytes files errors")


def dir_size(root, *, apparent=False):
    device = os.stat(root).st_dev
    seen, errors = {}, []

    def add(path):
        try:
            with os.scandir(path) as entries:
                for entry in entries:
                    look(entry)
        except FileNotFoundError:
            pass
        except OSError as error:
            errors.append(error)

    def look(entry):
        try:
            info = entry.stat(follow_symlinks=False)
        except FileNotFoundError:
            return
        except OSError as error:
            errors.append(error)
            return
        if info.st_dev != device:
            return
        if entry.is_dir(follow_symlinks=False):
            add(entry.path)
        else:
            seen[info.st_ino] = info.st_size if apparent else info.st_blocks * 512

    with os.scandir(root):
        pass
    add(root)
    return Size(sum(seen.values()), len(seen), errors)
