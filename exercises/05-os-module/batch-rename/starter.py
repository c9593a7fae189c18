"""Put a prefix in front of the names of all .txt files, and lose nothing."""

import os


def batch_rename(directory, prefix, *, dry_run=False):
    # A beginning: the pairs that one would expect.
    # It fails, because nothing is renamed, and because it believes every name is that of a .txt file.
    return [(name, prefix + name) for name in sorted(os.listdir(directory))]
