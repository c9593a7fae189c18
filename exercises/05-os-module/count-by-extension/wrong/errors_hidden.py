import os


def count_by_extension(directory):
    counts = {}
    try:
        with os.scandir(directory) as entries:
            for entry in entries:
                try:
                    if not entry.is_file():
                        continue
                except OSError:
                    continue
                extension = os.path.splitext(os.fsdecode(entry.name))[1].lower()
                if extension in ("", "."):
                    extension = "(no ext)"
                counts[extension] = counts.get(extension, 0) + 1
    except OSError:
        pass
    return counts
