from contextlib import contextmanager


@contextmanager
def open_all(paths, mode="rb"):
    yield [open(path, mode, encoding=None if "b" in mode else "utf-8") for path in paths]
