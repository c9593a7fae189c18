"""Where things are, and what they are."""

import os
from pathlib import Path


def located(base, name):
    return Path(base) / name


def old_name(path):
    path = Path(path)
    return path.with_stem(path.stem + "-old")


def newest(folder, suffix):
    files = [path for path in Path(folder).iterdir() if path.suffix == suffix and path.is_file()]
    return max(files, key=lambda path: path.stat().st_mtime_ns, default=None)


# The types are in the listing, bytes are no Path, and a descriptor has no name: os has what it takes.

def kinds(folder):
    found = {}
    for entry in Path(folder).iterdir():
            if entry.is_symlink():
                found[entry.name] = "link"
            elif entry.is_dir():
                found[entry.name] = "dir"
            else:
                found[entry.name] = "file" if entry.is_file() else "other"
    return found


def raw_names(folder):
    return sorted(os.listdir(folder))


def read_in(folder, name):
    with open(os.open(name, os.O_RDONLY, dir_fd=folder), "rb") as file:
        return file.read()
