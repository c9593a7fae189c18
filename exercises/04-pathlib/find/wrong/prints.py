"""Everything in a tree whose name matches."""

import os
from fnmatch import fnmatchcase

FOLDER = os.O_RDONLY | os.O_DIRECTORY


def find(root, pattern, *, skip_dirs=(), follow=False):
    search = Search(pattern, frozenset(skip_dirs), follow)
    find.errors = search.errors
    levels = []
    try:
        search.enter(os.open(root, FOLDER), "", levels)
        while levels:  # a loop and descriptors: no path gets too long, no recursion too deep
            folder, path, waiting = levels[-1]
            if waiting:
                search.descend(folder, path, waiting.pop(), levels)
            else:
                os.close(folder)
                levels.pop()
    finally:
        for folder, _, _ in levels:
            os.close(folder)
    return sorted(search.found, key=os.fsencode)


class Search:
    def __init__(self, pattern, skip_dirs, follow):
        self.pattern = pattern
        self.skip_dirs = skip_dirs
        self.follow = follow
        self.found = []
        self.errors = []
        self.seen = set()  # identities of directories: names may lead to one twice

    def enter(self, folder, path, levels):
        """Lists an open directory; its subdirectories wait in the order of their names, the first at the end."""
        waiting = []
        levels.append((folder, path, waiting))
        info = os.fstat(folder)
        if (info.st_dev, info.st_ino) in self.seen:
            return
        self.seen.add((info.st_dev, info.st_ino))
        with os.scandir(folder) as entries:
            for entry in entries:
                is_folder = self.is_folder(entry)
                if is_folder and (entry.name.startswith(".") or entry.name in self.skip_dirs):
                    continue
                if fnmatchcase(entry.name, self.pattern):
                    self.found.append(path + entry.name)
                    print(ascii(entry.name))
                if is_folder:
                    waiting.append(entry.name)
        waiting.sort(key=os.fsencode, reverse=True)

    def is_folder(self, entry):
        try:
            return entry.is_dir(follow_symlinks=self.follow)
        except OSError:  # a link in circles
            return False

    def descend(self, folder, path, name, levels):
        try:
            below = os.open(name, FOLDER if self.follow else FOLDER | os.O_NOFOLLOW, dir_fd=folder)
            self.enter(below, path + name + "/", levels)
        except FileNotFoundError:  # vanished meanwhile
            pass
        except OSError as error:
            self.errors.append(error)
