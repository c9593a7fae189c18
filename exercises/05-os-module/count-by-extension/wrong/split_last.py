import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_file():
                extension = "." + os.fsdecode(entry.name).split(".")[-1].lower()
                counts[extension] = counts.get(extension, 0) + 1
    return counts
