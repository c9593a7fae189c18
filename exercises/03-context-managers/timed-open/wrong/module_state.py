import time

state = {"file": None}


class timed_open:
    def __init__(self, path, mode="r", **options):
        self.path, self.mode, self.options = path, mode, options
        self.elapsed = None
        self.closed = False

    def __enter__(self):
        state["file"] = self.file = open(self.path, self.mode, **self.options)
        state["start"] = time.perf_counter()
        self.closed = False
        return self.file

    def __exit__(self, kind, value, traceback):
        try:
            self.file.close()
        finally:
            state["start"], started = None, state["start"]
            self.elapsed = time.perf_counter() - (started or float("inf"))
            self.closed = True
