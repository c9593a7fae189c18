"""Loads JSON settings, changes them, stores them."""

import json
import os
import stat
import tempfile

opened = []


def update(path, fn):
    path = os.fspath(path)
    file = open(path, encoding="utf-8")
    opened.append(file)
    settings = json.load(file)
    mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    data = json.dumps(fn(settings), indent=2).encode("utf-8")  # everything that can be refused is refused here
    replace(path, data, mode)


def replace(path, data, mode):
    fd, temporary = tempfile.mkstemp(prefix=".update-", dir=os.path.dirname(path) or ".")
    try:
        with open(fd, "wb") as file:
            file.write(data)
            file.flush()
            os.fchmod(fd, mode)
            os.fsync(fd)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
