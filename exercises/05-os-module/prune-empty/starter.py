"""Take away the directories that nobody needs."""

import os


def prune_empty(root):
    # A beginning, as it is found in many places.
    # It fails, because the lists were made before the children were removed: of x/y/z only z goes.
    removed = []
    for path, dirs, files in os.walk(root, topdown=False):
        if not dirs and not files and path != root:
            os.rmdir(path)
            removed.append(os.path.relpath(path, root))
    return removed
