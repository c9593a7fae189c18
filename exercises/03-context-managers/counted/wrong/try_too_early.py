"""Four managers, repaired."""

import contextlib
import os


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


@contextlib.contextmanager
def busy(directory):
    mark = os.path.join(directory, ".busy")
    try:
        open(mark, "x").close()
        yield
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.remove(mark)


def rows():
    with busy("work"), open("work/rows.txt", encoding="utf-8") as file:
        for line in file:
            yield line.removesuffix("\n")


def sizes_in(directory):
    with os.scandir(directory) as entries:
        return {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}
