import os


def list_sorted(directory, key="name", reverse=False):
    if key not in ("name", "size", "mtime"):
        raise ValueError(key)
    rows = []
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        kind = "link" if os.path.islink(path) else "dir" if os.path.isdir(path) else "file"
        info = os.stat(path)
        rows.append((name, info.st_size, info.st_mtime_ns, kind))
    column = ("name", "size", "mtime").index(key)
    rows.sort(key=lambda row: (row[column], row[0]), reverse=reverse)
    if key == "name":
        rows = [(name, None, None, kind) for name, size, mtime, kind in rows]
    return rows
