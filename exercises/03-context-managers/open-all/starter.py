"""A context manager for a number of files that is known only at run time."""

from contextlib import contextmanager


@contextmanager
def open_all(paths, mode="rb"):
    # A beginning: opens them all.
    # It fails, because nobody closes them.
    yield [open(path, mode) for path in paths]
