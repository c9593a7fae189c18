import os
import stat


def list_sorted(directory, key="name", reverse=False):
    if key not in ("name", "size", "mtime"):
        raise ValueError(key)
    with os.scandir(directory) as listing:
        entries = sorted(listing, key=lambda entry: os.fsencode(entry.name), reverse=reverse and key == "name")
    if key == "size":
        entries.sort(key=lambda entry: os.lstat(entry).st_size, reverse=reverse)
    elif key == "mtime":
        entries.sort(key=lambda entry: os.lstat(entry).st_mtime_ns, reverse=reverse)
    rows = []
    for entry in entries:
        kind = "link" if entry.is_symlink() else "dir" if entry.is_dir() else "file" if entry.is_file() else "other"
        if key == "name":
            rows.append((entry.name, None, None, kind))
        else:
            info = os.lstat(entry)
            rows.append((entry.name, info.st_size, info.st_mtime_ns, kind))
    return rows
