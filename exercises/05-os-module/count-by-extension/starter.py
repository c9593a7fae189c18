"""How many files of each kind lie in a directory?"""

import os


def count_by_extension(directory):
    # A beginning: all names of the directory, counted under one heading.
    # It fails, because every extension wants a number of its own.
    counts = {}
    for name in os.listdir(directory):
        counts["(all)"] = counts.get("(all)", 0) + 1
    return counts
