import os


def count_by_extension(directory):
    counts = {}
    fd = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    for entry in os.scandir(fd):
        try:
            if not entry.is_file():
                continue
        except OSError:
            continue
        extension = os.path.splitext(entry.name)[1].lower()
        if extension in ("", "."):
            extension = "(no ext)"
        counts[extension] = counts.get(extension, 0) + 1
    return counts
