"""Four managers, each with one mistake."""

import contextlib
import os


# They fail, each for a reason of its own: Counted returns a count from its exit, busy has no try, rows is decorated
# though it is a generator, sizes_in goes away for a moment.


class Counted:
    def __init__(self):
        self.done = self.failed = 0

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        if kind is None:
            self.done += 1
        else:
            self.failed += 1
        return self.done


@contextlib.contextmanager
def busy(directory):
    mark = os.path.join(directory, ".busy")
    open(mark, "x").close()
    yield
    os.remove(mark)


@busy("work")
def rows():
    with open("work/rows.txt", encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")


def sizes_in(directory):
    with contextlib.chdir(directory):
        return {name: os.path.getsize(name) for name in os.listdir() if os.path.isfile(name)}
