import os
from collections import namedtuple

Size = namedtuple("Size", "bytes files errors")


def dir_size(root, *, apparent=False):
    device = os.stat(root).st_dev
    seen, errors = {}, []

    def add(name, parent=None):
        try:
            folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY, dir_fd=parent)
        except OSError as error:
            errors.append(error)
            return
        try:
            with os.scandir(folder) as entries:
                for entry in list(entries):
                    look(entry, folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            errors.append(error)
        finally:
            os.close(folder)

    def look(entry, folder):
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
            add(entry.name, folder)
        else:
            seen[info.st_ino] = info.st_size if apparent else info.st_blocks * 512

    with os.scandir(root):
        pass
    add(root)
    return Size(sum(seen.values()), len(seen), errors)
