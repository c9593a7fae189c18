"""Take away the directories that nobody needs."""

import errno
import os


def prune_empty(root):
    removed = []
    prune_below(os.fsdecode(root), "", removed)
    return sorted(removed)


def prune_below(root, folder, removed):
    """Empties a folder of its empty directories, children before parents."""
    for name in subdirectories(os.path.join(root, folder) if folder else root):
        path = os.path.join(folder, name)
        try:
            prune_below(root, path, removed)
        except PermissionError as error:
            if error.filename != os.path.join(root, path):
                raise
            # Not readable. That does not matter: rmdir knows whether it is empty.
        except FileNotFoundError:
            continue  # vanished meanwhile
        if remove_if_empty(os.path.join(root, path)):
            removed.append(path)


def subdirectories(path):
    with os.scandir(path) as entries:
        return [entry.name for entry in entries if entry.is_dir(follow_symlinks=False)]


def remove_if_empty(path):
    try:
        os.rmdir(path)
    except OSError as error:
        if error.errno in (errno.ENOTEMPTY, errno.ENOENT):
            return False
        raise
    return True
