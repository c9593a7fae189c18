"""Delete a tree, and be sure that it is the right one."""

import os
import stat

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def secure_rmtree(path, allowed_root, confirm):
    real = permitted(os.fsdecode(path), os.fsdecode(allowed_root))
    parent, name = os.path.split(real)
    parent_fd = os.open(parent, os.O_RDONLY)
    try:
        top = os.open(name, FOLDER, dir_fd=parent_fd)
        try:
            count, size = measure(top)
            if not confirm(count, size):
                return 0
            removed = empty(top)
        finally:
            os.close(top)
        os.rmdir(name, dir_fd=parent_fd)
        return removed + 1
    finally:
        os.close(parent_fd)


def permitted(path, allowed_root):
    """The real path, or ValueError."""
    if os.path.islink(path.rstrip("/")):
        raise ValueError(f"{path} is a link")
    real, root, home = (os.path.abspath(each) for each in (path, allowed_root, os.path.expanduser("~")))
    if real == root or os.path.commonpath([real, root]) != root:
        raise ValueError(f"{path} does not lie in {allowed_root}")
    if os.path.commonpath([real, home]) == real:
        raise ValueError(f"{path} holds the home directory")
    return real


def measure(top):
    count, size = 1, 0
    for _, entries in folders(top):
        for info in entries.values():
            count += 1
            size += info.st_size if stat.S_ISREG(info.st_mode) else 0
    return count, size


def empty(top):
    removed = 0
    for folder, entries in folders(top):
        for name, info in entries.items():
            if stat.S_ISDIR(info.st_mode):
                os.rmdir(name, dir_fd=folder)  # emptied before: folders come after what is in them
            else:
                os.unlink(name, dir_fd=folder)
            removed += 1
    return removed


def folders(top):
    """Every directory of a tree as (descriptor, {name: lstat}), children first, without recursion."""
    levels = [Level(top)]
    try:
        while levels:
            level = levels[-1]
            if level.waiting:
                levels.append(Level(os.open(level.waiting.pop(), FOLDER, dir_fd=level.fd)))
            else:
                yield level.fd, level.entries
                levels.pop().close(unless=top)
    finally:
        for level in levels:
            level.close(unless=top)


class Level:
    def __init__(self, fd):
        self.fd = fd
        with os.scandir(fd) as entries:
            self.entries = {entry.name: entry.stat(follow_symlinks=False) for entry in entries}
        self.waiting = [name for name, info in self.entries.items() if stat.S_ISDIR(info.st_mode)]

    def close(self, unless):
        if self.fd != unless:
            os.close(self.fd)
