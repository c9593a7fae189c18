import os


def @ENTRY@(directory):
    """Return the names of the regular files in directory, sorted by bytes."""
    with os.scandir(directory) as entries:
        names = [entry.name for entry in entries if entry.is_file(follow_symlinks=False)]
    return sorted(names, key=os.fsencode)
