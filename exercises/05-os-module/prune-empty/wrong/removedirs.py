import os


def prune_empty(root):
    removed = []
    for path, dirs, files in os.walk(root, topdown=False):
        if not os.path.isdir(path):
            continue
        try:
            os.removedirs(path)
            removed.append(os.path.relpath(path, root))
        except OSError:
            pass
    return removed
