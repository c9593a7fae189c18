"""Give the paths that end in one suffix another one."""

from pathlib import Path


def swap_suffix(paths, old, new):
    # A beginning: the new suffix for the old one, wherever it stands.
    # It fails, because a suffix may be in upper case, and because `.gz` may stand in the middle of a name.
    return [Path(str(path).replace(old, new)) for path in paths]
