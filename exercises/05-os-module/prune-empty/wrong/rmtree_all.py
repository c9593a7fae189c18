import os
import shutil


def prune_empty(root):
    removed = []
    for entry in list(os.scandir(root)):
        if entry.is_dir(follow_symlinks=False) and not any(e.is_file() for e in os.scandir(entry)):
            shutil.rmtree(entry)
            removed.append(entry.name)
    return removed
