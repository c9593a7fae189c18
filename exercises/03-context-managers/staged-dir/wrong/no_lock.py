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
        refuse_taken(final)
        os.rename(staging, final)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise


def refuse_taken(path):
    if os.path.lexists(path):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), path)
