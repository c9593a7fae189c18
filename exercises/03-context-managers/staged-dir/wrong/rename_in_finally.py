"""A directory that appears under its name when it is complete, or never."""

import errno
import fcntl
import os
import shutil
import tempfile
from contextlib import contextmanager


@contextmanager
def staged_dir(final):
    final = os.path.abspath(final)  # the body may change the working directory
    refuse_taken(final)
    parent = os.path.dirname(final)
    staging = tempfile.mkdtemp(prefix=".staged-", dir=parent)
    try:
        yield staging
    finally:
        with locked(parent):
            refuse_taken(final)
            os.rename(staging, final)


def refuse_taken(path):
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)


@contextmanager
def locked(directory):
    """Keeps out all others that publish into this directory. The kernel gives the lock back, whatever kills us."""
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(fd, fcntl.LOCK_EX)
        yield
    finally:
        os.close(fd)
