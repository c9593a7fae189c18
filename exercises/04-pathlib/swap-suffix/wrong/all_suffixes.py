"""Give the paths that end in one suffix another one."""

from pathlib import Path, PurePath


def swap_suffix(paths, old, new):
    return [swapped(as_path(path), old.lower(), new) for path in paths]


def as_path(path):
    return path if isinstance(path, PurePath) else Path(path)


def swapped(path, old, new):
    if path.suffix and ''.join(path.suffixes).lower() == old:
        return path.with_suffix(new)  # of the path's own class
    return path
