"""Make one directory a mirror of another, and do no more than is needed."""

import shutil
from typing import NamedTuple


class Plan(NamedTuple):
    copied: list
    removed: list
    metadata: list
    errors: list


def sync(src, dst, *, delete=False, digest=False):
    # A beginning: copy everything.
    # It fails, because it copies everything each time, and says nothing about it.
    shutil.copytree(src, dst, dirs_exist_ok=True)
    return Plan([], [], [], [])
