"""A context manager for a number of files that is known only at run time."""

from contextlib import contextmanager


@contextmanager
def open_all(paths, mode="rb"):
    encoding = None if "b" in mode else "utf-8"
    files = []
    try:
        for path in paths:
            files.append(open(path, mode, encoding=encoding))
    except FileNotFoundError:
        close_all(files)
        raise
    opened = list(files)
    try:
        yield files
    except BaseException as error:
        raise_with(close_all(opened), error)
        raise
    raise_with(close_all(opened))


def close_all(files):
    errors = []
    for file in reversed(files):
        try:
            file.close()
        except Exception as error:
            errors.append(error)
    return errors


def raise_with(errors, *first):
    if errors:
        raise BaseExceptionGroup("files could not be closed", [*first, *errors])
