import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            name = os.fsdecode(entry.name)
            try:
                if not entry.is_file():
                    continue
            except OSError:
                continue
            extension = "." + name.split(".")[-1].lower() if "." in name[:-1] else "(no ext)"
            if extension == ".":
                extension = "(no ext)"
            counts[extension] = counts.get(extension, 0) + 1
    return counts
