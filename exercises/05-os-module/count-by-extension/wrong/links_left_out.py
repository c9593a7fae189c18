import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(directory) as entries:
        for entry in entries:
            if not entry.is_file(follow_symlinks=False):
                continue
            extension = os.path.splitext(os.fsdecode(entry.name))[1].lower()
            if extension in ("", "."):
                extension = "(no ext)"
            counts[extension] = counts.get(extension, 0) + 1
    return counts
