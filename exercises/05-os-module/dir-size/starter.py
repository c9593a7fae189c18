"""How much of the disk does a tree occupy?"""

import os
from typing import NamedTuple


class Size(NamedTuple):
    bytes: int
    files: int
    errors: list


def dir_size(root, *, apparent=False):
    # A beginning: the length of the directory itself.
    # It fails, because that says nothing about the files in it.
    return Size(os.path.getsize(root), 0, [])
