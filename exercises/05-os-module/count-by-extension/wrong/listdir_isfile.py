import os


def count_by_extension(directory):
    counts = {}
    for name in os.listdir(os.fsdecode(directory)):
        if os.path.isfile(os.path.join(os.fsdecode(directory), name)):
            extension = os.path.splitext(name)[1].lower()
            if extension in ("", "."):
                extension = "(no ext)"
            counts[extension] = counts.get(extension, 0) + 1
    return counts
