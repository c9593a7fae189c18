import errno
import os


def prune_empty(root):
    with os.scandir(root):
        pass
    removed = []
    while True:
        before = len(removed)
        for path, dirs, files in os.walk(root):
            for name in dirs:
                full = os.path.join(path, name)
                try:
                    if not os.path.islink(full):
                        os.rmdir(full)
                        removed.append(os.path.relpath(full, root))
                except OSError as error:
                    if error.errno != errno.ENOTEMPTY:
                        raise
        if len(removed) == before:
            return removed
