import os
import shutil


def prune_empty(root):
    removed = []
    for entry in list(os.scandir(root)):
        if not entry.is_dir(follow_symlinks=False):
            continue
        with os.scandir(entry) as inside:
            holds_files = any(e.is_file() for e in inside)
        if not holds_files:
            shutil.rmtree(entry)
            removed.append(entry.name)
    return removed
