"""Put data into a file so that everybody sees the old content or the new one."""

import contextlib
import os
import secrets
import stat


def atomic_write(path, data, *, mode=None):
    if not data:
        return
    target = os.path.realpath(os.fsdecode(path))
    directory = os.path.dirname(target)
    if mode is None:
        mode = mode_of(target)
    temporary = os.path.join(directory, f".atomic-{secrets.token_hex(8)}")
    try:
        # A new file's mode is made by the kernel from 0666 and the umask; any other is set below.
        fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o666 if mode is None else 0o600)
        with open(fd, "wb") as file:
            file.write(data)
            file.flush()
            if mode is not None:
                os.fchmod(fd, mode)
            os.fsync(fd)
        os.replace(temporary, target)
    except BaseException:  # also KeyboardInterrupt
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise
    sync_directory(directory)


def mode_of(path):
    try:
        return stat.S_IMODE(os.stat(path).st_mode)
    except FileNotFoundError:
        return None


def sync_directory(path):
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
