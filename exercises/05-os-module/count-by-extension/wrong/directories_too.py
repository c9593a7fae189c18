import os


def count_by_extension(directory):
    counts = {}
    for name in os.listdir(directory):
        extension = os.path.splitext(os.fsdecode(name))[1].lower() or "(no ext)"
        if extension == ".":
            extension = "(no ext)"
        counts[extension] = counts.get(extension, 0) + 1
    return counts
