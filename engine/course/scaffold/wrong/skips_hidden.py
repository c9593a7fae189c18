import os


def @ENTRY@(directory):
    with os.scandir(directory) as entries:
        names = [
            entry.name
            for entry in entries
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(".")
        ]
    return sorted(names, key=os.fsencode)
