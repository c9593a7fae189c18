import os


def prune_empty(root):
    removed = []
    for path, dirs, files in os.walk(root, topdown=False):
        if path != root and not os.listdir(path):
            os.rmdir(path)
            removed.append(os.path.relpath(path, root))
    return removed
