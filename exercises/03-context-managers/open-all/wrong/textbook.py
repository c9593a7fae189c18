from contextlib import ExitStack, contextmanager


@contextmanager
def open_all(paths, mode="rb"):
    encoding = None if "b" in mode else "utf-8"
    with ExitStack() as stack:
        yield [stack.enter_context(open(path, mode, encoding=encoding)) for path in paths]
