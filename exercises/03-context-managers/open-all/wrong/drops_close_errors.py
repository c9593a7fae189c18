"""A context manager for a number of files that is known only at run time."""

from contextlib import ExitStack, contextmanager


@contextmanager
def open_all(paths, mode="rb"):
    encoding = None if "b" in mode else "utf-8"
    with ExitStack() as stack:
        files = [stack.enter_context(open(path, mode, encoding=encoding)) for path in paths]
        stack.pop_all()  # all are open: from here on it is our turn to close them
    opened = list(files)
    try:
        yield files
    except BaseException:
        close_all(opened)
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
