import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            try:
                if not entry.is_file():
                    continue
            except OSError:
                continue
            name = os.path.realpath(entry) if entry.is_symlink() else entry.name
            extension = os.path.splitext(os.fsdecode(name))[1].lower()
            if extension in ("", "."):
                extension = "(no ext)"
            counts[extension] = counts.get(extension, 0) + 1
    return counts
