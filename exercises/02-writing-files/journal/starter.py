"""Records are appended one by one, and what has been appended stays."""


class Corrupt(Exception):
    """A record in the middle of the journal is damaged."""

    def __init__(self, offset):
        super().__init__(f"corrupt record at offset {offset}")
        self.offset = offset


class Journal:
    # A beginning: one record per line.
    # It fails, because a new journal cannot be loaded: there is no file yet. And a payload may hold line ends.

    def __init__(self, path):
        self.path = path

    def append(self, payload):
        with open(self.path, "ab") as file:
            file.write(payload + b"\n")

    def load(self):
        with open(self.path, "rb") as file:
            return file.read().splitlines()
