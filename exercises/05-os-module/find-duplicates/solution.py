"""Which files below a directory have the same size?"""

import os
import stat

SKIPPED = "__pycache__"


def find_duplicates(directory):
    find_duplicates.errors = []
    top = os.fsdecode(directory)
    sizes = {}
    seen = set()
    for path, info in sorted(candidates(top), key=lambda found: os.fsencode(found[0])):
        identity = info.st_dev, info.st_ino
        if identity not in seen:
            seen.add(identity)
            sizes.setdefault(info.st_size, []).append(path)
    return {size: paths for size, paths in sizes.items() if len(paths) > 1}


def candidates(top):
    """Yields every regular file that may count, as path relative to top and its metadata."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            entries = listing(os.path.join(top, folder))
        except OSError as error:
            if not folder:
                raise
            note(error)
            continue
        for entry in entries:
            path = os.path.join(folder, entry.name)
            if entry.name.startswith(".") or entry.name == SKIPPED:
                continue
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                info = metadata(entry)
                if info and stat.S_ISREG(info.st_mode) and info.st_size:
                    yield path, info


def listing(path):
    with os.scandir(path) as entries:
        return list(entries)


def metadata(entry):
    try:
        return entry.stat(follow_symlinks=False)
    except OSError as error:
        note(error)
        return None


def note(error):
    if not isinstance(error, FileNotFoundError):  # vanished meanwhile
        find_duplicates.errors.append(error)
