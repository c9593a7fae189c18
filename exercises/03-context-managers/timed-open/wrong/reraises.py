"""Like open, and afterwards one can ask how long the file was open."""

import time


class timed_open:
    def __init__(self, path, mode="r", **options):
        self.path, self.mode, self.options = path, mode, options
        self.file = None
        self.elapsed = None

    @property
    def closed(self):
        return self.file is None or self.file.closed

    def __enter__(self):
        self.file = open(self.path, self.mode, **self.options)
        self.start = time.perf_counter()
        return self.file

    def __exit__(self, kind, value, traceback):
        try:
            self.file.close()
        finally:
            self.elapsed = time.perf_counter() - self.start
        if value is not None:
            raise value
