import os


def batch_rename(directory, prefix, *, dry_run=False):
    pairs = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.name.endswith(".txt") and entry.is_file(follow_symlinks=False):
                pairs.append((entry.name, prefix + entry.name))
                if not dry_run:
                    os.rename(entry.path, os.path.join(directory, prefix + entry.name))
    return pairs
