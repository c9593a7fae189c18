"""Like open, and afterwards one can ask how long the file was open."""


class timed_open:
    # A beginning: opens and closes.
    # It fails, because nothing is measured, and nobody is told that it is closed.

    def __init__(self, path, mode="r", **options):
        self.path, self.mode, self.options = path, mode, options
        self.elapsed = 0.0
        self.closed = False

    def __enter__(self):
        self.file = open(self.path, self.mode, **self.options)
        return self.file

    def __exit__(self, kind, value, traceback):
        self.file.close()
