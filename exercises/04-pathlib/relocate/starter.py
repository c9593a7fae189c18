"""Move many files to new names, and lose none."""

from pathlib import Path
from typing import NamedTuple


class Report(NamedTuple):
    moved: list
    clashes: list


def relocate(src_root, dst_root, mapping):
    # A beginning: rename, in the order of the mapping.
    # It fails, because a relative target is relative to the working directory: the files land beside the program.
    moved = []
    for old, new in mapping.items():
        source = Path(src_root, old)
        if source.is_file():
            source.rename(Path(new).name)
            moved.append((old, new))
    return Report(moved, [])
