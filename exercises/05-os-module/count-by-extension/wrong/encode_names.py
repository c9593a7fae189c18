import os


def count_by_extension(directory):
    counts = {}
    with os.scandir(os.fsdecode(directory)) as entries:
        for entry in entries:
            try:
                if not entry.is_file():
                    continue
            except OSError:
                continue
            extension = os.path.splitext(entry.name.encode("utf-8"))[1].decode("utf-8").lower()
            if extension in ("", "."):
                extension = "(no ext)"
            counts[extension] = counts.get(extension, 0) + 1
    return counts
