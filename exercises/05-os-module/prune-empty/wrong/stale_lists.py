import os


def prune_empty(root):
    removed = []
    for path, dirs, files in os.walk(root, topdown=False):
        if not dirs and not files and path != root:
            os.rmdir(path)
            removed.append(os.path.relpath(path, root))
    return removed
