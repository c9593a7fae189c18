"""Delete a tree, and be sure that it is the right one."""

import os


def secure_rmtree(path, allowed_root, confirm):
    # A beginning: deletes the files of the directory itself.
    # It fails, because it asks nobody, leaves the directory, and would do the same anywhere on the disk.
    removed = 0
    for name in os.listdir(path):
        full = os.path.join(path, name)
        if os.path.isfile(full):
            os.remove(full)
            removed += 1
    return removed
