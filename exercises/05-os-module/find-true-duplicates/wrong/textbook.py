import hashlib
import os


def find_true_duplicates(directory):
    sizes = {}
    for path, dirs, files in os.walk(directory):
        dirs[:] = [name for name in dirs if not name.startswith(".") and name != "__pycache__"]
        for name in files:
            if name.startswith("."):
                continue
            full = os.path.join(path, name)
            size = os.stat(full).st_size
            if size:
                sizes.setdefault(size, []).append(full)
    groups = {}
    for paths in sizes.values():
        if len(paths) > 1:
            for full in paths:
                groups.setdefault(digest(full), []).append(os.path.relpath(full, directory))
    return {key: sorted(paths) for key, paths in groups.items() if len(paths) > 1}


def digest(path):
    md5 = hashlib.md5()
    with open(path, "rb") as f:
        while chunk := f.read(65536):
            md5.update(chunk)
    return md5.hexdigest()


def reclaimable(groups, directory="."):
    return sum(os.path.getsize(os.path.join(directory, paths[0])) * (len(paths) - 1) for paths in groups.values())


def report(groups, directory="."):
    rows = [(os.path.getsize(os.path.join(directory, paths[0])), paths) for paths in groups.values()]
    return sorted(rows, key=lambda row: (-row[0], row[1]))
