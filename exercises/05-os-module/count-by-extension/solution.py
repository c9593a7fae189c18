"""How many files of each kind lie in a directory?"""

import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            if leads_to_file(entry):
                extension = extension_of(os.fsdecode(entry.name))
                counts[extension] = counts.get(extension, 0) + 1
    return counts


def leads_to_file(entry):
    """Costs a system call for a symbolic link only: the listing knows the type of everything else."""
    try:
        return entry.is_file()
    except OSError:  # a link that leads in a circle
        return False


def extension_of(name):
    extension = os.path.splitext(name)[1].lower()
    return extension if extension not in ("", ".") else "(no ext)"
