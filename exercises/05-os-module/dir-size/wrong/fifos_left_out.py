"""How much of the disk does a tree occupy?"""

import os
import stat
from typing import NamedTuple

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


class Size(NamedTuple):
    bytes: int
    files: int
    errors: list


def dir_size(root, *, apparent=False):
    tally = Tally(apparent)
    top = os.open(root, os.O_RDONLY | os.O_DIRECTORY)
    levels = [(top, tally.measure(top, os.fstat(top)))]
    try:
        while levels:  # a loop and descriptors: no path gets too long, no recursion too deep
            folder, names = levels[-1]
            if not names:
                os.close(folder)
                levels.pop()
                continue
            try:
                below = os.open(names.pop(), FOLDER, dir_fd=folder)
            except OSError as error:
                tally.note(error)
                continue
            levels.append((below, tally.list(below)))
    finally:
        for folder, _ in levels:
            os.close(folder)
    return Size(tally.bytes, len(tally.files), tally.errors)


class Tally:
    def __init__(self, apparent):
        self.apparent = apparent
        self.bytes = 0
        self.files = set()  # identities: a file with several names counts once
        self.errors = []
        self.device = None

    def measure(self, folder, info):
        self.device = info.st_dev
        self.count(info)
        return self.list(folder)

    def list(self, folder):
        """Counts the entries of an open directory; returns the names of its subdirectories."""
        names = []
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    info = self.ask(entry)
                    if info and self.count(info):
                        names.append(entry.name)
        except OSError as error:
            self.note(error)
        return names

    def ask(self, entry):
        try:
            return entry.stat(follow_symlinks=False)
        except OSError as error:
            self.note(error)
            return None

    def count(self, info):
        """Adds one entry. True for a directory that is to be entered."""
        if info.st_dev != self.device:
            return False
        if stat.S_ISDIR(info.st_mode):
            self.bytes += 0 if self.apparent else info.st_blocks * 512
            return True
        if info.st_ino not in self.files and not stat.S_ISFIFO(info.st_mode) and not stat.S_ISSOCK(info.st_mode):
            self.files.add(info.st_ino)
            self.bytes += info.st_size if self.apparent else info.st_blocks * 512
        return False

    def note(self, error):
        if not isinstance(error, FileNotFoundError):  # vanished meanwhile
            self.errors.append(error)
