import os


class Corrupt(Exception):
    pass


class Journal:
    def __init__(self, path):
        self.path = path
        open(path, "ab").close()

    def append(self, payload):
        with open(self.path, "ab") as file:
            file.write(payload + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def load(self):
        with open(self.path, "rb") as file:
            return file.read().splitlines()
