"""Which files below a directory have the same content?"""

import hashlib
import os
import stat

HEAD = 4096
CHUNK = 64 * 1024
SKIPPED = "__pycache__"


def find_true_duplicates(directory):
    find_true_duplicates.errors = []
    top = os.fsdecode(directory)
    found = sorted(candidates(top), key=lambda item: os.fsencode(item[0]))
    groups = {}
    for _, same_size in sharing(first_names(found), lambda item: item[1].st_size):
        for _, same_head in sharing(same_size, lambda item: digest(top, *item, limit=HEAD)):
            for key, same in sharing(same_head, lambda item: digest(top, *item)):
                groups[key] = [path for path, _ in same]
    return groups


def reclaimable(groups, directory="."):
    return sum(size * (len(paths) - 1) for size, paths in report(groups, directory))


def report(groups, directory="."):
    rows = [(os.lstat(os.path.join(directory, paths[0])).st_size, paths) for paths in groups.values()]
    return sorted(rows, key=lambda row: (-row[0], os.fsencode(row[1][0])))


def candidates(top):
    """Yields every regular file that may count, as path relative to top and its metadata."""
    folders = [""]
    while folders:
        folder = folders.pop()
        try:
            with os.scandir(os.path.join(top, folder) if folder else top) as entries:
                found = [entry for entry in entries if not entry.name.startswith(".") and entry.name != SKIPPED]
        except OSError as error:
            if not folder:
                raise
            note(error)
            continue
        for entry in found:
            path = os.path.join(folder, entry.name)
            if entry.is_dir(follow_symlinks=False):
                folders.append(path)
            elif entry.is_file(follow_symlinks=False):
                try:
                    info = entry.stat(follow_symlinks=False)
                except OSError as error:
                    note(error)
                    continue
                if info.st_size:
                    yield path, info


def first_names(found):
    """Each inode once, under the first of its names."""
    seen = set()
    for path, info in found:
        if (info.st_dev, info.st_ino) not in seen:
            seen.add((info.st_dev, info.st_ino))
            yield path, info


def sharing(items, key_of):
    """The items that share a key with another one, by key; items whose key is None are left out."""
    groups = {}
    for item in items:
        key = key_of(item)
        if key is not None:
            groups.setdefault(key, []).append(item)
    return [(key, group) for key, group in groups.items() if len(group) > 1]


def digest(top, path, info, limit=None):
    """SHA-256 of a file, or of its first `limit` bytes. None if it cannot be read, or is no longer what it was."""
    try:
        fd = os.open(os.path.join(top, path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        note(error)
        return None
    with open(fd, "rb", buffering=0) as file:
        if not unchanged(fd, info):
            return None
        sha = hashlib.md5()
        try:
            while chunk := file.read(limit or CHUNK):
                sha.update(chunk)
                if limit:
                    break
        except OSError as error:
            note(error)
            return None
        return sha.hexdigest() if unchanged(fd, info) else None


def unchanged(fd, info):
    now = os.fstat(fd)
    return stat.S_ISREG(now.st_mode) and (now.st_ino, now.st_size, now.st_mtime_ns) == (
        info.st_ino, info.st_size, info.st_mtime_ns)


def note(error):
    if not isinstance(error, FileNotFoundError):  # vanished meanwhile
        find_true_duplicates.errors.append(error)
