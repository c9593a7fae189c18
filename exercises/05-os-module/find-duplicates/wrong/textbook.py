import os


def find_duplicates(directory):
    sizes = {}
    for path, dirs, files in os.walk(directory):
        dirs[:] = [name for name in dirs if not name.startswith(".") and name != "__pycache__"]
        for name in files:
            if name.startswith("."):
                continue
            full = os.path.join(path, name)
            size = os.stat(full).st_size
            if size:
                sizes.setdefault(size, []).append(os.path.relpath(full, directory))
    return {size: sorted(paths) for size, paths in sizes.items() if len(paths) > 1}
