import filecmp
import os
import shutil
from typing import NamedTuple


class Plan(NamedTuple):
    copied: list
    removed: list
    metadata: list
    errors: list


def sync(src, dst, *, delete=False, digest=False):
    copied, removed = [], []
    folders = []
    for folder, dirs, files in os.walk(src):
        below = os.path.relpath(folder, src)
        target = os.path.normpath(os.path.join(dst, below))
        if not os.path.isdir(target):
            os.makedirs(target)
            if below != ".":
                copied.append(below)
        if below != ".":
            folders.append((folder, target))
        for name in files:
            a, b = os.path.join(folder, name), os.path.join(target, name)
            same = False
            if os.path.exists(b):
                x, y = os.stat(a), os.stat(b)
                same = x.st_size == y.st_size and x.st_mtime_ns == y.st_mtime_ns and not (digest and not filecmp.cmp(a, b, shallow=False))
            if not same:
                shutil.copy2(a, b)
                copied.append(os.path.normpath(os.path.join(below, name)))
        if delete:
            for name in set(os.listdir(target)) - set(os.listdir(folder)):
                path = os.path.join(target, name)
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
                removed.append(os.path.normpath(os.path.join(below, name)))
    for folder, target in reversed(folders):
        shutil.copystat(folder, target)
    return Plan(sorted(copied), sorted(removed), [], [])
