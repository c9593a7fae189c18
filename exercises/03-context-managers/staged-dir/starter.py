"""A directory that appears under its name when it is complete, or never."""

import os
from contextlib import contextmanager


@contextmanager
def staged_dir(final):
    # A beginning: makes the directory.
    # It fails, because it is made under another name and never gets the right one.
    staging = os.fspath(final) + ".new"
    os.makedirs(staging)
    yield staging
