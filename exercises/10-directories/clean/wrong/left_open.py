"""Remove old files from a tree, and nothing else."""

import os
import time
from fnmatch import fnmatchcase

FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW


def clean(root, older_than, patterns, dry_run=False, *, now=None):
    limit = round(((time.time() if now is None else now) - older_than) * 1_000_000_000)
    sweep = Sweep(limit, list(patterns), dry_run)
    clean.errors = sweep.errors
    levels = []
    try:
        sweep.enter(os.open(root, os.O_RDONLY | os.O_DIRECTORY), "", levels)
        while levels:  # a loop and descriptors: nothing gets too deep, and nobody can lead it astray
            folder, path, waiting = levels[-1]
            if waiting:
                sweep.descend(folder, path, waiting.pop(), levels)
            else:
                levels.pop()
    finally:
        for folder, _, _ in levels:
            os.close(folder)
    return sorted(sweep.removed, key=os.fsencode)


class Sweep:
    def __init__(self, limit, patterns, dry_run):
        self.limit = limit
        self.patterns = patterns
        self.dry_run = dry_run
        self.removed = []
        self.errors = []

    def descend(self, folder, path, name, levels):
        try:
            self.enter(os.open(name, FOLDER, dir_fd=folder), path + name + "/", levels)
        except OSError as error:
            self.note(error)

    def enter(self, folder, path, levels):
        waiting = []
        levels.append((folder, path, waiting))
        with os.scandir(folder) as entries:
            found = list(entries)  # the listing ends before the first removal
        for entry in found:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(entry.name)
            elif entry.is_file(follow_symlinks=False) and self.matches(entry.name):
                self.judge(entry, folder, path)

    def matches(self, name):
        return any(fnmatchcase(name, pattern) for pattern in self.patterns)

    def judge(self, entry, folder, path):
        try:
            if entry.stat(follow_symlinks=False).st_mtime_ns < self.limit:
                if not self.dry_run:
                    os.unlink(entry.name, dir_fd=folder)
                self.removed.append(path + entry.name)
        except OSError as error:
            self.note(error)

    def note(self, error):
        if not isinstance(error, FileNotFoundError):  # what is gone is as it should be
            self.errors.append(error)
