import time


class timed_open:
    def __init__(self, path, mode="r", **options):
        self.path, self.mode, self.options = path, mode, options
        self.elapsed = None

    def __enter__(self):
        self.start = time.time()
        self.file = open(self.path, self.mode, **self.options)
        self.closed = False
        return self.file

    def __exit__(self, kind, value, traceback):
        self.elapsed = time.time() - self.start
        self.closed = True
        self.file.close()
