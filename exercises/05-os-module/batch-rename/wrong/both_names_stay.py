"""Put a prefix in front of the names of all .txt files, and lose nothing."""

import errno
import os

LONGEST_NAME = 255  # bytes, on nearly every file system


def batch_rename(directory, prefix, *, dry_run=False):
    if "/" in prefix or "\0" in prefix:
        raise ValueError(f"a prefix is part of a name: {prefix!r}")
    directory = os.fsdecode(directory)
    pairs = plan(directory, prefix)
    if not dry_run:
        for old, new in pairs:
            rename_exclusively(os.path.join(directory, old), os.path.join(directory, new))
    return pairs


def plan(directory, prefix):
    """All pairs, checked as far as can be checked beforehand."""
    with os.scandir(directory) as entries:
        kinds = {entry.name: entry.is_file(follow_symlinks=False) for entry in entries}
    names = [name for name, is_file in kinds.items()
             if is_file and name.endswith(".txt") and not name.startswith(prefix)]
    pairs = [(name, prefix + name) for name in sorted(names, key=os.fsencode)]
    for _, new in pairs:
        if new in kinds:
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.path.join(directory, new))
        if len(os.fsencode(new)) > LONGEST_NAME:
            raise OSError(errno.ENAMETOOLONG, os.strerror(errno.ENAMETOOLONG), os.path.join(directory, new))
    return pairs


def rename_exclusively(old, new):
    """os.rename overwrites; os.link fails if the name is taken, without a gap between look and deed."""
    os.link(old, new, follow_symlinks=False)
