"""Put a log aside, keep the last few, and lose not one line."""

import errno
import os
import stat
import tempfile


def rotate(path, keep):
    path = os.fspath(path)
    if keep < 1:
        raise ValueError(f"cannot keep {keep} logs")
    try:
        info = os.lstat(path)
    except FileNotFoundError:
        return False
    if not stat.S_ISREG(info.st_mode):
        raise ValueError(f"no regular file: {path}")
    old = [f"{path}.{number}" for number in range(1, keep + 1)]
    refuse_folders(old)
    if not is_same(info, old[0]):  # else: the last rotation was killed before its end
        move_up(old)
        os.link(path, old[0], follow_symlinks=False)
    replace_by_empty(path, stat.S_IMODE(info.st_mode))
    return True


def refuse_folders(paths):
    for path in paths:
        if os.path.isdir(path) and not os.path.islink(path):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), path)


def is_same(info, path):
    try:
        return os.path.samestat(info, os.lstat(path))
    except FileNotFoundError:
        return False


def move_up(old):
    """The highest first, so that each name is free, or to be dropped, when it is needed."""
    for lower, higher in reversed(list(zip(old, old[1:]))):
        if os.path.lexists(lower):
            os.replace(lower, higher)
        else:
            remove(higher)
    remove(old[0])


def remove(path):
    try:
        os.unlink(path)
    except FileNotFoundError:
        pass


def replace_by_empty(path, mode):
    """The log has its second name by now: whoever opens the first one gets the old file or the new one, never none."""
    fd, empty = tempfile.mkstemp(prefix=".rotate-", dir=os.path.dirname(path) or ".")
    try:
        os.fchmod(fd, mode)
        os.replace(empty, path)
    except BaseException:
        os.unlink(empty)
        raise
    finally:
        os.close(fd)
