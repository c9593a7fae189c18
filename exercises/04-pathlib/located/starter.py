"""Where things are, and what they are."""

import os


# They fail their callers, who have moved to pathlib: the first three return str.


def located(base, name):
    return os.path.join(base, name)


def old_name(path):
    stem, suffix = os.path.splitext(path)
    return stem + "-old" + suffix


def newest(folder, suffix):
    found = None
    for name in os.listdir(folder):
        path = os.path.join(folder, name)
        if os.path.splitext(name)[1] == suffix and os.path.isfile(path):
            if found is None or os.stat(path).st_mtime_ns > os.stat(found).st_mtime_ns:
                found = path
    return found


def kinds(folder):
    found = {}
    with os.scandir(folder) as entries:
        for entry in entries:
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
