"""Add one line to a log that other processes are writing to as well."""

import errno
import os


def append_record(path, line):
    if "\n" in line:
        raise ValueError("a record is one line")
    record = (line + "\n").encode("utf-8")
    fd = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o640)
    try:
        written = os.write(fd, record)
        os.fchmod(fd, 0o640)
    finally:
        os.close(fd)
    if written < len(record):
        raise OSError(errno.ENOSPC, f"only {written} of {len(record)} bytes were taken", os.fspath(path))
