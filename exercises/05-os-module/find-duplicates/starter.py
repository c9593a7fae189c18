"""Which files below a directory have the same size?"""

import os


def find_duplicates(directory):
    # A beginning: the files of the directory itself, by size.
    # It fails, because it keeps sizes that only one file has, and never looks into a subdirectory.
    groups = {}
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        if os.path.isfile(path):
            groups.setdefault(os.path.getsize(path), []).append(name)
    return groups
