"""A listing as a file manager shows it."""

import os

FIELDS = {"name": None, "size": 1, "mtime": 2}


def list_sorted(directory, key="name", reverse=False):
    if key not in FIELDS:
        key = "name"
    with os.scandir(os.fsdecode(directory)) as entries:
        rows = [row for entry in entries if (row := describe(entry, with_stat=key != "name"))]
    rows.sort(key=lambda row: os.fsencode(row[0]), reverse=reverse and key == "name")
    if key != "name":
        # Sorting is stable, also backwards: what is equal stays in the order of the names.
        rows.sort(key=lambda row: row[FIELDS[key]], reverse=reverse)
    return rows


def describe(entry, with_stat):
    if not with_stat:
        return entry.name, None, None, kind_of(entry)
    try:
        info = entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # vanished since it was listed
        return None
    return entry.name, info.st_size, info.st_mtime_ns, kind_of(entry)


def kind_of(entry):
    if entry.is_symlink():
        return "link"
    if entry.is_dir(follow_symlinks=False):
        return "dir"
    return "file" if entry.is_file(follow_symlinks=False) else "other"
