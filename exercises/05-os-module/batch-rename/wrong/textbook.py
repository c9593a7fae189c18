import os


def batch_rename(directory, prefix, *, dry_run=False):
    pairs = []
    for name in sorted(os.listdir(directory)):
        path = os.path.join(directory, name)
        if name.endswith(".txt") and not name.startswith(prefix) and os.path.isfile(path):
            pairs.append((name, prefix + name))
    for old, new in pairs:
        if os.path.exists(os.path.join(directory, new)):
            raise FileExistsError(new)
    if not dry_run:
        for old, new in pairs:
            os.rename(os.path.join(directory, old), os.path.join(directory, new))
    return pairs
