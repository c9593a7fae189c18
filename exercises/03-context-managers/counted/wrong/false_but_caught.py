"""Four managers, repaired."""

import contextlib
import os


class Counted:
    def __init__(self):
        self.done = self.failed = 0

    def __enter__(self):
        self.block = self.watch()
        return self.block.__enter__()

    def __exit__(self, kind, value, traceback):
        return self.block.__exit__(kind, value, traceback)

    @contextlib.contextmanager
    def watch(self):
        try:
            yield self
            self.done += 1
        except BaseException:
            self.failed += 1
            return False


@contextlib.contextmanager
def busy(directory):
    mark = os.path.join(directory, ".busy")
    open(mark, "x").close()
    try:
        yield
    finally:
        os.remove(mark)


def rows():
    with busy("work"), open("work/rows.txt", encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")


def sizes_in(directory):
    with os.scandir(directory) as entries:
        return {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}
